import type { Environment } from "../../kernel/environment.js";
import { ApiError, reasonOf } from "../core/errors.js";
import { show } from "../core/options.js";
import { headerRecord } from "./content.js";
import type { Cookies } from "./cookies.js";

/** Milliseconds; the platform waits no longer. */
export const LONGEST_TIMEOUT = 60_000;

/** Characters of a body or message that are reported to the panels. */
export const EXCERPT_LENGTH = 4_000;

export interface Transfer {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: BodyInit;
  /** Milliseconds until it fails. */
  timeout: number;
}

/** What the requests of one mini-program share. */
export interface TransferState {
  /** The number of the next one, for the host's reports. */
  next: number;
  readonly cookies: Cookies;
}

/**
 * One exchange with a server, through the host: can be aborted, ends in time, and is reported to the panels. The
 * answer is read inside, so that abort and timeout also hold while it comes in.
 */
export class TransferTask {
  readonly #controller = new AbortController();
  #ended: "abort" | "timeout" | undefined;

  constructor(
    private readonly environment: Environment,
    private readonly state: TransferState,
  ) {}

  abort(): void {
    if (this.#ended) return;
    this.#ended = "abort";
    this.#controller.abort();
  }

  /** @throws {ApiError} `abort`, `timeout`, or why the server was not reached */
  async run<T>(transfer: Transfer, read: (response: Response) => Promise<T>): Promise<T> {
    const { host } = this.environment;
    const { method, url } = transfer;
    const id = this.state.next++;
    const start = performance.now();
    const headers = await this.state.cookies.addTo(url, transfer.headers);
    host.report({ kind: "request", id, phase: "start", method, url, headers, ...excerptOf(transfer.body) });
    const end = (fields: { statusCode?: number; error?: string; headers?: Record<string, string>; body?: string }) => {
      const duration = Math.round(performance.now() - start);
      host.report({ kind: "request", id, phase: "end", method, url, duration, ...fields });
    };
    const timer = setTimeout(() => {
      this.#ended ??= "timeout";
      this.#controller.abort();
    }, transfer.timeout);
    try {
      const init: RequestInit = { method, headers, signal: this.#controller.signal };
      if (transfer.body !== undefined) init.body = transfer.body;
      if (this.#ended) throw new ApiError(this.#ended);
      const response = await host.fetch(url, init);
      await this.state.cookies.takeFrom(url, response.headers);
      const result = await read(response);
      end({ statusCode: response.status, headers: headerRecord(response.headers), ...excerptOf(result) });
      return result;
    } catch (cause) {
      const error = this.#toError(cause);
      end({ error: error.message });
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #toError(cause: unknown): ApiError {
    if (this.#ended) return new ApiError(this.#ended, {}, { cause });
    if (cause instanceof ApiError) return cause;
    return new ApiError(reasonOf(cause), { errorType: "F" }, { cause });
  }
}

/** What panels show of a body: the beginning of text, and nothing of bytes and forms. */
function excerptOf(content: unknown): { body?: string } {
  const { data } = (typeof content === "object" && content !== null ? content : {}) as { data?: unknown };
  const shown = typeof content === "string" ? content : data;
  if (shown === undefined || shown === null || shown instanceof ArrayBuffer) return {};
  const text = typeof shown === "string" ? shown : JSON.stringify(shown);
  return text === undefined || text === "" ? {} : { body: text.slice(0, EXCERPT_LENGTH) };
}

/** @throws {ApiError} for anything but an absolute address of one of the protocols */
export function checkUrl(url: string, protocols: readonly string[]): string {
  const given = URL.canParse(url) ? new URL(url) : undefined;
  if (given && protocols.includes(given.protocol)) return url;
  const wanted = protocols.map((protocol) => `${protocol}//`).join(" or ");
  throw ApiError.parameter(`invalid url "${show(url)}": it should begin with ${wanted}`);
}

/** Header values as text; names that the platform does not let programs set are left out with a warning. */
export function checkHeaders(
  environment: Environment,
  header: object | undefined,
  refused: readonly string[],
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries((header ?? {}) as Record<string, unknown>)) {
    if (value === undefined || value === null) continue;
    if (refused.includes(name.toLowerCase())) {
      environment.warn(`The header "${name}" cannot be set by a mini-program and is left out.`);
    } else headers[name] = String(value);
  }
  return headers;
}

/** The header's value by its name in any case. */
export function headerValue(headers: Record<string, string>, name: string): string | undefined {
  const key = Object.keys(headers).find((candidate) => candidate.toLowerCase() === name);
  return key === undefined ? undefined : headers[key];
}

/** The option where it is sensible, else what `networkTimeout` of app.json says; never longer than the platform's. */
export function checkTimeout(option: number | undefined, configured: number): number {
  const timeout = option !== undefined && option > 0 ? option : configured;
  return Math.min(timeout > 0 ? timeout : LONGEST_TIMEOUT, LONGEST_TIMEOUT);
}
