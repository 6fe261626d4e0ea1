import type { IncomingMessage } from "node:http";
import { isIP, isIPv6 } from "node:net";
import { AddressSet, plainAddress, socketAddress } from "./address-set.js";

/** Whose `X-Forwarded-For` is believed; everybody else could write anything into it. */
export class ProxyTrust {
  private readonly trusted: AddressSet;

  /**
   * @param proxies addresses and networks such as "10.0.0.0/8"; none = the header is never looked at
   * @throws ConfigError that names the entry which is neither
   */
  constructor(proxies: readonly string[] = []) {
    this.trusted = new AddressSet(proxies, "http.trustedProxies");
  }

  /**
   * The address of whoever sent a request: that of the socket, or, when a trusted proxy sent it, the last one in
   * `X-Forwarded-For` that is no trusted proxy. IPv4 addresses have their usual form, however they came in.
   */
  addressOf(request: IncomingMessage): string {
    let address = socketAddress(request);
    const forwarded = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
    // Each proxy adds the one that it heard from at the end: read backwards until one is not ours.
    for (const entry of forwarded.reverse()) {
      if (!this.trusted.has(address)) break;
      const earlier = plainAddress(entry.trim());
      if (isIP(earlier) === 0) break;
      address = earlier;
    }
    return address;
  }

  /** Whether a request came through a proxy that is not trusted, so that nobody knows who sent it. */
  isDisguised(request: IncomingMessage): boolean {
    const { headers } = request;
    const forwarded = headers["x-forwarded-for"] !== undefined || headers.forwarded !== undefined;
    return forwarded && !this.trusted.has(socketAddress(request));
  }
}

/**
 * What one customer of a network has: an IPv4 address by itself, of an IPv6 address its first 64 bits, since whoever
 * has one address has all of those.
 */
export function addressGroup(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("%")[0]?.split("::") ?? [];
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  const groups = [...first, ...Array<string>(Math.max(0, zeros)).fill("0"), ...last].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
