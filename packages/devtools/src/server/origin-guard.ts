import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { machineNames } from "./addresses.js";

/**
 * Keeps other web pages and other machines from using the dev server's powers. Three dangers are met:
 *
 * - a web page whose host name is pointed at this machine (DNS rebinding): the `Host` must be an address or a name
 *   of ours;
 * - a web page elsewhere that sends requests here: `Origin` and `Sec-Fetch-Site` must be ours;
 * - anybody in the same network who would read the project or send requests through the proxy: the secret of this
 *   run must be shown. It is a cookie, so that scripts, the event socket and the requests of a page carry it alike,
 *   and only a page asked for from this machine, or by the address in the QR code, is given it.
 */
export class OriginGuard {
  /** The secret; it also stands in the address of the QR code, as `key`. */
  readonly secret: string;
  readonly #names: Set<string>;

  /**
   * @param options.names Further host names under which this server is reached.
   * @param options.secret Kept over restarts by the caller, so that a phone's address stays valid; random by default.
   */
  constructor(options: { names?: readonly string[]; secret?: string } = {}) {
    this.secret = options.secret ?? randomBytes(18).toString("base64url");
    this.#names = new Set([...machineNames(), ...(options.names ?? []).map((name) => name.toLowerCase())]);
  }

  /** Whether the request was meant for this machine: its `Host` is an IP address or one of our names. */
  isOurHost(request: IncomingMessage): boolean {
    const host = parseHost(request)?.hostname.replace(/^\[|\]$/g, "");
    return host !== undefined && (isIP(host) !== 0 || this.#names.has(host) || host.endsWith(".localhost"));
  }

  /** Whether no other web page sent the request: there is no `Origin`, or it is the host that was asked. */
  isSameOrigin(request: IncomingMessage): boolean {
    const { origin, host } = request.headers;
    if (request.headers["sec-fetch-site"] === "cross-site") return false;
    if (origin === undefined) return true;
    return URL.canParse(origin) && new URL(origin).host === host;
  }

  /** Whether the page that answers may be given the secret: asked from this machine, or with the QR code's key. */
  mayEnter(request: IncomingMessage, url: URL): boolean {
    return isLoopback(request) || this.isAdmitted(request) || this.#isSecret(url.searchParams.get("key"));
  }

  /** Whether project files may be read: from this machine, or by a page that was given the secret. */
  mayRead(request: IncomingMessage): boolean {
    return isLoopback(request) || this.isAdmitted(request);
  }

  /** Whether the request carries the secret. */
  isAdmitted(request: IncomingMessage): boolean {
    const name = cookieName(request);
    const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim());
    // Another program may have set a cookie of this name for the same host, so each one is tried.
    return pairs.some((pair) => pair.startsWith(`${name}=`) && this.#isSecret(pair.slice(name.length + 1)));
  }

  /** The `Set-Cookie` that gives the secret to a page. */
  admission(request: IncomingMessage): string {
    return `${cookieName(request)}=${this.secret}; Path=/; HttpOnly; SameSite=Strict`;
  }

  #isSecret(value: string | null): boolean {
    if (value === null) return false;
    const given = Buffer.from(value);
    const expected = Buffer.from(this.secret);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

function parseHost(request: IncomingMessage): URL | undefined {
  const host = `http://${request.headers.host ?? ""}`;
  return URL.canParse(host) ? new URL(host) : undefined;
}

/** Cookies do not know ports; two dev servers on one machine keep apart by the name. */
function cookieName(request: IncomingMessage): string {
  return `lianmai-dev-${parseHost(request)?.port || "default"}`;
}

function isLoopback(request: IncomingMessage): boolean {
  const address = request.socket.remoteAddress ?? "";
  const plain = address.startsWith("::ffff:") ? address.slice(7) : address;
  return plain === "::1" || plain.startsWith("127.");
}
