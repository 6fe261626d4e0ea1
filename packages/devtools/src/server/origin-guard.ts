import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { machineNames } from "./addresses.js";

/**
 * Keeps other web pages and other machines from using the dev server's powers. Two dangers are met: a page of the
 * web whose host name is pointed at this machine (DNS rebinding), and anybody on the network who would send requests
 * through the proxy. Against the first, the `Host` must be an address or a name of ours; against the second, the
 * secret of this run must be shown, which only a page served to this machine or opened by the QR code knows.
 */
export class OriginGuard {
  /** The secret of this run. It also stands in the address of the QR code, as `key`. */
  readonly secret = randomBytes(18).toString("base64url");
  readonly #names: Set<string>;

  /** @param names Further host names under which this server is reached. */
  constructor(names: readonly string[] = []) {
    this.#names = new Set([...machineNames(), ...names.map((name) => name.toLowerCase())]);
  }

  /** Whether the request was meant for this machine: its `Host` is an IP address or one of our names. */
  isOurHost(request: IncomingMessage): boolean {
    const host = hostName(request.headers.host);
    return host !== undefined && (isIP(host) !== 0 || this.#names.has(host) || host.endsWith(".localhost"));
  }

  /** Whether no other web page sent the request: there is no `Origin`, or it is the host that was asked. */
  isSameOrigin(request: IncomingMessage): boolean {
    const { origin, host } = request.headers;
    if (request.headers["sec-fetch-site"] === "cross-site") return false;
    if (origin === undefined) return true;
    try {
      return new URL(origin).host === host;
    } catch {
      return false;
    }
  }

  /** Whether `value` is the secret of this run, compared in constant time. */
  isSecret(value: string | string[] | null | undefined): boolean {
    if (typeof value !== "string") return false;
    const given = Buffer.from(value);
    const expected = Buffer.from(this.secret);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  /** Whether the page that answers may carry the secret: asked from this machine, or with the key of the QR code. */
  mayKnowSecret(request: IncomingMessage, url: URL): boolean {
    return isLoopback(request.socket.remoteAddress) || this.isSecret(url.searchParams.get("key"));
  }
}

/** The host of a `Host` header without port and brackets, in lower case. */
function hostName(header: string | undefined): string | undefined {
  if (!header) return undefined;
  try {
    return new URL(`http://${header}`).hostname.replace(/^\[|\]$/g, "").toLowerCase();
  } catch {
    return undefined;
  }
}

function isLoopback(address: string | undefined): boolean {
  if (!address) return false;
  const plain = address.startsWith("::ffff:") ? address.slice(7) : address;
  return plain === "::1" || plain.startsWith("127.");
}
