import { PROGRAM_PAGE_FORMAT, PROGRAM_SETTINGS_ID, type ProgramSettings } from "@lianmai/protocol";

/**
 * Reads what the page was told by whoever serves it.
 *
 * @throws Error that names the fault, for the page to show
 */
export function readSettings(page: Pick<Document, "getElementById">): ProgramSettings {
  const text = page.getElementById(PROGRAM_SETTINGS_ID)?.textContent ?? "";
  let settings: Partial<ProgramSettings>;
  try {
    settings = JSON.parse(text) as Partial<ProgramSettings>;
  } catch (cause) {
    throw new Error("这个页面不完整，请重新发布小程序。This page is incomplete: publish the mini-program again.", {
      cause,
    });
  }
  if (settings.format === PROGRAM_PAGE_FORMAT) return settings as ProgramSettings;
  throw new Error(
    `页面格式 ${settings.format} 与运行时不符，请用同一版本的 lianmai 重新构建。The page's format ${settings.format} does not fit the runtime: build it again with one version of lianmai.`,
  );
}
