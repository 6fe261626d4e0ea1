import { MediaError } from "../media-error.js";

/**
 * Turns what mediasoup throws into our own error. It throws TypeError and its UnsupportedError for what it was given,
 * RangeError for numbers and depths that nothing can hold, and everything else when a worker, router or transport went
 * away under the call.
 */
export function toMediaError(error: unknown, what: string): MediaError {
  if (error instanceof MediaError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const faulty =
    error instanceof TypeError ||
    error instanceof RangeError ||
    (error instanceof Error && error.name === "UnsupportedError");
  return faulty
    ? MediaError.unsupported(`${what}: ${detail}`, error)
    : MediaError.lost(`${what}: the media worker did not answer (${detail})`, error);
}

/** Waits for mediasoup and turns its errors into ours. */
export async function ask<T>(what: string, request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw toMediaError(error, what);
  }
}
