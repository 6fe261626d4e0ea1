import type { ApiSupport } from "../site/runtime-files.js";
import { withoutComments } from "./code-text.js";
import { type Finding, findingAt, type SourceFile } from "./finding.js";

/** Functions of `tt` that a script calls and that do not work here; each once a file. */
export function checkApi(file: SourceFile, support: ReadonlyMap<string, ApiSupport>): Finding[] {
  const code = withoutComments(file.text);
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const match of code.matchAll(/(?<![\w$.])tt\s*\.\s*([A-Za-z_$][\w$]*)/g)) {
    const name = match[1] ?? "";
    const guarded = new RegExp(`\\btt\\.${name.replace(/\$/g, "\\$&")}\\s*(\\?\\.|&&|\\|\\||\\))`).test(code);
    if (seen.has(name)) continue;
    seen.add(name);
    const known = support.get(name);
    if (known === undefined) {
      // A probe for something that may not be there is how it should be done.
      if (guarded) continue;
      findings.push(
        findingAt(file, match.index, {
          severity: "warning",
          code: "api-unknown",
          zh: `没有 tt.${name}。请检查拼写，或先用 tt.canIUse("${name}") 判断。`,
          en: `There is no tt.${name}. Check the spelling, or ask tt.canIUse("${name}") first.`,
        }),
      );
    } else if (known.support === "refused") {
      findings.push(
        findingAt(file, match.index, {
          severity: "warning",
          code: "api-refused",
          zh: `tt.${name} 在这里不可用：${known.note?.zh ?? ""}调用会进入 fail。`,
          en: `tt.${name} does not work here: ${known.note?.en ?? ""} A call ends in fail.`,
        }),
      );
    }
  }
  return findings;
}
