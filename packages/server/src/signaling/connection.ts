import { CloseCode, type ErrorInfo } from "@lianmai/protocol";
import type { RawData, WebSocket } from "ws";
import type { Clock, Timer } from "../clock/clock.js";
import { closeReason } from "./close-reason.js";
import type { SignalingLimits } from "./options.js";
import { type ParsedRequest, parseRequest } from "./parse-request.js";
import { TokenBucket } from "./token-bucket.js";

/** How long a client that does not read has to catch up before its socket is dropped, in milliseconds. */
const SLOW_GRACE = 5_000;

export interface ConnectionHandler {
  /** Answers one request through `respond` or `refuse`. The next one waits until this resolves; must not reject. */
  onRequest(connection: Connection, request: ParsedRequest): Promise<void>;
  /** Counts a message beside the limits of the socket itself. @returns why it is one too many */
  countMessage(): string | undefined;
  /** The socket is closed, by whichever side. */
  onClose(connection: Connection, code: number): void;
}

/** One WebSocket: takes messages apart, keeps requests in order, and watches rate and back-pressure. */
export class Connection {
  /** When the client last gave a sign of life, in Unix milliseconds. */
  lastHeard: number;
  private readonly bucket: TokenBucket;
  private readonly waiting: ParsedRequest[] = [];
  private working = false;
  /** Set once the client has been found not to read. */
  private drop: Timer | undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly handler: ConnectionHandler,
    private readonly clock: Clock,
    private readonly limits: SignalingLimits,
  ) {
    this.lastHeard = clock.now();
    this.bucket = new TokenBucket(limits.messagesPerSecond, limits.messageBurst, this.lastHeard);
    const alive = () => {
      this.lastHeard = this.clock.now();
    };
    socket.on("message", (data, isBinary) => {
      alive();
      this.receive(data, isBinary);
    });
    socket.on("ping", alive).on("pong", alive);
    // What went wrong is in the close code, which follows.
    socket.on("error", () => {});
    socket.on("close", (code) => {
      this.waiting.length = 0;
      this.drop?.cancel();
      this.handler.onClose(this, code);
    });
  }

  get open(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** Sends a message that is text already; nothing is sent on a socket that is closing. */
  send(text: string): void {
    if (!this.open) return;
    this.socket.send(text);
    if (this.socket.bufferedAmount <= this.limits.unsentBytes) return;
    // The close frame waits behind all that was not read: a client that catches up within the grace learns why. One
    // that does not must not keep that much memory.
    this.close(CloseCode.TooSlow, "the client does not read what it is sent");
    this.drop = this.clock.after(SLOW_GRACE, () => this.socket.terminate());
  }

  respond(id: number, result: unknown): void {
    this.send(JSON.stringify({ id, result }));
  }

  refuse(id: number, error: ErrorInfo): void {
    this.send(JSON.stringify({ id, error }));
  }

  ping(): void {
    if (this.open) this.socket.ping();
  }

  close(code: CloseCode, reason: string): void {
    this.waiting.length = 0;
    // A paused socket would never read the client's answer to the close frame.
    this.socket.resume();
    this.socket.close(code, closeReason(reason));
  }

  private receive(data: RawData, isBinary: boolean): void {
    // Frames that were on the way when the socket began to close.
    if (!this.open) return;
    if (!this.bucket.take(this.lastHeard)) {
      this.close(
        CloseCode.RateLimited,
        `more than ${this.limits.messagesPerSecond} messages a second; the server's setting limits.messagesPerSecond can be raised`,
      );
      return;
    }
    const excess = this.handler.countMessage();
    if (excess !== undefined) {
      this.close(CloseCode.RateLimited, excess);
      return;
    }
    const outcome = isBinary
      ? ({ kind: "malformed", reason: "messages must be text, this one is binary" } as const)
      : parseRequest(String(data));
    if (outcome.kind === "malformed") this.close(CloseCode.BadMessage, outcome.reason);
    else if (outcome.kind === "refusal") this.refuse(outcome.id, outcome.error);
    else this.enqueue(outcome.request);
  }

  private enqueue(request: ParsedRequest): void {
    this.waiting.push(request);
    if (this.waiting.length >= this.limits.waitingRequests) this.socket.pause();
    if (!this.working) void this.work();
  }

  private async work(): Promise<void> {
    this.working = true;
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      if (this.socket.isPaused && this.waiting.length < this.limits.waitingRequests / 2) this.socket.resume();
      await this.handler.onRequest(this, next);
    }
    this.working = false;
  }
}
