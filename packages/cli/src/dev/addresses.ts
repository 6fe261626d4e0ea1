import { isIPv4 } from "node:net";
import { lanAddresses } from "@lianmai/devtools";

const LOOPBACK = "127.0.0.1";

/** Whether an address is reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

/** The IPv4 address that other devices in the network are told; undefined where only this machine gets in. */
export function phoneAddress(host: string): string | undefined {
  if (isLoopback(host)) return undefined;
  return isAny(host) ? lanAddresses().find((address) => isIPv4(address)) : host;
}

/**
 * Where media comes in for a server that listens on `host`.
 *
 * Each address is listened on by itself rather than by 0.0.0.0: a client is then told addresses that it can
 * reach, and a browser on this machine goes by loopback, whatever happens to the network.
 */
export function mediaAddresses(host: string): { ip: string }[] {
  if (isLoopback(host)) return [{ ip: LOOPBACK }];
  const others = isAny(host) ? lanAddresses().filter((address) => isIPv4(address)) : [host];
  return [LOOPBACK, ...others].map((ip) => ({ ip }));
}

function isAny(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}
