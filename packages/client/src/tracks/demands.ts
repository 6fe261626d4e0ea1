import { kindOf, type Size, type Source } from "@lianmai/protocol";

/** Where the pictures of others are shown, by user and source: physical pixels, 0 x 0 where nowhere. */
export class Demands {
  readonly #places = new Map<string, Size>();
  /** Whether nothing can be seen, wherever it is shown: the page is in the background. */
  isHidden = false;

  get(userId: string, source: Source): Size | undefined {
    if (this.isHidden && kindOf(source) === "video") return NOWHERE;
    return this.#places.get(key(userId, source));
  }

  /** @param place undefined for as large as there is */
  set(userId: string, source: Source, place: Size | undefined): void {
    if (place) this.#places.set(key(userId, source), toPixels(place));
    else this.#places.delete(key(userId, source));
  }
}

const NOWHERE: Size = { width: 0, height: 0 };

/** What the server is told for a place of any size. */
export const ANY_SIZE: Size = { width: 16_384, height: 16_384 };

/** Whole pixels within what the protocol carries; a page may have measured fractions. */
function toPixels({ width, height }: Size): Size {
  const pixels = (side: number) => Math.min(Math.max(Math.ceil(side) || 0, 0), ANY_SIZE.width);
  return { width: pixels(width), height: pixels(height) };
}

function key(userId: string, source: Source): string {
  return `${source} ${userId}`;
}
