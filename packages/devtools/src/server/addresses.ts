import { hostname, networkInterfaces } from "node:os";

/** The addresses under which other devices reach this machine, IPv4 first; without loopback and link-local ones. */
export function lanAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const reachable = all.filter((entry) => !entry.internal && !isLinkLocal(entry.address));
  const of = (family: string) => reachable.filter((entry) => entry.family === family).map((entry) => entry.address);
  return [...new Set([...of("IPv4"), ...of("IPv6")])];
}

/** The names of this machine itself, in lower case, `.local` included. */
export function machineNames(): string[] {
  const name = hostname().toLowerCase();
  const isName = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name);
  if (!isName) return ["localhost"];
  return [...new Set(["localhost", name, ...(name.includes(".") ? [] : [`${name}.local`])])];
}

function isLinkLocal(address: string): boolean {
  return address.startsWith("169.254.") || /^fe[89ab]/i.test(address);
}
