import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import mime from "mime-types";
import type { BlobStore, Encoding } from "./blob-store.js";
import type { ProgramFile } from "./program.js";

/** Seconds of a year: what never changes may be kept for as long as caches keep anything. */
const FOREVER = "public, max-age=31536000, immutable";

/**
 * Sends a file, in the smallest form that the browser reads, or the range that was asked for: players of audio and
 * video ask in parts.
 *
 * @param options.immutable whether its path says its content
 */
export async function sendProgramFile(
  blobs: BlobStore,
  request: IncomingMessage,
  response: ServerResponse,
  options: { path: string; file: ProgramFile; immutable: boolean },
): Promise<void> {
  const { path, file, immutable } = options;
  const range = parseRange(request.headers.range, file.size);
  const encoding = range === undefined ? await smallest(blobs, file, request) : "identity";
  const tag = `"${file.sha256.slice(0, 32)}${encoding === "identity" ? "" : `-${encoding}`}"`;
  response.setHeader("content-type", mime.contentType(mime.lookup(path) || "") || "application/octet-stream");
  response.setHeader("cache-control", immutable ? FOREVER : "no-cache");
  response.setHeader("etag", tag);
  response.setHeader("vary", "accept-encoding");
  response.setHeader("accept-ranges", "bytes");
  if (request.headers["if-none-match"] === tag) {
    response.writeHead(304).end();
    return;
  }
  if (range === "unsatisfiable") {
    response.writeHead(416, { "content-range": `bytes */${file.size}` }).end();
    return;
  }
  if (encoding !== "identity") response.setHeader("content-encoding", encoding);
  const size = (await blobs.size(file.sha256, encoding)) ?? file.size;
  response.setHeader("content-length", range === undefined ? size : range.end - range.start + 1);
  if (range !== undefined) response.setHeader("content-range", `bytes ${range.start}-${range.end}/${file.size}`);
  response.writeHead(range === undefined ? 200 : 206);
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  // A browser that no longer wants the rest is no error.
  await pipeline(blobs.stream(file.sha256, encoding, range), response).catch(() => response.destroy());
}

async function smallest(blobs: BlobStore, file: ProgramFile, request: IncomingMessage): Promise<Encoding> {
  const accepted = String(request.headers["accept-encoding"] ?? "")
    .split(",")
    .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
    .map((part) => part.split(";")[0]?.trim());
  for (const encoding of ["br", "gzip"] as const) {
    if (accepted.includes(encoding) && (await blobs.size(file.sha256, encoding)) !== undefined) return encoding;
  }
  return "identity";
}

/** One range of bytes; several at once are answered with the whole file, which the standard allows. */
function parseRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | "unsatisfiable" | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return undefined;
  const last = size - 1;
  const start = match[1] === "" ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = match[1] === "" || match[2] === "" ? last : Math.min(last, Number(match[2]));
  return start > last || start > end ? "unsatisfiable" : { start, end };
}
