import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { distribution, ensurePackages } from "./apt.mjs";
import { Failure } from "./failure.mjs";
import { say } from "./language.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const MAC_PROGRAMS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The browser for tests and measurements: the one that LIANMAI_CHROMIUM names, or one that is installed.
 *
 * @returns {string | undefined}
 */
export function findChromium(env = process.env) {
  if (env.LIANMAI_CHROMIUM) return env.LIANMAI_CHROMIUM;
  const folders = [...(env.PATH ?? "").split(delimiter), "/usr/bin", "/snap/bin"];
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...MAC_PROGRAMS].find(isProgram);
}

/**
 * Sees to it that there is a browser for the tests; installs Debian's where it may.
 *
 * @returns {Promise<string>} The program's path.
 * @throws {Failure} With the one line that installs it.
 */
export async function ensureChromium(onProgress) {
  const found = findChromium();
  if (found !== undefined) return found;
  if (!distribution().isDebian) {
    throw new Failure(
      say("浏览器测试需要 Chromium，但没有找到。", "The browser tests need Chromium, and there is none."),
      {
        fix: say(
          "请安装 Chrome 或 Chromium；装在别处时用 LIANMAI_CHROMIUM 指明程序路径。",
          "Install Chrome or Chromium; where it is in an unusual place, name the program in LIANMAI_CHROMIUM.",
        ),
      },
    );
  }
  onProgress("apt-get install chromium");
  await ensurePackages(["chromium"], { purpose: say("用于浏览器测试", "for the browser tests") });
  const installed = findChromium();
  if (installed === undefined) throw new Failure("apt-get installed chromium, and it is still not found on the PATH.");
  return installed;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
