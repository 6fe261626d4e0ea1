/**
 * A script with its comments blanked out, at unchanged offsets: what stands in a comment is not used. Texts and
 * template literals stay. It is a scanner and no parser: a regular expression that holds quotes may confuse it, which
 * costs a hint and nothing else.
 */
export function withoutComments(script: string): string {
  let out = "";
  let at = 0;
  while (at < script.length) {
    const next = script.slice(at, at + 2);
    if (next === "//" || next === "/*") {
      const end = next === "//" ? endOf(script, "\n", at) : endOf(script, "*/", at + 2) + 2;
      out += script.slice(at, end).replace(/[^\n]/g, " ");
      at = end;
    } else if (`"'\``.includes(script[at] ?? " ")) {
      const end = endOfText(script, at);
      out += script.slice(at, end);
      at = end;
    } else {
      out += script[at];
      at++;
    }
  }
  return out.slice(0, script.length);
}

function endOf(script: string, mark: string, from: number): number {
  const at = script.indexOf(mark, from);
  return at < 0 ? script.length : at;
}

function endOfText(script: string, from: number): number {
  const quote = script[from];
  for (let at = from + 1; at < script.length; at++) {
    if (script[at] === "\\") at++;
    else if (script[at] === quote || (quote !== "`" && script[at] === "\n")) return at + 1;
  }
  return script.length;
}
