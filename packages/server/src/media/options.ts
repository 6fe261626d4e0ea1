import { MediaStartError } from "./media-error.js";

/** An address that media comes in on. */
export interface ListenIp {
  /** An address of this machine, or "0.0.0.0" or "::" for all of them, which then needs `announcedAddress`. */
  ip: string;
  /** The address that clients are told, where it differs: the public one behind NAT. A name or an address. */
  announcedAddress?: string;
}

const LAST_PORT = 65_535;

/**
 * Finds what would otherwise start and then connect nobody.
 *
 * @throws MediaStartError that says what to change
 */
export function checkListenOptions(listenIps: readonly ListenIp[], basePort: number, workers: number): void {
  if (listenIps.length === 0)
    throw new MediaStartError("there is no address for media to come in on: give at least one");
  const open = listenIps.find(({ ip, announcedAddress }) => ["0.0.0.0", "::"].includes(ip) && !announcedAddress);
  if (open) {
    throw new MediaStartError(
      `media on ${open.ip} needs an announced address: clients cannot connect to "${open.ip}" and must be told which address to use`,
    );
  }
  if (workers < 1) throw new MediaStartError(`there must be at least 1 media worker, not ${workers}`);
  if (basePort < 1 || basePort + workers - 1 > LAST_PORT) {
    throw new MediaStartError(
      `${workers} media workers from port ${basePort} on need ports up to ${basePort + workers - 1}, and ports go from 1 to ${LAST_PORT}`,
    );
  }
}
