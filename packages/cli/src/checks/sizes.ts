import { bytes } from "../terminal/report.js";
import { type Finding, findingAt } from "./finding.js";

/** In bytes: the platform's advice for a picture, and its bound for the main package and for each subpackage. */
const SIZE_ADVICE = { asset: 300 * 1024, script: 2 * 1024 * 1024 } as const;

/**
 * Files that make a mini-program slow to open.
 *
 * @param packages the minified code of the main package and of each subpackage: its name, bytes, and the file that tells
 *   what is in it
 */
export function checkSizes(
  assets: readonly { path: string; size: number }[],
  packages: readonly { name: string; size: number; file: string }[],
): Finding[] {
  const findings = assets
    .filter(({ size }) => size > SIZE_ADVICE.asset)
    .map(({ path, size }) =>
      findingAt({ path, text: "" }, 0, {
        severity: "warning",
        code: "file-large",
        zh: `文件有 ${bytes(size)}，超过 ${bytes(SIZE_ADVICE.asset)} 的会让页面打开变慢：请压缩，或放到自己的服务器上。`,
        en: `The file has ${bytes(size)}; above ${bytes(SIZE_ADVICE.asset)} pages open slowly: compress it, or serve it elsewhere.`,
      }),
    );
  for (const { name, size, file } of packages.filter(({ size }) => size > SIZE_ADVICE.script)) {
    findings.push(
      findingAt({ path: file, text: "" }, 0, {
        severity: "warning",
        code: "package-large",
        zh: `${name} 压缩后有 ${bytes(size)}，原平台一个包最多 ${bytes(SIZE_ADVICE.script)}：请删去不用的依赖，或移到分包。`,
        en: `Minified, ${name} has ${bytes(size)}; the original platform takes ${bytes(SIZE_ADVICE.script)} a package: remove dependencies that are not used, or move code to a subpackage.`,
      }),
    );
  }
  return findings;
}
