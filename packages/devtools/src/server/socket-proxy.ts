import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, WebSocket, WebSocketServer } from "ws";
import type { Flow } from "./network/link.js";
import type { PhoneNetwork } from "./network/phone-network.js";
import type { Rewrites } from "./rewrites.js";

/** Bytes of one message, and of what may wait for a side that does not read. */
const MESSAGE_LIMIT = 10 * 1024 * 1024;
const BACKLOG_LIMIT = 32 * 1024 * 1024;
/** Of all headers of the opening together, as text. */
const HEADERS_LIMIT = 8 * 1024;
/** Codes of a close that say what happened and that nobody may send. */
const CODES_NOT_SENT = new Set([1005, 1006, 1015]);
/** These belong to the opening itself. */
const HEADERS_DROPPED = /^(?:host|connection|upgrade|sec-websocket-.*)$/i;

/**
 * Carries a `tt.connectSocket` to its server: headers that a browser cannot set are sent, rewrites apply, and a page
 * of https reaches a server of `ws:`. The page is answered only when the server has answered.
 */
export class SocketProxy {
  readonly #rewrites: Rewrites;
  readonly #timeout: number;
  readonly #open = new Set<WebSocket>();

  /** @param options.timeout Milliseconds until the server must have answered; default 60,000. */
  constructor(options: { rewrites: Rewrites; timeout?: number }) {
    this.#rewrites = options.rewrites;
    this.#timeout = options.timeout ?? 60_000;
  }

  /**
   * Takes over a socket that asked for `/__dev/socket?url=...&header=...`, the header as a JSON object; the caller has
   * made sure that it comes from a page of ours.
   * @param network Of the phone that asks, where it is simulated.
   */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, network?: PhoneNetwork): void {
    const { searchParams } = new URL(request.url ?? "/", "http://localhost");
    const target = this.#target(searchParams.get("url"));
    const headers = parseHeaders(searchParams.get("header"));
    if (!target || !headers) {
      refuse(socket, 400, "Bad Request");
      return;
    }
    if (network?.isOffline) {
      socket.destroy();
      return;
    }
    const protocols = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((one) => one.trim());
    const server = new WebSocket(target, protocols.filter(Boolean), {
      headers,
      handshakeTimeout: this.#timeout,
      maxPayload: MESSAGE_LIMIT,
    });
    this.#track(server);
    // The page may go away while the server is still being asked.
    const gone = () => server.terminate();
    socket.once("close", gone);
    const failed = () => refuse(socket, 502, "Bad Gateway");
    server.once("error", failed);
    server.once("open", () => {
      server.off("error", failed);
      socket.off("close", gone);
      const handshake = new WebSocketServer({
        noServer: true,
        maxPayload: MESSAGE_LIMIT,
        handleProtocols: () => server.protocol || false,
      });
      handshake.handleUpgrade(request, socket, head, (page) => {
        this.#track(page);
        join(page, server, network?.up.flow());
        join(server, page, network?.down.flow());
        const cut = () => {
          page.terminate();
          server.terminate();
        };
        network?.signal.addEventListener("abort", cut, { once: true });
      });
    });
  }

  close(): void {
    for (const one of this.#open) one.terminate();
  }

  #target(url: string | null): URL | undefined {
    if (!url || !URL.canParse(url)) return undefined;
    const { protocol } = new URL(url);
    if (protocol !== "ws:" && protocol !== "wss:") return undefined;
    // Rules are written for http and https, and hold for the sockets of the same origins.
    const rewritten = this.#rewrites.apply(new URL(url.replace(/^ws/, "http")));
    return new URL(rewritten.href.replace(/^http/, "ws"));
  }

  #track(socket: WebSocket): void {
    this.#open.add(socket);
    socket.once("close", () => this.#open.delete(socket));
    // An error is always followed by the close, which is passed on.
    socket.on("error", () => undefined);
  }
}

/** Passes messages and the end of one side on to the other, as fast as a flow of the phone's network lets them. */
function join(from: WebSocket, to: WebSocket, flow?: Flow): void {
  const pass = (bytes: number, act: () => void) => (flow ? flow.send(bytes, act) : act());
  from.on("message", (data: RawData, isBinary: boolean) => {
    pass(sizeOf(data), () => {
      if (to.readyState !== WebSocket.OPEN) return;
      if (to.bufferedAmount > BACKLOG_LIMIT) to.terminate();
      else to.send(data, { binary: isBinary });
    });
  });
  from.on("close", (code, reason) => {
    if (code === 1006) to.terminate();
    pass(0, () => {
      flow?.close();
      if (to.readyState !== WebSocket.OPEN) return;
      if (CODES_NOT_SENT.has(code)) to.close();
      else to.close(code, reason);
    });
  });
}

function sizeOf(data: RawData): number {
  return Array.isArray(data) ? data.reduce((sum, { length }) => sum + length, 0) : data.byteLength;
}

function parseHeaders(text: string | null): Record<string, string> | undefined {
  if (!text) return {};
  if (text.length > HEADERS_LIMIT) return undefined;
  try {
    const given = Object.entries(JSON.parse(text) as object);
    return Object.fromEntries(
      given.filter(([name]) => !HEADERS_DROPPED.test(name)).map(([name, value]) => [name, String(value)]),
    );
  } catch {
    return undefined;
  }
}

function refuse(socket: Duplex, status: number, reason: string): void {
  socket.end(`HTTP/1.1 ${status} ${reason}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
}
