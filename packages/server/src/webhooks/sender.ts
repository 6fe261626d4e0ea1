import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Clock } from "../clock/clock.js";
import { type AddressGuard, AddressRefused } from "./address-guard.js";

/** So much of an answer is kept for the log; the rest is not read. */
const ANSWER_BYTES = 2048;

export interface Outgoing {
  url: string;
  body: Buffer;
  headers: Readonly<Record<string, string>>;
}

/** What came of one request. */
export interface Answer {
  /** HTTP status; null when no answer came. */
  status: number | null;
  /** The IP address that was connected to; null when none was. */
  address: string | null;
  /** The beginning of the answer's body. */
  answer: string;
  /** Why it did not succeed; null when it did. */
  error: string | null;
}

export interface SenderOptions {
  clock: Clock;
  guard: AddressGuard;
  /** How long a receiver may take from the look-up of its name to its status line, in milliseconds. */
  timeout: number;
}

/** Sends one webhook, once: no redirects, no connection kept, no answer beyond its first bytes. */
export class WebhookSender {
  constructor(private readonly options: SenderOptions) {}

  /**
   * @param signal gives up at once when it is aborted
   * @returns what came of it; never throws
   */
  send(outgoing: Outgoing, signal: AbortSignal): Promise<Answer> {
    return new Promise((resolve) => {
      let address: string | null = null;
      let status: number | null = null;
      const kept: Buffer[] = [];
      let length = 0;
      let request: ClientRequest | undefined;

      const settle = (error: string | null) => {
        deadline.cancel();
        signal.removeEventListener("abort", onAbort);
        const answer = Buffer.concat(kept).subarray(0, ANSWER_BYTES).toString("utf8");
        resolve({ status, address, answer, error });
        request?.destroy();
      };
      /** The status line decides; how the body ends does not matter. */
      const settleBy = (reason: string) => settle(status === null ? reason : judge(status));
      const onAbort = () => settleBy("The server shut down before an answer came.");
      const deadline = this.options.clock.after(this.options.timeout, () => {
        settleBy(`No answer came within ${this.options.timeout / 1000} s.`);
      });
      signal.addEventListener("abort", onAbort);
      if (signal.aborted) {
        onAbort();
        return;
      }
      try {
        request = this.open(outgoing);
      } catch (error) {
        settle(explain(error));
        return;
      }
      request.on("socket", (socket) => {
        socket.once("connect", () => {
          address = socket.remoteAddress ?? null;
          // The look-up has refused it already; this holds also if Node should one day connect without asking it.
          if (address !== null && !this.options.guard.allows(address)) {
            request?.destroy(new AddressRefused(new URL(outgoing.url).hostname, address));
          }
        });
      });
      request.on("error", (error) => settleBy(explain(error)));
      request.on("response", (response: IncomingMessage) => {
        status = response.statusCode ?? null;
        response.on("data", (chunk: Buffer) => {
          kept.push(chunk);
          length += chunk.length;
          if (length >= ANSWER_BYTES) settleBy("");
        });
        response.on("close", () => settleBy("The connection ended before an answer came."));
        response.on("error", (error) => settleBy(explain(error)));
      });
      request.end(outgoing.body);
    });
  }

  private open({ url, body, headers }: Outgoing): ClientRequest {
    const target = new URL(url);
    this.options.guard.assertHost(target.hostname);
    const request = target.protocol === "https:" ? requestHttps : requestHttp;
    return request(target, {
      method: "POST",
      headers: { ...headers, "content-length": String(body.length) },
      lookup: this.options.guard.lookup,
      // A connection of its own for each: what the look-up allowed for one request says nothing of a later one.
      agent: false,
    });
  }
}

function judge(status: number): string | null {
  if (status === 200) return null;
  if (status >= 300 && status < 400) {
    return `The receiver answered ${status}. Redirects are not followed: enter the address that it leads to.`;
  }
  return `The receiver answered ${status}; only 200 counts as received.`;
}

function explain(error: unknown): string {
  if (error instanceof AddressRefused) return `Not sent: ${error.message}.`;
  const { code, message } = error as NodeJS.ErrnoException;
  // When several addresses were tried, the error has a code but no message.
  return `The receiver could not be reached: ${message || code || "no reason given"}.`;
}
