import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

/** A part of the product that answers on the one HTTP port. Handlers are asked in the order in which they are mounted. */
export interface HttpHandler {
  /** Answers the request and returns true, or leaves it alone and returns false. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean | Promise<boolean>;
  /** Takes the socket over and returns true, or leaves it alone and returns false. */
  handleUpgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
}

/** The path of a request without its query; a request line that is no URL counts as "/". */
export function pathOf(request: IncomingMessage): string {
  const target = request.url ?? "/";
  const end = target.search(/[?#]/);
  return end === -1 ? target : target.slice(0, end);
}

/** Sends a whole answer in JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body), "utf8");
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": bytes.length,
    "cache-control": "no-store",
  });
  response.end(bytes);
}
