/** Turns offsets into lines and columns. Offsets and columns count UTF-16 units, as editors and browsers do. */
export class LineMap {
  readonly #starts: number[] = [0];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) this.#starts.push(i + 1);
  }

  /** Number of lines; the text after the last line break counts as one, even when empty. */
  get lineCount(): number {
    return this.#starts.length;
  }

  /** @returns 1-based line and column; offsets outside the text are moved to its nearer end. */
  position(offset: number): { line: number; column: number } {
    const wanted = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= wanted) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: wanted - (this.#starts[low] ?? 0) + 1 };
  }

  /** The reverse of `position`. Lines and columns outside the text are moved to its nearer end. */
  offset(line: number, column: number): number {
    if (line > this.#starts.length) return this.#text.length;
    const start = this.#starts[Math.max(0, line - 1)] ?? 0;
    const end = this.#starts[line] ?? this.#text.length;
    return Math.min(start + Math.max(0, column - 1), end);
  }

  /** A line without its line break. */
  line(line: number): string {
    const start = this.#starts[line - 1];
    if (start === undefined) return "";
    const next = this.#starts[line];
    return this.#text.slice(start, next === undefined ? this.#text.length : next - 1).replace(/\r$/, "");
  }
}
