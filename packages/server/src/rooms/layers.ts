import type { Size } from "@lianmai/protocol";

/**
 * How much of a place's area a picture must have to look sharp in it: at half of it each side is stretched by less than
 * the half, which moving pictures bear.
 */
const SUFFICIENT = 0.5;

/** The largest layer of a publisher that did not tell its layers; mediasoup takes one beyond the last for the last. */
const UNKNOWN_TOP = 3;

/**
 * The layer for a place: the smallest that looks sharp in it, or the largest there is.
 *
 * @param layers smallest first; undefined when the publisher did not tell them: one of unknown size
 * @param place physical pixels; undefined when the viewer did not tell them: any size
 * @returns its index, or -1 when the place is nowhere to be seen
 */
export function layerFor(layers: readonly Size[] | undefined, place: Size | undefined): number {
  if (place && area(place) === 0) return -1;
  if (layers === undefined) return UNKNOWN_TOP;
  const top = layers.length - 1;
  if (place === undefined) return top;
  const sufficient = layers.findIndex((layer) => area(layer) >= SUFFICIENT * area(place));
  return sufficient < 0 ? top : sufficient;
}

function area({ width, height }: Size): number {
  return width * height;
}
