import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { isAsset } from "@lianmai/devtools";

/** A rule of `packOptions.ignore` in `project.config.json`: what is not packed. */
export interface IgnoreRule {
  type: string;
  value: string;
}

const NEVER = new Set(["node_modules"]);

/** All files of a folder by path with forward slashes; hidden ones and `node_modules` are left out. */
export async function listFiles(root: string, below = ""): Promise<{ path: string; size: number }[]> {
  const found: { path: string; size: number }[] = [];
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    if (entry.name.startsWith(".") || NEVER.has(entry.name)) continue;
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await listFiles(root, path)));
    else if (entry.isFile()) found.push({ path, size: (await stat(join(root, path))).size });
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Pictures, sounds, films and fonts of a mini-program: what pages load by address. */
export async function readAssets(root: string, ignore: readonly IgnoreRule[]): Promise<Map<string, Buffer>> {
  const assets = new Map<string, Buffer>();
  for (const { path } of await listFiles(root)) {
    if (isAsset(path) && !isIgnored(path, ignore)) assets.set(path, await readFile(join(root, path)));
  }
  return assets;
}

export function isIgnored(path: string, rules: readonly IgnoreRule[]): boolean {
  return rules.some(({ type, value }) => {
    const plain = value.replace(/^\.?\/+|\/+$/g, "");
    if (plain === "") return false;
    if (type === "file") return path === plain;
    if (type === "folder") return path.startsWith(`${plain}/`);
    if (type === "suffix") return path.endsWith(plain);
    if (type === "prefix") return path.slice(path.lastIndexOf("/") + 1).startsWith(plain);
    return false;
  });
}

/** What `project.config.json` leaves out of the package. */
export async function ignoreRules(project: string): Promise<IgnoreRule[]> {
  try {
    const config = JSON.parse(await readFile(join(project, "project.config.json"), "utf8")) as {
      packOptions?: { ignore?: unknown };
    };
    const rules = config.packOptions?.ignore;
    if (!Array.isArray(rules)) return [];
    return rules.filter((rule): rule is IgnoreRule => typeof rule?.type === "string" && typeof rule.value === "string");
  } catch {
    // The compiler has said what is wrong with it.
    return [];
  }
}
