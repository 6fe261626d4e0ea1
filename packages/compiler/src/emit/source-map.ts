/** Where a file's code begins in a script, and its own source map. */
export interface SourceMapSection {
  /** 0-based line of the script; the code begins in its first column. */
  line: number;
  /** Source map as JSON. */
  map: string;
}

/**
 * One source map of many, in the form with sections that the standard calls an index map. Browsers' DevTools read it,
 * and maps of files that did not change are taken over as text.
 */
export function combineSourceMaps(sections: readonly SourceMapSection[]): string {
  const parts = sections.map(({ line, map }) => `{"offset":{"line":${line},"column":0},"map":${map}}`);
  return `{"version":3,"sections":[${parts.join(",")}]}`;
}
