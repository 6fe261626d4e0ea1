import { CloseCode, type Method, type MethodParams, type MethodResult, type Response, TIMES } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import { RtcError } from "../errors/rtc-error.js";
import type { Logger } from "../logging/logger.js";
import { Heartbeat } from "./heartbeat.js";
import { parseResult, parseServerMessage, type ServerEvent, type ServerMessage } from "./messages.js";
import { SOCKET_OPEN, type WebSocketConstructor, type WebSocketLike } from "./socket.js";

/** Times of a connection, milliseconds. */
export interface ConnectionTimes {
  /** Until the socket must be open. */
  open: number;
  /** Until an attempt to open it is given up for another one, on a way of unknown length; the later ones are longer. */
  attempt: number;
  /** Until a request must be answered. */
  request: number;
  /** Without a word until a ping is sent. */
  pingInterval: number;
  /** Without a word until the connection is taken for lost. */
  silence: number;
}

export const DEFAULT_CONNECTION_TIMES: ConnectionTimes = {
  open: 10_000,
  attempt: 1_300,
  request: 15_000,
  pingInterval: TIMES.pingInterval,
  silence: TIMES.clientSilence,
};

/** So many attempts to open a socket are equally long: a first packet that is lost by chance is one of few. */
const EQUAL_ATTEMPTS = 2;
/** By so much each further one is longer than the one before, for a busy server, and a way that became long. */
const PATIENCE_GROWTH = 1.75;
/** Round trips that opening a socket may take: one for TCP, one for TLS, one for the WebSocket, and one to spare. */
const OPENING_ROUND_TRIPS = 4;
/** A socket that is closing is given so long until it counts as closed, in milliseconds. */
const CLOSING_PATIENCE = 1_000;
/** Whatever the browser knows of the way, a busy server is given so long, in milliseconds. */
const LEAST_PATIENCE = 350;

export interface ConnectionOptions {
  url: string;
  webSocket: WebSocketConstructor;
  logger: Logger;
  times: ConnectionTimes;
  signal: AbortSignal;
}

/** Why a connection ended. */
export interface ConnectionEnd {
  /** The close code, see `CloseCode`; 1006 when the network went away. */
  code: number;
  error: RtcError;
}

export interface ConnectionEvents {
  event: [event: ServerEvent];
  /** Once, when the connection ends for any reason but `close()`. Requests under way have been rejected by then. */
  closed: [end: ConnectionEnd];
}

interface PendingRequest {
  method: Method;
  resolve(result: unknown): void;
  reject(error: RtcError): void;
  timer: ReturnType<typeof setTimeout>;
}

/** One open signalling WebSocket: requests with answers, checked events, and a heartbeat. It never reconnects. */
export class SignalingConnection extends EventEmitter<ConnectionEvents> {
  readonly #socket: WebSocketLike;
  readonly #options: ConnectionOptions;
  readonly #pending = new Map<number, PendingRequest>();
  readonly #heartbeat: Heartbeat;
  #nextId = 1;
  #ended = false;

  /**
   * Opens a socket.
   * @throws RtcError `server_unreachable`, `timeout` or `aborted`.
   */
  static async open(options: ConnectionOptions): Promise<SignalingConnection> {
    const { times, url } = options;
    const end = performance.now() + times.open;
    let patience = firstPatience(times);
    for (let attempt = 1; ; attempt++) {
      if (attempt > EQUAL_ATTEMPTS) patience *= PATIENCE_GROWTH;
      const left = end - performance.now();
      // A lost first packet is only sent again after 1, 3 and 7 s by the system; a new socket sends it at once. Browsers
      // open one socket to a server after the other, so the old one must go first. The last attempt has all the time
      // that is left.
      const isLast = left < patience * (1 + PATIENCE_GROWTH);
      const socket = await openSocket(options, isLast ? left : patience);
      if (socket) return new SignalingConnection(socket, options);
      if (!isLast) continue;
      throw RtcError.timeout(`${url} did not answer within ${times.open} ms; check the address and the network`);
    }
  }

