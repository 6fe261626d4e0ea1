import { ConfigError } from "../config/config-error.js";
import type { IncomingMessage } from "node:http";
import { BlockList, isIP, isIPv6 } from "node:net";

/** Whose `X-Forwarded-For` is believed; everybody else could write anything into it. */
export class ProxyTrust {
  private readonly trusted = new BlockList();

  /**
   * @param proxies addresses and networks such as "10.0.0.0/8"; none = the header is never looked at
   * @throws ConfigError that names the entry which is neither
   */
  constructor(proxies: readonly string[] = []) {
    for (const proxy of proxies) this.add(proxy);
  }

  /**
   * The address of whoever sent a request: that of the socket, or, when a trusted proxy sent it, the last one in
   * `X-Forwarded-For` that is no trusted proxy. IPv4 addresses have their usual form, however they came in.
   */
  addressOf(request: IncomingMessage): string {
    let address = plain(request.socket.remoteAddress ?? "");
    const forwarded = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
    // Each proxy adds the one that it heard from at the end: read backwards until one is not ours.
    for (const entry of forwarded.reverse()) {
      if (!this.trusts(address)) break;
      const earlier = plain(entry.trim());
      if (isIP(earlier) === 0) break;
      address = earlier;
    }
    return address;
  }

  private trusts(address: string): boolean {
    return isIP(address) !== 0 && this.trusted.check(address, isIPv6(address) ? "ipv6" : "ipv4");
  }

  private add(proxy: string): void {
    const [address = "", prefix, ...more] = proxy.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    const bits = family === "ipv6" ? 128 : 32;
    if (isIP(address) === 0 || more.length > 0 || (prefix !== undefined && !isPrefix(prefix, bits))) {
      throw new ConfigError(
        `"${proxy}" is no address and no network: write an address such as 10.0.0.5, or a network such as 10.0.0.0/8`,
      );
    }
    this.trusted.addSubnet(address, prefix === undefined ? bits : Number(prefix), family);
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

function isPrefix(text: string, bits: number): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) <= bits;
}

/** An IPv4 address that came in over an IPv6 socket as what it is. */
function plain(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? address;
}
