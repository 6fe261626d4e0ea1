/** Where a file's code begins in a script, and its own source map. */
export interface SourceMapSection {
  /** 0-based line and column of the script. */
  line: number;
  column: number;
  /** Source map as JSON; its own places count from here. */
  map: string;
}

/** A script that is written piece by piece, with the source maps of the pieces that have one. */
export class MappedText {
  readonly sections: SourceMapSection[] = [];
  #code = "";
  #line = 0;
  #lineStart = 0;

  get code(): string {
    return this.#code;
  }

  /** How many lines have ended. */
  get lines(): number {
    return this.#line;
  }

  write(text: string): void {
    const before = this.#code.length;
    this.#code += text;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      this.#line++;
      this.#lineStart = before + at + 1;
    }
  }

  /** Says that a map, as JSON, holds from here on. */
  map(map: string): void {
    this.sections.push({ line: this.#line, column: this.#code.length - this.#lineStart, map });
  }

  /** Writes a text that has sections of its own; it must begin in the first column. */
  writeMapped(text: string, sections: readonly SourceMapSection[]): void {
    for (const section of sections) this.sections.push({ ...section, line: this.#line + section.line });
    this.write(text);
  }
}

/**
 * One source map of many, in the form with sections that the standard calls an index map. Browsers' DevTools read it,
 * and maps of files that did not change are taken over as text.
 */
export function combineSourceMaps(sections: readonly SourceMapSection[]): string {
  const parts = sections.map(({ line, column, map }) => `{"offset":{"line":${line},"column":${column}},"map":${map}}`);
  return `{"version":3,"sections":[${parts.join(",")}]}`;
}
