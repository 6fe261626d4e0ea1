import { resolveFrom } from "../files/paths.js";

/**
 * Rewrites the `url()`s of a declaration: a path relative to the sheet, or from the root of the mini-program with a
 * leading slash, becomes one relative to the frame page, beside which the project's files are served.
 *
 * @param folder Folder of the sheet that the declaration stands in.
 */
export function rewriteUrls(value: string, folder: string): string {
  if (!/url\(/i.test(value)) return value;
  return value.replace(
    /url\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?:[^)\\"']|\\.)*)\s*\)/gi,
    (whole, written: string) => {
      const quoted = /^["']/.test(written);
      const target = (quoted ? written.slice(1, -1) : written).trim();
      if (target === "" || /^(?:[a-z][a-z\d+.-]*:|\/\/|#)/i.test(target)) return whole;
      const [, path = "", rest = ""] = /^([^?#]*)(.*)$/s.exec(target) ?? [];
      const resolved = resolveFrom(folder, path);
      return resolved === undefined ? whole : `url("${(resolved + rest).replaceAll('"', '\\"')}")`;
    },
  );
}
