import type { IncomingMessage } from "node:http";
import { ApiError } from "./api-error.js";

/**
 * Reads the whole body of a request.
 *
 * @param limit bytes at most
 * @throws ApiError when it is larger; the rest is left unread, so the connection cannot be used again
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return await new Promise((resolve, reject) => {
    const done = () => request.off("data", add).off("end", end).off("error", fail).off("close", cut);
    const end = () => {
      done();
      resolve(Buffer.concat(chunks));
    };
    const fail = (error: unknown) => {
      done();
      reject(error);
    };
    const cut = () => fail(new Error("the connection was closed before the whole body had come"));
    const add = (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= limit) return;
      request.pause();
      fail(new ApiError("InvalidParameter.SizeOverLimit", `The body may have at most ${limit / 1024} KB.`));
    };
    request.on("data", add).on("end", end).on("error", fail).on("close", cut);
  });
}
