import { createReadStream, type Stats } from "node:fs";
import { open, realpath } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isAbsolute, join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import mime from "mime-types";

/**
 * Finds a file below a folder by the path of a request.
 * @param root The folder, absolute.
 * @param path Decoded, without leading slash.
 * @returns The file's real path, or `undefined` where it does not exist or lies outside, by `..` or by a symbolic link.
 */
export async function fileBelow(root: string, path: string): Promise<string | undefined> {
  if (path.includes("\0") || path.includes("\\") || isAbsolute(path)) return undefined;
  if (path.split("/").some((part) => part === ".." || part.startsWith("."))) return undefined;
  try {
    const [realRoot, realFile] = await Promise.all([realpath(root), realpath(join(root, path))]);
    const way = relative(realRoot, realFile);
    return way && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way) ? realFile : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Sends a file, whole or the range that was asked for (players of audio and video ask in parts).
 * @param caching `revalidate` asks each time whether it changed, `forever` is for names that carry a hash.
 * @returns Whether there was such a file.
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: string,
  caching: "revalidate" | "forever",
): Promise<boolean> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return false;
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return false;
    const tag = `"${stats.size.toString(36)}-${stats.mtimeMs.toString(36)}"`;
    response.setHeader("content-type", mime.contentType(mime.lookup(file) || "") || "application/octet-stream");
    response.setHeader("x-content-type-options", "nosniff");
    response.setHeader("cache-control", caching === "forever" ? "public, max-age=31536000, immutable" : "no-cache");
    response.setHeader("etag", tag);
    response.setHeader("accept-ranges", "bytes");
    // A picture of a project is shown, never run: an SVG opened by itself gets no scripts of our origin.
    if (file.endsWith(".svg")) response.setHeader("content-security-policy", "sandbox; default-src 'unsafe-inline'");
    if (request.headers["if-none-match"] === tag) {
      response.writeHead(304).end();
      return true;
    }
    const range = parseRange(request.headers.range, stats);
    if (range === "unsatisfiable") {
      response.writeHead(416, { "content-range": `bytes */${stats.size}` }).end();
      return true;
    }
    const { start, end } = range ?? { start: 0, end: stats.size - 1 };
    response.setHeader("content-length", Math.max(0, end - start + 1));
    if (range) response.setHeader("content-range", `bytes ${start}-${end}/${stats.size}`);
    response.writeHead(range ? 206 : 200);
    if (request.method === "HEAD" || stats.size === 0) response.end();
    else {
      // A player that seeks drops the rest; that is no error.
      await pipeline(createReadStream(file, { start, end }), response).catch(() => response.destroy());
    }
    return true;
  } finally {
    await handle.close();
  }
}

/** One range of bytes; several at once are answered with the whole file, which the standard allows. */
function parseRange(
  header: string | undefined,
  stats: Stats,
): { start: number; end: number } | "unsatisfiable" | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return undefined;
  const last = stats.size - 1;
  const start = match[1] === "" ? Math.max(0, stats.size - Number(match[2])) : Number(match[1]);
  const end = match[1] === "" || match[2] === "" ? last : Math.min(last, Number(match[2]));
  return start > last || start > end ? "unsatisfiable" : { start, end };
}
