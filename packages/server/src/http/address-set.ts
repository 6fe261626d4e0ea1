import type { IncomingMessage } from "node:http";
import { BlockList, isIP, isIPv6 } from "node:net";
import { ConfigError } from "../config/config-error.js";

/** Addresses and networks. */
export class AddressSet {
  private readonly list = new BlockList();

  /**
   * @param entries addresses and networks such as "10.0.0.0/8"
   * @param setting what named them, for the error
   * @throws ConfigError that names the entry which is neither
   */
  constructor(entries: readonly string[], setting: string) {
    for (const entry of entries) this.add(entry, setting);
  }

  /** @param address as a socket tells it; anything else is in no set */
  has(address: string): boolean {
    return isIP(address) !== 0 && this.list.check(address, isIPv6(address) ? "ipv6" : "ipv4");
  }

  private add(entry: string, setting: string): void {
    const [address = "", prefix, ...more] = entry.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    const bits = family === "ipv6" ? 128 : 32;
    if (isIP(address) === 0 || more.length > 0 || (prefix !== undefined && !isPrefix(prefix, bits))) {
      throw new ConfigError(
        `${setting}: "${entry}" is no address and no network: write an address such as 10.0.0.5, or a network such as 10.0.0.0/8`,
      );
    }
    this.list.addSubnet(address, prefix === undefined ? bits : Number(prefix), family);
  }
}

/** The address at the other end of a socket; an IPv4 address that came in over an IPv6 socket as what it is. */
export function socketAddress({ socket: { remoteAddress = "" } }: IncomingMessage): string {
  return plainAddress(remoteAddress);
}

/** An IPv4 address in the form of an IPv6 one as what it is. */
export function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? address;
}

function isPrefix(text: string, bits: number): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) <= bits;
}
