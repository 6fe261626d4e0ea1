import type { HostReport } from "../../host.js";
import type { Environment } from "../../kernel/environment.js";
import { withTask } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { Listeners } from "../core/listeners.js";
import {
  checkOptions,
  isArrayBuffer,
  number,
  optional,
  record,
  required,
  show,
  string,
  strings,
} from "../core/options.js";
import { deliver } from "../core/outcome.js";
import type { Shared } from "../core/shared.js";
import type { Cookies } from "./cookies.js";
import { checkDomain } from "./domains.js";
import { NetworkState } from "./network-state.js";
import { checkHeaders, checkTimeout, checkUrl, EXCERPT_LENGTH } from "./transfer.js";

const PROTOCOL = { protocolType: "", socketType: "tradition" } as const;
const MOST_SOCKETS = 5;
const REFUSED_HEADERS = ["referer", "user-agent"];

export const socketTopic = (environment: Environment, shared: Shared) => ({
  connectSocket: connectSocketDefinition(environment, NetworkState.of(environment, shared).cookies),
});

/** `tt.connectSocket`: a WebSocket of the browser, to the server itself or to the dev server that carries it. */
function connectSocketDefinition(environment: Environment, cookies: Cookies) {
  const open = new Set<SocketTask>();
  let nextId = 1;
  environment.lifecycle.once("dispose", () => {
    for (const task of open) task.shut(1001);
  });
  return withTask({
    options: {
      url: required(string),
      header: optional(record),
      protocols: optional(strings),
      timeout: optional(number),
    },
    results: ["socketTaskId"],
    idle: () => SocketTask.unconnected(environment).methods,
    awaitable: false,
    start(options) {
      const url = checkUrl(options.url, ["wss:", "ws:"]);
      checkDomain(environment, "socket", url);
      if (open.size >= MOST_SOCKETS) {
        throw new ApiError(`at most ${MOST_SOCKETS} sockets may be open at once: close one first`, { errorType: "D" });
      }
      const header = checkHeaders(environment, options.header, REFUSED_HEADERS);
      const address = environment.host.socketUrl(url, cookies.withThoseAtHand(url, header));
      if (address === url && Object.keys(header).length > 0) {
        environment.warn("tt.connectSocket: a browser cannot send the headers of params.header; they are left out.");
      }
      const timeout = checkTimeout(options.timeout, environment.definition.app.networkTimeout.connectSocket);
      const socketTaskId = nextId++;
      const told = { kind: "socket", id: socketTaskId, url } as const;
      const report = (part: SocketReport) => environment.host.report({ ...told, ...part });
      report({ phase: "connecting" });
      const task = new SocketTask(environment, url, {
        socket: new WebSocket(address, options.protocols),
        timeout,
        report,
        ended: () => open.delete(task),
      });
      open.add(task);
      return { task: task.methods, outcome: Promise.resolve({ socketTaskId }) };
    },
  });
}

type SocketReport = Pick<Extract<HostReport, { kind: "socket" }>, "phase" | "size" | "text">;

interface Connection {
  socket: WebSocket;
  /** Milliseconds until it must be open. */
  timeout: number;
  report(part: SocketReport): void;
  ended(): void;
}

/** One socket as the program sees it. Its methods work detached from the object. */
export class SocketTask {
  readonly #environment: Environment;
  readonly #socket: WebSocket | undefined;
  readonly #report: (part: SocketReport) => void;
  readonly #events: Record<"Open" | "Close" | "Message" | "Error", Listeners>;

  static unconnected(environment: Environment): SocketTask {
    return new SocketTask(environment, "");
  }

