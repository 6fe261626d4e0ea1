import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { BodyTooLargeError, readBody, sendFailure } from "./answers.js";
import type { Link } from "./network/link.js";
import type { PhoneNetwork } from "./network/phone-network.js";
import type { Rewrites } from "./rewrites.js";

/** Bodies of `tt.request` are JSON and forms; ten MiB is the platform's own limit for what is sent. */
const REQUEST_LIMIT = 10 * 1024 * 1024;
const RESPONSE_LIMIT = 64 * 1024 * 1024;
const REDIRECTS = 5;
const METHODS = new Set(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PATCH"]);
/** `fetch` cannot send these methods. */
const METHODS_REFUSED = new Set(["TRACE", "CONNECT"]);
/** About what the headers of a request or an answer take, for networks that are slow. */
const HEADERS_SIZE = 600;
const PIECE = 16 * 1024;
const OFFLINE =
  "手机已断网：模拟器里这台手机的网络设置为“断网”。The phone is offline: the simulator's network profile of this phone says so.";
/** These belong to one connection or are computed anew. */
const HEADERS_DROPPED = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The headers by which page and proxy speak of the mini-program's request, and prefix of those passed on. */
export const PROXY_HEADERS = {
  url: "x-lianmai-url",
  method: "x-lianmai-method",
  status: "x-lianmai-status",
  header: "x-lianmai-header-",
  /** Which phone of the simulator asks, whose network the request goes through. */
  phone: "x-lianmai-phone",
} as const;

/** A failure of the proxy, told apart from an answer of the server asked by the missing `x-lianmai-status`. */
export class ProxyFailure extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface RequestProxyOptions {
  /** Says where a request goes; throws a `ProxyFailure` where it may not be sent. Asked for redirects as well. */
  rewrites: Pick<Rewrites, "apply">;
  /** Milliseconds until the answer must begin; default 60,000 as of `networkTimeout.request`. */
  timeout?: number;
}

/**
 * Sends a `tt.request` on its way: a mini-program knows no cross-origin rules, a browser does. It asks the server in
 * the page's place and passes status, headers and body back as they come.
 */
export class RequestProxy {
  readonly #rewrites: Pick<Rewrites, "apply">;
  readonly #timeout: number;

  constructor(options: RequestProxyOptions) {
    this.#rewrites = options.rewrites;
    this.#timeout = options.timeout ?? 60_000;
  }

  /**
   * Answers one request; the caller has made sure that it comes from a page of ours.
   * @param network Of the phone that asks, where it is simulated.
   */
  async handle(request: IncomingMessage, response: ServerResponse, network?: PhoneNetwork): Promise<void> {
    if (network?.isOffline) {
      sendFailure(response, 502, "offline", OFFLINE);
      return;
    }
    // The page going away (a reload, `abort()`) ends the request to the server as well.
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    // So does the phone's network; the page is told by the end of the connection.
    network?.signal.addEventListener("abort", () => response.destroy(), { signal: gone.signal });
    try {
      const answer = await this.#ask(request, gone.signal, network);
      await passOn(answer, response, network);
    } catch (error) {
      if (gone.signal.aborted) return;
      const failure = error instanceof ProxyFailure ? error : undefined;
      if (response.headersSent) response.destroy();
      else if (failure) sendFailure(response, failure.status, failure.code, failure.message);
      else if (error instanceof BodyTooLargeError) {
        sendFailure(response, 413, "too-large", `请求体超过 ${REQUEST_LIMIT / 1024 / 1024} MB。${error.message}`);
      } else sendFailure(response, 502, "failed", String(error));
    }
  }

  async #ask(request: IncomingMessage, gone: AbortSignal, network?: PhoneNetwork): Promise<Response> {
    const asked = parseUrl(request.headers[PROXY_HEADERS.url]);
    const method = String(request.headers[PROXY_HEADERS.method] ?? "GET").toUpperCase();
    if (!METHODS.has(method) || METHODS_REFUSED.has(method)) {
      throw new ProxyFailure(400, "bad-method", `不支持的请求方法 ${method}。The method ${method} cannot be sent.`);
    }
    const headers = requestHeaders(request);
    const body = await readBody(request, REQUEST_LIMIT);
    if (network) await send(network.up, HEADERS_SIZE + body.length);
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), this.#timeout);
    try {
      return await this.#follow(asked, { method, headers, body }, AbortSignal.any([gone, deadline.signal]));
    } catch (error) {
      if (error instanceof ProxyFailure) throw error;
      if (deadline.signal.aborted) {
        throw new ProxyFailure(
          504,
          "timeout",
          `${asked.origin} 在 ${this.#timeout / 1000} 秒内没有响应。${asked.origin} did not answer within ${this.#timeout / 1000} s.`,
        );
      }
      throw unreachable(this.#rewrites.apply(asked), error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Follows redirects itself, so that a rewrite holds for where a redirect leads as well. */
  async #follow(
    first: URL,
    { method, headers, body }: { method: string; headers: Headers; body: Buffer },
    signal: AbortSignal,
  ): Promise<Response> {
    let url = first;
    for (let redirects = 0; ; redirects++) {
      const bodyless = method === "GET" || method === "HEAD" || body.length === 0;
      const answer = await fetch(this.#rewrites.apply(url), {
        method,
        headers,
        redirect: "manual",
        signal,
        ...(bodyless ? {} : { body: new Uint8Array(body) }),
      });
      const location = answer.headers.get("location");
      if (![301, 302, 303, 307, 308].includes(answer.status) || !location) return answer;
      await answer.body?.cancel();
      if (redirects === REDIRECTS) {
        throw new ProxyFailure(
          502,
          "redirects",
          `${first.href} 重定向超过 ${REDIRECTS} 次。${first.href} redirects more than ${REDIRECTS} times.`,
        );
      }
      const next = parseUrl(new URL(location, url).href);
      if (next.origin !== url.origin) headers.delete("authorization");
      if (answer.status < 307 && method !== "GET" && method !== "HEAD") {
        method = "GET";
        headers.delete("content-type");
      }
      url = next;
    }
  }
}

