import type { IncomingMessage } from "node:http";

/** The body of a request has more bytes than it may. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";

  /** @param limit bytes */
  constructor(readonly limit: number) {
    super(`The body of the request has more than ${limit} bytes.`);
  }
}

/**
 * Reads the whole body of a request.
 *
 * @param limit bytes at most
 * @throws BodyTooLarge when there is more; the rest is left unread, so the connection cannot be used again
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new BodyTooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
