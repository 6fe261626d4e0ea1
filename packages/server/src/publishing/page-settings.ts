import { PROGRAM_PAGE_FORMAT, PROGRAM_SETTINGS_ID, type ProgramSettings } from "@lianmai/protocol";

const SETTINGS = new RegExp(`(<script id="${PROGRAM_SETTINGS_ID}" type="application/json">)([^<]*)(</script>)`);

/** @returns the settings in a page, or undefined where it is no page of `lianmai build` */
export function settingsIn(html: string): ProgramSettings | undefined {
  try {
    const settings = JSON.parse(SETTINGS.exec(html)?.[2] ?? "") as Partial<ProgramSettings>;
    if (settings.format !== PROGRAM_PAGE_FORMAT) return undefined;
    return typeof settings.frame === "string" && /^v\/[0-9a-f]{16}\/frame\.html$/.test(settings.frame)
      ? (settings as ProgramSettings)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The page with other settings in it. */
export function withSettings(html: string, settings: ProgramSettings): string {
  // No "<" of a name can end the element that the settings stand in.
  const json = JSON.stringify(settings).replaceAll("<", "\\u003c");
  return html.replace(SETTINGS, (_all, open: string, _old: string, close: string) => open + json + close);
}
