/** An address that media comes in on. */
export interface ListenIp {
  /** An address of this machine, or "0.0.0.0". */
  ip: string;
  /** The address that clients are told, where it differs: the public one behind NAT. A name or an address. */
  announcedAddress?: string;
}
