import type { Size, Source } from "@lianmai/protocol";

/** Where the pictures of others are shown, by user and source: physical pixels, 0 x 0 where nowhere. */
export class Demands {
  readonly #places = new Map<string, Size>();

  get(userId: string, source: Source): Size | undefined {
    return this.#places.get(key(userId, source));
  }

  /** @param place undefined for as large as there is */
  set(userId: string, source: Source, place: Size | undefined): void {
    if (place) this.#places.set(key(userId, source), toPixels(place));
    else this.#places.delete(key(userId, source));
  }
}

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
