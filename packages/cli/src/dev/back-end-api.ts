import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import { pipeline } from "node:stream/promises";
import type { HttpHandler } from "@lianmai/server";

/** Headers that are of one connection and not of the message (RFC 9110, section 7.6.1). */
const OF_THE_CONNECTION = new Set(["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"]);

/** The paths that are the back end's. */
const PREFIX = "/api/";

/**
 * A back end's API on the dev server's own origin. A plain web page has no `tt.request` whose origins could be
 * rewritten; and on a phone, which opens it by https, it could not reach the back end's own port.
 */
export class BackEndApi implements HttpHandler {
  /** @param target Where the back end answers. */
  constructor(private readonly target: string) {}

  handleRequest(request: IncomingMessage, response: ServerResponse): boolean | Promise<boolean> {
    const path = request.url ?? "/";
    if (!path.startsWith(PREFIX)) return false;
    return this.#forward(new URL(path, this.target), request, response).then(() => true);
  }

  async #forward(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = { ...endToEnd(request.headers), host: url.host };
    const outgoing = send(url, { method: request.method, headers });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once("response", resolve).once("error", reject);
    });
    try {
      const [answer] = await Promise.all([answered, pipeline(request, outgoing)]);
      response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
      await pipeline(answer, response);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else {
        const text = `The back end at ${this.target} did not answer: ${(error as Error).message}\n`;
        response.writeHead(502, { "content-type": "text/plain; charset=utf-8" }).end(text);
      }
    }
  }
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.has(name)));
}
