import http, { type IncomingMessage, type ServerResponse } from "node:http";
import https from "node:https";
import net, { type AddressInfo, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { bareAnswer } from "./bare-answer.js";
import { type HttpHandler, pathOf } from "./handler.js";
import { ListenError } from "./listen-error.js";
import { SECURE_HEADERS } from "./secure-headers.js";

export interface ListenOptions {
  /** Address to listen on, such as "127.0.0.1", or "0.0.0.0" for all of them. */
  host: string;
  /** TCP port; 0 = any free one, see {@link Listener.port}. */
  port: number;
  /** Certificate chain and private key in PEM. With them the same port speaks HTTPS as well as HTTP. */
  tls?: { cert: string | Buffer; key: string | Buffer };
  /** Connections that may be open at once; a further one is closed unanswered. Default: as many as the system lets. */
  maxConnections?: number;
  /** Asked in this order; a request that none of them takes gets 404. */
  handlers: readonly HttpHandler[];
  /** Told when a handler throws; the client gets 500. Default: the error is written to stderr. */
  onError?: (error: unknown, request: IncomingMessage) => void;
}

/** An open port. */
export interface Listener {
  readonly port: number;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

/** The first byte of a TLS handshake record. No HTTP request begins with it. */
const TLS_HANDSHAKE = 0x16;

/** A connection that has not said a word for this long, in milliseconds, is closed. */
const FIRST_BYTE_TIMEOUT = 60_000;

/** What a request is answered that Node gives up before there is one, by Node's code; 400 for all others. */
const PARSER_STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Opens the one TCP port of the product.
 *
 * @throws ListenError that says what is in the way: port in use, no right to it, no such address, bad certificate
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const plain = serve(http.createServer(), options);
  const front = options.tls ? sniffing(plain, serve(createHttps(options.tls), options)) : plain;
  if (options.maxConnections !== undefined) front.maxConnections = options.maxConnections;
  const sockets = new Set<Socket>();
  front.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    front.once("error", (error) => reject(ListenError.from(error, options)));
    front.listen(options.port, options.host, resolve);
  });
  return {
    port: (front.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        front.close(() => resolve());
        // Upgraded sockets are no longer the HTTP server's: only this set knows all of them.
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function createHttps(tls: NonNullable<ListenOptions["tls"]>): https.Server {
  try {
    return https.createServer(tls);
  } catch (cause) {
    throw ListenError.badCertificate(cause);
  }
}

/** A server that looks at the first byte of a connection and hands it to the HTTP or the HTTPS server. */
function sniffing(plain: http.Server, secure: https.Server): net.Server {
  // Their timeouts for slow requests are set up by this event, which a server that never listens itself does not get.
  for (const server of [plain, secure]) server.emit("listening");
  const front = net.createServer((socket) => {
    const drop = () => socket.destroy();
    socket.setTimeout(FIRST_BYTE_TIMEOUT, drop);
    socket.on("error", drop);
    socket.once("data", (first) => {
      socket.setTimeout(0);
      socket.off("timeout", drop).off("error", drop);
      socket.pause();
      socket.unshift(first);
      (first[0] === TLS_HANDSHAKE ? secure : plain).emit("connection", socket);
      process.nextTick(() => socket.resume());
    });
  });
  return front.on("close", () => {
    plain.close();
    secure.close();
  });
}

function serve<S extends http.Server | https.Server>(server: S, options: ListenOptions): S {
  const report =
    options.onError ??
    ((error: unknown, request: IncomingMessage) =>
      console.error(`${request.method} ${pathOf(request)} failed:`, error));
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(SECURE_HEADERS)) response.setHeader(name, value);
    answer(options.handlers, request, response).catch((error: unknown) => {
      report(error, request);
      if (response.headersSent) response.destroy();
      else sendText(response, 500, "The server could not answer this request; its log says why.\n");
    });
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    try {
      if (options.handlers.some((handler) => handler.handleUpgrade?.(request, socket, head))) return;
      socket.end(bareAnswer(404));
    } catch (error) {
      report(error, request);
      socket.destroy();
    }
  });
  server.on("clientError", ({ code }: NodeJS.ErrnoException, socket: Duplex) => {
    if (socket.writable) socket.end(bareAnswer(PARSER_STATUS[code ?? ""] ?? 400));
    else socket.destroy();
  });
  return server;
}

async function answer(
  handlers: readonly HttpHandler[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const handler of handlers) {
    if (await handler.handleRequest(request, response)) return;
  }
  sendText(response, 404, "Nothing is here.\n");
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
  response.end(text);
}