  private constructor(socket: WebSocketLike, options: ConnectionOptions) {
    super();
    this.#socket = socket;
    this.#options = options;
    const { times } = options;
    this.#heartbeat = new Heartbeat({
      interval: times.pingInterval,
      grace: Math.max(times.silence - times.pingInterval, 0),
      sendPing: () => void this.request("ping", {}).catch(() => {}),
      onSilent: () =>
        this.#drop(CloseCode.Silent, RtcError.serverUnreachable(`no word from the server for ${times.silence} ms`)),
    });
    socket.addEventListener("message", (event) => this.#handleMessage(event.data));
    socket.addEventListener("close", (event) => {
      const why = event.reason === "" ? `code ${event.code}` : `code ${event.code}: ${event.reason}`;
      this.#end(event.code, RtcError.serverUnreachable(`the connection to ${options.url} was closed (${why})`));
    });
  }

  /**
   * Sends a request. The server handles requests in the order in which they are sent.
   * @throws RtcError the server's refusal; `server_unreachable` if the connection is or gets lost before the answer,
   * and then nobody knows whether the request was carried out; `timeout`; `protocol`.
   */
  async request<M extends Method>(method: M, params: MethodParams<M>): Promise<MethodResult<M>> {
    if (!this.#ended && this.#socket.readyState !== SOCKET_OPEN) await this.#waitForEnd();
    if (this.#ended) throw RtcError.serverUnreachable(`the connection was lost before "${method}" could be sent`);
    const id = this.#nextId++;
    const result = await new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(RtcError.timeout(`the server did not answer "${method}" within ${this.#options.times.request} ms`));
      }, this.#options.times.request);
      this.#pending.set(id, { method, resolve, reject, timer });
      this.#heartbeat.handleSaid();
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
    return parseResult(method, result);
  }

  /**
   * Asks the server for a sign of life now; without one the connection ends soon.
   * @param grace milliseconds that it has for it; by default `times.silence - times.pingInterval`
   */
  probe(grace?: number): void {
    if (!this.#ended) this.#heartbeat.probe(grace);
  }

  /** Ends the connection from this side, without an event. */
  close(code: CloseCode = CloseCode.Normal, reason = ""): void {
    this.removeAllListeners();
    this.#drop(code, RtcError.aborted("the connection was closed by this side"), reason);
  }

  /** Ends the connection because of what was said on it; the error is that of `closed` and of all open requests. */
  fail(error: RtcError): void {
    this.#drop(CloseCode.Normal, error);
  }

  #handleMessage(text: unknown): void {
    if (this.#ended) return;
    this.#heartbeat.handleHeard();
    let message: ServerMessage;
    try {
      message = parseServerMessage(text);
    } catch (error) {
      // After a message that cannot be read nobody knows what this side missed: a new socket brings a whole picture.
      this.#drop(CloseCode.BadMessage, RtcError.from(error));
      return;
    }
    if (message.kind === "event") this.emit("event", message.event);
    else if (message.kind === "unknown") this.#options.logger.debug(`ignored unknown event "${message.name}"`);
    else this.#settle(message.response);
  }

  #settle(response: Response): void {
    const pending = this.#pending.get(response.id);
    if (!pending) {
      this.#options.logger.debug(`ignored an answer to request ${response.id}, which nobody waits for`);
      return;
    }
    this.#pending.delete(response.id);
    clearTimeout(pending.timer);
    if ("error" in response) pending.reject(RtcError.fromServer(response.error));
    else pending.resolve(response.result);
  }

  /**
   * The socket is closing and will say so in a task of its own. A request that failed before that would be made again
   * at once, and again, and the event would never have its turn, nor anything else of the page.
   */
  #waitForEnd(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#drop(
          CloseCode.Silent,
          RtcError.serverUnreachable(`the socket took over ${CLOSING_PATIENCE} ms to close`),
        );
        resolve();
      }, CLOSING_PATIENCE);
      this.#socket.addEventListener("close", () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #drop(code: number, error: RtcError, reason = error.message): void {
    if (this.#ended) return;
    // A dead network never completes the closing handshake, so the end is not left to the socket's own event. A
    // close reason may have 123 bytes; the messages of this package are ASCII but for what the server sent.
    this.#socket.close(code, /^[\x20-\x7e]*$/.test(reason) ? reason.slice(0, 123) : "");
    this.#end(code, error);
  }

  #end(code: number, error: RtcError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#heartbeat.stop();
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.timer);
      pending.reject(error);
    }
    this.#pending.clear();
    this.emit("closed", { code, error });
  }
}

/** How long the first attempt to open a socket is waited for, in milliseconds; less where the way is known to be short. */
function firstPatience({ attempt }: ConnectionTimes): number {
  // Chromium's estimate from what it loaded before, 100 where that says nothing. It has no entry in the types of
  // TypeScript, and other browsers none.
  const { connection } = (globalThis.navigator ?? {}) as { connection?: { rtt?: number } };
  const rtt = connection?.rtt;
  return rtt === undefined ? attempt : Math.min(Math.max(rtt * OPENING_ROUND_TRIPS, LEAST_PATIENCE), attempt);
}

/** @returns undefined when it was not open after so many milliseconds */
function openSocket(
  { url, webSocket, signal }: ConnectionOptions,
  patience: number,
): Promise<WebSocketLike | undefined> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(RtcError.aborted("the connection was given up before it was made", signal.reason));
      return;
    }
    let socket: WebSocketLike;
    try {
      socket = new webSocket(url);
    } catch (cause) {
      const hint = "it must be ws:// or wss://, and wss:// on a page of https://";
      reject(RtcError.serverUnreachable(`${url} is no address that a WebSocket can be opened to; ${hint}`, cause));
      return;
    }
    let settled = false;
    const settle = (act: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      act();
    };
    const fail = (error: RtcError) =>
      settle(() => {
        socket.close();
        reject(error);
      });
    const abort = () => fail(RtcError.aborted("the connection was given up while it was being made", signal.reason));
    const timer = setTimeout(() => {
      settle(() => {
        socket.close();
        resolve(undefined);
      });
    }, patience);
    const unreachable = (cause?: unknown) =>
      fail(
        RtcError.serverUnreachable(`${url} cannot be reached; check that the server runs and the network is up`, cause),
      );
    signal.addEventListener("abort", abort);
    socket.addEventListener("open", () => settle(() => resolve(socket)));
    socket.addEventListener("error", unreachable);
    socket.addEventListener("close", unreachable);
  });
}
