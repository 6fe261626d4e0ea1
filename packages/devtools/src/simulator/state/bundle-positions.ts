import { SourcePositions } from "@lianmai/compiler/positions";
import { BUNDLE_URL } from "../../messages.js";

/** Bundles that phones may still run after later ones came: a change of styles leaves their scripts as they are. */
const KEPT = 8;

/** The source maps of the bundles that phones run, by hash. */
export class BundlePositions {
  readonly #maps = new Map<string, Promise<SourcePositions | undefined>>();

  /** Fetches a bundle's map. To be asked for while the bundle is the one that is served. */
  of(hash: string): Promise<SourcePositions | undefined> {
    const known = this.#maps.get(hash);
    if (known) return known;
    const map = fetch(BUNDLE_URL, { cache: "no-store" })
      .then(async (answer) => (answer.ok ? SourcePositions.fromScript(await answer.text()) : undefined))
      .catch(() => undefined);
    this.#maps.set(hash, map);
    const [oldest] = this.#maps.keys();
    if (this.#maps.size > KEPT && oldest !== undefined) this.#maps.delete(oldest);
    return map;
  }
}

/** The place in the user's files that a stack trace begins with; `undefined` where none of it is theirs. */
export function positionIn(stack: string, positions: SourcePositions): string | undefined {
  for (const [, line, column] of stack.matchAll(/\bapp\.js(?:\?[^\s():]*)?:(\d+):(\d+)/g)) {
    const found = positions.locate(Number(line), Number(column));
    if (found) return `${found.file}:${found.line}:${found.column}`;
  }
  return undefined;
}

/** A text with stack traces in it, with places in the user's files and without the lines of the runtime. */
export function readableStack(text: string, positions: SourcePositions): string {
  return positions
    .mapStack(text)
    .split("\n")
    .filter((line) => !/\/lianmai-[\w.-]+\.js/.test(line))
    .join("\n");
}
