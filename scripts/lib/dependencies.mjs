import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure.mjs";
import { say } from "./language.mjs";
import { root } from "./paths.mjs";
import { run } from "./run.mjs";

/**
 * Installs the packages that package-lock.json names, where node_modules does not hold just these already.
 *
 * @param {(text: string) => void} onProgress
 * @returns {Promise<string>} What was done, in words.
 */
export async function installDependencies(onProgress) {
  const lock = readJson(join(root, "package-lock.json"));
  // npm's own note of what it has put there, written when an install is complete.
  const installed = readJson(join(root, "node_modules", ".package-lock.json"));
  if (installed !== undefined && isInstalled(lock, installed)) return say("已就绪", "in place");
  onProgress("npm ci");
  try {
    await run(...npm(["ci", "--no-audit", "--no-fund"]), { cwd: root, show: "first" });
  } catch (error) {
    if (error.detail?.includes("EUSAGE")) {
      throw new Failure(
        say(
          "package-lock.json 与各 package.json 不一致，npm ci 无法安装。",
          "npm ci refused: package-lock.json and the package.json files differ.",
        ),
        { fix: say("请执行 npm install 更新它。", "Run `npm install` to bring it up to date."), cause: error },
      );
    }
    throw new Failure(say("npm ci 未能安装依赖。", "npm ci could not install the dependencies."), {
      fix: say(
        "请检查网络与 npm 源（npm config get registry）后重试。",
        "Check the network and npm's registry (npm config get registry), then try again.",
      ),
      detail: error.detail,
      cause: error,
    });
  }
  return say("已安装", "installed");
}

/**
 * Whether an install holds what the lock file asks for. Packages that the lock marks optional may be
 * missing: they are those of other systems.
 *
 * @param {{ packages: Record<string, { version?: string, integrity?: string, link?: boolean, optional?: boolean }> }} lock
 * @param {{ packages: Record<string, { version?: string, integrity?: string }> }} installed
 */
export function isInstalled(lock, installed) {
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (!path.startsWith("node_modules/")) return true;
    const present = installed.packages[path];
    if (present === undefined) return wanted.optional === true;
    return present.version === wanted.version && present.integrity === wanted.integrity;
  });
}

/** npm as a command: the very one that runs us, or the one on the path. */
function npm(args) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith(".js") ? [process.execPath, [cli, ...args]] : ["npm", args];
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
