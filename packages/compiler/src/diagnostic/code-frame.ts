import type { LineMap } from "./line-map.js";

/** Longer lines (minified files) are cut around the marker, so that a terminal can show them. */
const MAX_WIDTH = 160;
const CONTEXT_LINES = 2;

/** Width of a character in a terminal: CJK and emoji take two cells, so the marker must count them twice. */
function cells(text: string): number {
  let width = 0;
  for (const character of text) {
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}

/**
 * The lines around a place with a `^` below it.
 *
 * @param place 1-based; the marker reaches to the end of the first line when the place spans several.
 */
export function codeFrame(
  lines: LineMap,
  place: { line: number; column: number; endLine: number; endColumn: number },
): string {
  const first = Math.max(1, place.line - CONTEXT_LINES);
  const last = Math.min(lines.lineCount, place.line + CONTEXT_LINES);
  const gutter = String(last).length;
  const out: string[] = [];
  for (let line = first; line <= last; line++) {
    const text = lines.line(line).replaceAll("\t", " ");
    const cut = Math.max(0, Math.min(place.column - 1 - MAX_WIDTH / 2, text.length - MAX_WIDTH));
    const shown = text.slice(cut, cut + MAX_WIDTH);
    const marked = line === place.line;
    out.push(`${marked ? ">" : " "} ${String(line).padStart(gutter)} | ${shown}`.trimEnd());
    if (!marked) continue;
    const end = place.endLine === place.line ? place.endColumn - 1 : text.length;
    const before = shown.slice(0, place.column - 1 - cut);
    const under = shown.slice(place.column - 1 - cut, Math.max(place.column, end) - cut);
    out.push(`  ${" ".repeat(gutter)} | ${" ".repeat(cells(before))}${"^".repeat(Math.max(1, cells(under)))}`);
  }
  return out.join("\n");
}
