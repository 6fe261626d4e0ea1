import { stripVTControlCharacters } from "node:util";

/** Chinese characters and full-width signs, which take two columns of a terminal. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** How many columns of a terminal a text takes. Colour codes take none. */
export function columns(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text)) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/** `text` with spaces behind it up to `width` columns. */
export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columns(text)));
}

/**
 * Draws a frame around lines.
 *
 * @param title Stands in the upper edge.
 */
export function box(title: string, lines: readonly string[]): string {
  const width = Math.max(columns(title) + 1, ...lines.map(columns));
  const top = `╭─ ${title} ${"─".repeat(width - columns(title) - 1)}╮`;
  const bottom = `╰${"─".repeat(width + 2)}╯`;
  return [top, ...lines.map((line) => `│ ${pad(line, width)} │`), bottom].join("\n");
}
