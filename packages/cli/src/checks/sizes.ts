import { bytes } from "../terminal/report.js";
import { type Finding, findingAt } from "./finding.js";

/** The platform's advice for a picture, and its bound for a main package. */
export const SIZE_ADVICE = { asset: 300 * 1024, script: 2 * 1024 * 1024, total: 20 * 1024 * 1024 } as const;

/** Files that make a mini-program slow to open. */
export function checkSizes(
  assets: readonly { path: string; size: number }[],
  script: { size: number; file: string },
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
  if (script.size > SIZE_ADVICE.script) {
    findings.push(
      findingAt({ path: script.file, text: "" }, 0, {
        severity: "warning",
        code: "package-large",
        zh: `压缩后的代码有 ${bytes(script.size)}，原平台主包最多 ${bytes(SIZE_ADVICE.script)}：请删去不用的依赖。`,
        en: `The minified code has ${bytes(script.size)}, the original platform takes ${bytes(SIZE_ADVICE.script)}: remove dependencies that are not used.`,
      }),
    );
  }
  return findings;
}