  /** @param url as the program passed it, for messages */
  constructor(environment: Environment, url: string, connection?: Connection) {
    this.#environment = environment;
    this.#socket = connection?.socket;
    this.#report = connection?.report ?? (() => undefined);
    const listeners = () => new Listeners(environment);
    this.#events = { Open: listeners(), Close: listeners(), Message: listeners(), Error: listeners() };
    if (!connection) return;
    const { socket, timeout, report } = connection;
    socket.binaryType = "arraybuffer";
    const timer = setTimeout(() => {
      if (socket.readyState !== WebSocket.CONNECTING) return;
      this.#events.Error.emit({ errMsg: `connectSocket:fail timeout after ${timeout} ms` });
      socket.close();
    }, timeout);
    socket.onopen = () => {
      clearTimeout(timer);
      report({ phase: "open" });
      this.#events.Open.emit({ header: {}, ...PROTOCOL, protocolType: socket.protocol });
    };
    socket.onmessage = (event) => {
      report({ phase: "received", ...messageOf(event.data) });
      this.#events.Message.emit({ data: event.data as unknown, ...PROTOCOL, protocolType: socket.protocol });
    };
    socket.onerror = () => {
      report({ phase: "failed", text: `cannot connect to ${url}` });
      this.#events.Error.emit({ errMsg: `connectSocket:fail cannot connect to ${url}` });
    };
    socket.onclose = (event) => {
      clearTimeout(timer);
      connection.ended();
      const { code, reason } = event;
      report({ phase: "closed", text: [code, reason].filter(Boolean).join(" ") });
      this.#events.Close.emit({ code, reason, errMsg: "closeSocket:ok", ...PROTOCOL, protocolType: socket.protocol });
    };
  }

  /** Closes without asking; for the end of the mini-program. */
  shut(code: number): void {
    // 1001 is the browser's own to send; programs may use 1000 and 3000 to 4999.
    this.#socket?.close(code === 1001 ? 1000 : code);
  }

  get methods() {
    const socket = this.#socket;
    const { Open, Close, Message, Error: Failure } = this.#events;
    return {
      get readyState() {
        // Undefined on a task without a socket, which the typings write as an optional member.
        return socket?.readyState as 0 | 1 | 2 | 3;
      },
      CONNECTING: 0 as const,
      OPEN: 1 as const,
      CLOSING: 2 as const,
      CLOSED: 3 as const,
      send: (options?: unknown) => this.#answer("sendSocketMessage", options, () => this.#send(options)),
      close: (options?: unknown) => this.#answer("closeSocket", options, () => this.#close(options)),
      onOpen: (callback: unknown) => Open.add(callback),
      onClose: (callback: unknown) => Close.add(callback),
      onMessage: (callback: unknown) => Message.add(callback),
      onError: (callback: unknown) => Failure.add(callback),
    };
  }

  #answer(name: string, options: unknown, run: () => void): Promise<object> | undefined {
    const outcome = (async () => {
      run();
      return undefined;
    })();
    return deliver(this.#environment, name, options, outcome);
  }

  #send(options: unknown): void {
    const { data } = (options ?? {}) as { data?: unknown };
    if (typeof data !== "string" && !isArrayBuffer(data)) {
      throw ApiError.parameter(`params.data should be string or ArrayBuffer, but got ${show(data)}`);
    }
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      throw new ApiError("the socket is not open: wait for onOpen", { errorType: "D" });
    }
    this.#socket.send(data);
    this.#report({ phase: "sent", ...messageOf(data) });
  }

  #close(options: unknown): void {
    const { code, reason } = checkOptions({ code: optional(number, 1000), reason: optional(string, "") }, options);
    if (code !== 1000 && !(code >= 3000 && code <= 4999)) {
      throw ApiError.parameter(`params.code should be 1000 or 3000 to 4999, but got ${code}`);
    }
    if (!this.#socket || this.#socket.readyState >= WebSocket.CLOSING) {
      throw new ApiError("the socket is not open", { errorType: "D" });
    }
    this.#socket.close(code, reason);
  }
}

/** What panels show of a message: its size, and its beginning where it is text. */
function messageOf(data: unknown): Pick<SocketReport, "size" | "text"> {
  if (typeof data !== "string") return { size: (data as ArrayBuffer).byteLength };
  return { size: new Blob([data]).size, text: data.slice(0, EXCERPT_LENGTH) };
}
