/**
 * The client half of the dev server: login of a simulated user, and requests past CORS. The simulator and the page
 * for real phones use it alike; the server half is in `packages/devtools`.
 */

/** Prefixes that carry a request through `POST /__dev/fetch`, and its answer back. */
export const PROXY_URL_HEADER = "x-lianmai-url";
export const PROXY_METHOD_HEADER = "x-lianmai-method";
export const PROXY_STATUS_HEADER = "x-lianmai-status";
export const PROXY_HEADER_PREFIX = "x-lianmai-header-";
export const PROXY_PHONE_HEADER = "x-lianmai-phone";

export const PROXY_PATH = "/__dev/fetch";
export const LOGIN_PATH = "/__dev/login";
export const SOCKET_PATH = "/__dev/socket";

export interface LoginResult {
  code: string;
  anonymousCode: string;
  isLogin: boolean;
}

/** The dev server could not be reached, or refused: not an answer of the request's target. */
export class DevServerError extends Error {
  override readonly name = "DevServerError";
  /** The dev server's own word for what went wrong, such as `unreachable` or `timeout`; absent without an answer. */
  readonly code: string | undefined;

  constructor(message: string, options: { code?: string | undefined; cause?: unknown } = {}) {
    super(message, options);
    this.code = options.code;
  }

  /** Reads `{error: {code, message}}`, or says what came instead. */
  static async from(response: Response): Promise<DevServerError> {
    const text = await response.text();
    try {
      const { error } = JSON.parse(text) as { error: { code: string; message: string } };
      return new DevServerError(error.message, { code: error.code });
    } catch (cause) {
      return new DevServerError(`the dev server answered ${response.status}: ${text.slice(0, 200)}`, { cause });
    }
  }
}

/**
 * Asks the dev server for a one-time login code.
 *
 * @param user whom the code stands for; the server makes up the account on first use
 * @param origin of the dev server, without slash at its end; default the page's own
 * @throws {DevServerError} when the server cannot be reached or refuses
 */
export async function devLogin(user: { id: string; name: string }, origin = ""): Promise<LoginResult> {
  const response = await send(origin + LOGIN_PATH, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user: user.id, name: user.name }),
  });
  if (!response.ok) throw await DevServerError.from(response);
  const { code, anonymousCode } = (await response.json()) as { code: string; anonymousCode?: string };
  return { code, anonymousCode: anonymousCode ?? code, isLogin: true };
}

/**
 * `fetch` through the dev server: host rewrites apply, CORS does not, and every header arrives as it was written,
 * `cookie` and `user-agent` included, which a browser would not send.
 *
 * @param url absolute, http or https
 * @param init `method`, `headers`, `body` and `signal` count
 * @param origin of the dev server, without slash at its end; default the page's own
 * @param path of the proxy there; published mini-programs have one each
 * @param phone id of a simulated phone, whose network the request goes through
 * @throws {DevServerError} when the proxy itself failed: its reason says whether the target was reached
 */
export async function devFetch(
  url: string,
  init: RequestInit = {},
  origin = "",
  path = PROXY_PATH,
  phone?: string,
): Promise<Response> {
  const headers = new Headers({
    [PROXY_URL_HEADER]: new URL(url).href,
    [PROXY_METHOD_HEADER]: (init.method ?? "GET").toUpperCase(),
  });
  if (phone !== undefined) headers.set(PROXY_PHONE_HEADER, phone);
  // A response object knows how each kind of body is written and which content type goes with it.
  const body = init.body == null ? undefined : new Response(init.body);
  const bodyType = body?.headers.get("content-type");
  if (bodyType) headers.set(`${PROXY_HEADER_PREFIX}content-type`, bodyType);
  for (const [name, value] of headerEntries(init.headers)) headers.set(PROXY_HEADER_PREFIX + name.toLowerCase(), value);

  const proxied: RequestInit = { method: "POST", headers };
  if (body) proxied.body = await body.arrayBuffer();
  if (init.signal) proxied.signal = init.signal;
  const answer = await send(origin + path, proxied);
  const status = Number(answer.headers.get(PROXY_STATUS_HEADER));
  if (!status) throw await DevServerError.from(answer);

  const answerHeaders = new Headers();
  for (const [name, value] of answer.headers) {
    if (name.startsWith(PROXY_HEADER_PREFIX)) answerHeaders.set(name.slice(PROXY_HEADER_PREFIX.length), value);
  }
  // These answers have no body by definition, and `Response` refuses to be made with one.
  const bodiless = status === 204 || status === 205 || status === 304;
  return new Response(bodiless ? null : answer.body, { status, headers: answerHeaders });
}

/**
 * The address at which the dev server opens a socket in the mini-program's place: host rewrites apply, the headers
 * are sent, and a page of https reaches a server of `ws:`.
 *
 * @param origin of the dev server, such as `https://192.168.1.2:8443`; default the page's own
 * @param phone id of a simulated phone, whose network the socket goes through
 */
export function devSocketUrl(
  url: string,
  header: Readonly<Record<string, string>> = {},
  origin = globalThis.location.origin,
  phone?: string,
): string {
  const proxied = new URL(SOCKET_PATH, origin.replace(/^http/, "ws"));
  proxied.searchParams.set("url", url);
  if (phone !== undefined) proxied.searchParams.set("phone", phone);
  if (Object.keys(header).length > 0) proxied.searchParams.set("header", JSON.stringify(header));
  return proxied.href;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new DevServerError("the dev server cannot be reached; is it still running?", { cause: error });
  }
}

/** Entries as written: `Headers` would refuse or drop some names that a mini-program may send. */
function headerEntries(headers: HeadersInit | undefined): [string, string][] {
  if (!headers) return [];
  if (headers instanceof Headers) return [...headers];
  return (Array.isArray(headers) ? headers : Object.entries(headers)) as [string, string][];
}
