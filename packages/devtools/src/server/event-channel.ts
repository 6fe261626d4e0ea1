import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { DevMessage } from "../messages.js";

/** A page that does not read for this long, in bytes, is cut off; it connects anew and gets the state as a whole. */
const BACKLOG_LIMIT = 8 * 1024 * 1024;
/** Milliseconds between signs of life; routers on the way forget quiet connections after about a minute. */
const PING_INTERVAL = 30_000;

/** The open pages: simulators and real phones. Every one gets every message. */
export class EventChannel {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024, clientTracking: true });
  readonly #greeting: () => DevMessage;
  readonly #ping: NodeJS.Timeout;

  /** @param greeting What a page is told when it connects. */
  constructor(greeting: () => DevMessage) {
    this.#greeting = greeting;
    this.#ping = setInterval(() => {
      for (const page of this.#server.clients) page.ping();
    }, PING_INTERVAL);
    this.#ping.unref();
  }

  /** How many pages are connected. */
  get pages(): number {
    return this.#server.clients.size;
  }

  /** Takes over a socket that asked for the channel; the caller has made sure that it may. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (page) => {
      page.on("error", () => page.terminate());
      this.#send(page, JSON.stringify(this.#greeting()));
    });
  }

  broadcast(message: DevMessage): void {
    const text = JSON.stringify(message);
    for (const page of this.#server.clients) this.#send(page, text);
  }

  close(): void {
    clearInterval(this.#ping);
    // 1001: the pages know that the server went away and wait for the next one.
    for (const page of this.#server.clients) page.close(1001, "the dev server stops");
    this.#server.close();
  }

  #send(page: WebSocket, text: string): void {
    if (page.bufferedAmount > BACKLOG_LIMIT) page.terminate();
    else page.send(text);
  }
}
