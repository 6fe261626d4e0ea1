import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Failure } from "./failure.mjs";
import { say } from "./language.mjs";
import { run } from "./run.mjs";

/** Another apt may be at work (a fresh machine updates itself): wait this many seconds for its lock. */
const LOCK_TIMEOUT = ["-o", "DPkg::Lock::Timeout=120"];

/**
 * What the machine says it runs, read from /etc/os-release.
 *
 * @returns {{ id: string, version: string, isDebian: boolean }} `isDebian` is true for Debian and what is built on it.
 */
export function distribution() {
  let text = "";
  try {
    text = readFileSync("/etc/os-release", "utf8");
  } catch {
    // Not Linux, or a very small one: nothing that apt could help with.
  }
  const field = (name) => new RegExp(`^${name}="?([^"\\n]*)"?$`, "m").exec(text)?.[1] ?? "";
  const id = field("ID");
  const isDebian = [id, ...field("ID_LIKE").split(" ")].some((name) => name === "debian" || name === "ubuntu");
  return { id, version: field("VERSION_ID"), isDebian };
}

/** The ones of `packages` that are not installed. */
export function missingPackages(packages) {
  return packages.filter((name) => {
    try {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder is dpkg-query's.
      const status = execFileSync("dpkg-query", ["-W", "-f=${Status}", name], { stdio: ["ignore", "pipe", "ignore"] });
      return !status.toString().endsWith(" installed");
    } catch {
      return true;
    }
  });
}

/**
 * Installs Debian packages where we may, and otherwise says the line that does it.
 *
 * @param {string[]} packages
 * @param {object} options
 * @param {string} options.purpose What they are needed for, the end of a sentence: "to build ...".
 * @param {string} [options.log] A file for apt's output.
 * @throws {Failure} When this is not Debian, we are not root, or apt fails.
 */
export async function ensurePackages(packages, { purpose, log }) {
  const missing = missingPackages(packages);
  if (missing.length === 0) return;
  const line = `apt-get install -y --no-install-recommends ${missing.join(" ")}`;
  if (process.getuid?.() !== 0) {
    throw new Failure(say(`缺少系统软件包，${purpose}。`, `System packages are missing ${purpose}.`), {
      fix: say(`请执行：sudo ${line}`, `Run: sudo ${line}`),
    });
  }
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    await run("apt-get", ["update", "-q", ...LOCK_TIMEOUT], { env, log });
    await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...LOCK_TIMEOUT, ...missing], { env, log });
  } catch (error) {
    throw new Failure(say(`apt-get 未能安装软件包，${purpose}。`, `apt-get could not install packages ${purpose}.`), {
      fix: say(`请检查软件源后执行：${line}`, `Check the package sources, then run: ${line}`),
      detail: error.detail,
      cause: error,
    });
  }
}
