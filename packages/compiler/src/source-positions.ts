import { FlattenMap, originalPositionFor, type TraceMap } from "@jridgewell/trace-mapping";
import { SOURCE_ROOT } from "./bundle.js";

/** A place in a file of the mini-program. */
export interface SourcePosition {
  /** Relative to the folder of the mini-program. */
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based. */
  column: number;
}

/** Leads from places in `app.js` to places in the user's files. Runs in browsers and in Node. */
export class SourcePositions {
  readonly #sourceMap: string;
  // Decoded at the first question, since most runs never ask.
  #trace: TraceMap | undefined;

  /** @param sourceMap `CompiledBundle.sourceMap`: an index map as JSON. */
  constructor(sourceMap: string) {
    this.#sourceMap = sourceMap;
  }

  /** Takes the source map out of the text of `app.js`; `undefined` where it has none. */
  static fromScript(script: string): SourcePositions | undefined {
    const mark = "//# sourceMappingURL=data:application/json;charset=utf-8;base64,";
    const at = script.lastIndexOf(mark);
    if (at < 0) return undefined;
    const bytes = Uint8Array.from(atob(script.slice(at + mark.length).trim()), (byte) => byte.charCodeAt(0));
    return new SourcePositions(new TextDecoder().decode(bytes));
  }

  /**
   * @param line 1-based line of `app.js`.
   * @param column 1-based, as in stack traces.
   * @returns `undefined` for code that is not the user's.
   */
  locate(line: number, column: number): SourcePosition | undefined {
    this.#trace ??= FlattenMap(this.#sourceMap);
    const found = originalPositionFor(this.#trace, { line, column: column - 1 });
    if (found.source === null) return undefined;
    const file = found.source.startsWith(SOURCE_ROOT) ? found.source.slice(SOURCE_ROOT.length) : found.source;
    return { file, line: found.line, column: found.column + 1 };
  }

  /**
   * Rewrites the places in a stack trace, as Chromium, Firefox and Safari write them, to `file:line:column`.
   *
   * @param script Name of the script, as its address ends (before a query).
   */
  mapStack(stack: string, script = "app.js"): string {
    const name = script.replace(/[^\w]/g, "\\$&");
    const places = new RegExp(`[^\\s()@]*\\b${name}(?:\\?[^\\s():]*)?:(\\d+):(\\d+)`, "g");
    return stack.replace(places, (place, line: string, column: string) => {
      const found = this.locate(Number(line), Number(column));
      return found ? `${found.file}:${found.line}:${found.column}` : place;
    });
  }
}
