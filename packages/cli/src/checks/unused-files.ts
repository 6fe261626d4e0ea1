import { basename, dirname } from "node:path";
import { isAsset } from "@lianmai/devtools";
import { type Finding, findingAt } from "./finding.js";

/** Files that people and tools keep in a mini-program and that no page has to name. */
const ALWAYS_USED =
  /(^|\/)(project(\.private)?\.config\.json|lianmai\.json|package(-lock)?\.json|tsconfig\.json|sitemap\.json|ext\.json|theme\.json)$|\.d\.ts$|\.(md|map)$|(^|\/)LICENSE$/;

/**
 * Files that nothing refers to.
 *
 * @param files of the mini-program's folder
 * @param compiled those that the compiler read
 * @param mentions whether a text stands anywhere in templates, styles or scripts
 */
export function checkUnused(
  files: readonly string[],
  compiled: ReadonlySet<string>,
  mentions: (name: string) => boolean,
): Finding[] {
  return files
    .filter((path) => !compiled.has(path) && !ALWAYS_USED.test(path))
    .filter((path) => !(isAsset(path) && (mentions(basename(path)) || isComputed(path, mentions))))
    .map((path) =>
      findingAt({ path, text: "" }, 0, {
        severity: "warning",
        code: "file-unused",
        zh: "没有任何页面用到这个文件。可以删去，或在 packOptions.ignore 中忽略。",
        en: "No page uses this file. Remove it, or leave it out by packOptions.ignore.",
      }),
    );
}

/** Whether addresses in its folder are put together at run time, as `/icons/{{name}}.svg`: any file may be meant. */
function isComputed(path: string, mentions: (text: string) => boolean): boolean {
  const folder = basename(dirname(path));
  return ["{{", "${", '"', "'"].some((sign) => mentions(`${folder}/${sign}`));
}
