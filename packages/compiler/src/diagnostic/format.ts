import type { Diagnostic } from "./diagnostic.js";

/**
 * A diagnostic as a terminal shows it: `file:line:column`, the sentence, the code frame.
 *
 * @param options.color ANSI colours; default false.
 */
export function formatDiagnostic(diagnostic: Diagnostic, options: { color?: boolean } = {}): string {
  const paint = (code: number, text: string) => (options.color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const place = paint(36, `${diagnostic.file}:${diagnostic.line}:${diagnostic.column}`);
  const label = paint(diagnostic.severity === "error" ? 31 : 33, `${diagnostic.severity} ${diagnostic.code}`);
  const frame = diagnostic.frame
    ?.split("\n")
    .map((line) => (line.startsWith(">") ? line : paint(90, line)))
    .join("\n");
  return `${place} ${label}\n${diagnostic.message}${frame ? `\n${frame}` : ""}`;
}
