import { networkInterfaces } from "node:os";

const LOOPBACK = "127.0.0.1";

/** Whether an address is reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

/** The IPv4 address that other devices in the network are told; undefined where only this machine gets in. */
export function phoneAddress(host: string): string | undefined {
  if (isLoopback(host)) return undefined;
  return isAny(host) ? networkAddresses()[0] : host;
}

/**
 * Where media comes in for a server that listens on `host`.
 *
 * Each address is listened on by itself rather than by 0.0.0.0: a client is then told addresses that it can
 * reach, and a browser on this machine goes by loopback, whatever happens to the network.
 */
export function mediaAddresses(host: string): { ip: string }[] {
  if (isLoopback(host)) return [{ ip: LOOPBACK }];
  return [LOOPBACK, ...(isAny(host) ? networkAddresses() : [host])].map((ip) => ({ ip }));
}

function isAny(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

/** IPv4 addresses of this machine in its networks. Those that a machine gives itself for want of a network are left out. */
function networkAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter(({ family, internal, address }) => family === "IPv4" && !internal && !address.startsWith("169.254."))
    .map(({ address }) => address);
}
