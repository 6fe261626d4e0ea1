import { encode } from "@jridgewell/sourcemap-codec";
import { SOURCE_ROOT } from "../bundle.js";
import type { SourceText } from "../diagnostic/diagnostic.js";
import { LineMap } from "../diagnostic/line-map.js";
import type { EditedText } from "./edited-text.js";

type Segment = [generatedColumn: number, source: number, line: number, column: number];

/** A map that says that what follows is nobody's. */
export const NO_SOURCE_MAP = JSON.stringify({ version: 3, sources: [], names: [], mappings: "A" });

/**
 * The source map (as JSON) of a piece of an edited text that starts in the first column: exact for every word.
 *
 * @param from First offset of the piece in the edited text.
 * @param to Offset behind its last character.
 */
export function editedSourceMap(source: SourceText, edited: EditedText, from = 0, to = edited.text.length): string {
  const original = new LineMap(source.text);
  const lines = edited.text.slice(from, to).split("\n");
  let start = from;
  const mappings = lines.map((line) => {
    const segments = [...line.matchAll(/[\w$]+|[^\s\w$]/g)].map(({ index }): Segment => {
      const place = original.position(edited.original(start + index));
      return [index, 0, place.line - 1, place.column - 1];
    });
    start += line.length + 1;
    return segments;
  });
  const sources = [SOURCE_ROOT + source.path];
  return JSON.stringify({ version: 3, sources, sourcesContent: [source.text], names: [], mappings: encode(mappings) });
}