function parseUrl(value: string | string[] | undefined): URL {
  if (typeof value === "string" && URL.canParse(value)) {
    const url = new URL(value);
    if (url.protocol === "http:" || url.protocol === "https:") return url;
  }
  throw new ProxyFailure(
    400,
    "bad-url",
    `url 必须是完整的 http 或 https 地址，收到的是 ${JSON.stringify(value ?? "")}。The url must be a full http or https address.`,
  );
}

function requestHeaders(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (!name.startsWith(PROXY_HEADERS.header) || typeof value !== "string") continue;
    const plain = name.slice(PROXY_HEADERS.header.length);
    if (plain && !HEADERS_DROPPED.has(plain)) headers.set(plain, value);
  }
  // The page's own, so that a server sees the phone that asks and not this program.
  const agent = request.headers["user-agent"];
  if (agent && !headers.has("user-agent")) headers.set("user-agent", agent);
  return headers;
}

/** Takes as long as so many bytes take over the link. */
async function send(link: Link, bytes: number): Promise<void> {
  const flow = link.flow();
  await flow.arrival(bytes);
  flow.close();
}

async function passOn(answer: Response, response: ServerResponse, network?: PhoneNetwork): Promise<void> {
  response.statusCode = 200;
  response.setHeader("content-type", "application/octet-stream");
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("cache-control", "no-store");
  response.setHeader(PROXY_HEADERS.status, answer.status);
  const packed = answer.headers.has("content-encoding");
  for (const [name, value] of answer.headers) {
    // `fetch` has unpacked the body, so its length and encoding no longer fit it.
    const fits = name === "content-length" ? !packed : name !== "content-encoding" && !HEADERS_DROPPED.has(name);
    if (!fits || name === "set-cookie") continue;
    response.setHeader(PROXY_HEADERS.header + name, value);
  }
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader(`${PROXY_HEADERS.header}set-cookie`, cookies);
  if (network) await send(network.down, HEADERS_SIZE);
  if (!answer.body) {
    response.end();
    return;
  }
  const body = Readable.fromWeb(answer.body as ReadableStream<Uint8Array>);
  if (network) await pipeline(body, limited, (source) => slowed(source, network.down), response);
  else await pipeline(body, limited, response);
}

/** Lets the bytes through as the link does, in pieces as small as those of a network. */
async function* slowed(source: AsyncIterable<Uint8Array>, link: Link): AsyncGenerator<Uint8Array> {
  const flow = link.flow();
  try {
    for await (const chunk of source) {
      for (let start = 0; start < chunk.length; start += PIECE) {
        const piece = chunk.subarray(start, start + PIECE);
        await flow.arrival(piece.length);
        yield piece;
      }
    }
  } finally {
    flow.close();
  }
}

async function* limited(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > RESPONSE_LIMIT) throw new BodyTooLargeError(RESPONSE_LIMIT);
    yield chunk;
  }
}

function unreachable(url: URL, error: unknown): ProxyFailure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? "";
  const [zh, en] = explain(url, code, cause);
  return new ProxyFailure(502, "unreachable", `${zh} ${en}`, { cause: error });
}

function explain(url: URL, code: string, cause: unknown): [string, string] {
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return [
      `找不到主机 ${url.hostname}。`,
      `The host ${url.hostname} does not exist or the name server is out of reach.`,
    ];
  }
  if (code === "ECONNREFUSED") {
    return [`${url.origin} 没有服务在监听。`, `Nothing listens at ${url.origin}; start the server or check the port.`];
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
    return [`${url.origin} 的证书无效（${code}）。`, `The certificate of ${url.origin} is not valid (${code}).`];
  }
  const detail = code || (cause instanceof Error ? cause.message : String(cause));
  return [`无法连接 ${url.origin}(${detail})。`, `${url.origin} could not be reached (${detail}).`];
}
