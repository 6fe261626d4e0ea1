import { parseSetCookie } from "set-cookie-parser";

interface StoredCookie {
  name: string;
  value: string;
  domain: string;
  /** Whether the domain alone gets it, and none below it. */
  hostOnly: boolean;
  path: string;
  secure: boolean;
  /** Unix time, milliseconds. */
  expires: number;
}

/** The cookies of one run of a mini-program. They are sent where they came from, by the rules of browsers. */
export class CookieJar {
  #cookies: StoredCookie[] = [];
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @param header `set-cookie` of an answer from `url`; several may be joined by commas. */
  store(url: string, header: string): void {
    const { hostname, pathname } = new URL(url);
    for (const cookie of parseSetCookie(header, { decodeValues: false, split: true })) {
      const domain = (cookie.domain ?? "").replace(/^\./, "").toLowerCase();
      // A server may speak for the domains above it, but for no other.
      if (domain !== "" && !isWithin(hostname, domain)) continue;
      const stored: StoredCookie = {
        name: cookie.name,
        value: cookie.value,
        domain: domain || hostname,
        hostOnly: domain === "",
        path: cookie.path?.startsWith("/") ? cookie.path : pathname.replace(/\/[^/]*$/, "") || "/",
        secure: cookie.secure === true,
        expires: this.#expiry(cookie.maxAge, cookie.expires),
      };
      this.#cookies = this.#cookies.filter((other) => !isSame(other, stored));
      if (stored.expires > this.#now()) this.#cookies.push(stored);
    }
  }

  /** The header `cookie` for a request; undefined where there is none to send. */
  header(url: string): string | undefined {
    const { hostname, pathname, protocol } = new URL(url);
    this.#cookies = this.#cookies.filter(({ expires }) => expires > this.#now());
    const fitting = this.#cookies.filter(
      ({ domain, hostOnly, path, secure }) =>
        (hostOnly ? hostname === domain : isWithin(hostname, domain)) &&
        (pathname === path || pathname.startsWith(path.endsWith("/") ? path : `${path}/`)) &&
        (!secure || /^(?:https|wss):$/.test(protocol)),
    );
    // Longer paths first, as browsers do.
    fitting.sort((a, b) => b.path.length - a.path.length);
    return fitting.length > 0 ? fitting.map(({ name, value }) => `${name}=${value}`).join("; ") : undefined;
  }

  #expiry(maxAge: number | undefined, expires: Date | undefined): number {
    if (maxAge !== undefined && !Number.isNaN(maxAge)) return this.#now() + maxAge * 1000;
    const time = expires?.getTime() ?? Number.NaN;
    return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
  }
}

function isWithin(hostname: string, domain: string): boolean {
  return hostname === domain || hostname.endsWith(`.${domain}`);
}

function isSame(a: StoredCookie, b: StoredCookie): boolean {
  return a.name === b.name && a.domain === b.domain && a.path === b.path;
}
