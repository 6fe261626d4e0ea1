import { lookup as systemLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** The name of a receiver leads to an address that webhooks may not be sent to. */
export class AddressRefused extends Error {
  override readonly name = "AddressRefused";

  constructor(host: string, address: string) {
    super(
      host === address
        ? `${address} is not a public address; allow private addresses on the server if the receiver is inside your network`
        : `${host} leads to ${address}, which is not a public address; allow private addresses on the server if the receiver is inside your network`,
    );
  }
}

/** IPv4 networks that are not the public internet (RFC 6890 and its successors). */
const PRIVATE_IPV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];

/** Parts of the public IPv6 space that lead elsewhere: documentation, and tunnels that hold an IPv4 address. */
const SPECIAL_IPV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

/** All of IPv6 that is in public use. */
const PUBLIC_IPV6 = ["2000::/3"];

function listOf(networks: readonly string[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", prefix] = network.split("/");
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/** Tells public addresses from all others, and finds the addresses of a receiver's name. */
export class AddressGuard {
  private readonly privateIpv4 = listOf(PRIVATE_IPV4, "ipv4");
  private readonly specialIpv6 = listOf(SPECIAL_IPV6, "ipv6");
  private readonly publicIpv6 = listOf(PUBLIC_IPV6, "ipv6");
  /** Look-ups under way by name: the system runs few at once, and one name that is slow must not take them all. */
  private readonly underWay = new Map<string, Promise<LookedUp>>();

  /**
   * @param allowPrivate take every address for allowed
   * @param resolve finds all addresses of a name; default: as the system does, hosts file included
   */
  constructor(
    private readonly allowPrivate: boolean,
    private readonly resolve: Resolve = resolveBySystem,
  ) {}

  allows(address: string): boolean {
    if (this.allowPrivate) return true;
    switch (isIP(address)) {
      case 4:
        return !this.privateIpv4.check(address, "ipv4");
      case 6:
        return this.publicIpv6.check(address, "ipv6") && !this.specialIpv6.check(address, "ipv6");
      default:
        return false;
    }
  }

  /** @throws AddressRefused when the host of a URL is an address, and not an allowed one. Names are checked at each connection */
  assertHost(hostname: string): void {
    const host = hostname.replace(/^\[(.*)\]$/, "$1");
    if (isIP(host) !== 0 && !this.allows(host)) throw new AddressRefused(host, host);
  }

  /**
   * For sockets: they connect to the very addresses that are checked here, so that a name cannot lead elsewhere between
   * check and use. A name with any address that is not allowed is refused as a whole.
   */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    this.find(hostname).then(
      (addresses) => {
        const refused = addresses.find(({ address }) => !this.allows(address));
        if (refused) return callback(new AddressRefused(hostname, refused.address), []);
        if (options.all) return callback(null, addresses);
        const [first] = addresses;
        if (first === undefined) return callback(new Error(`${hostname} has no address`), []);
        return callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), []),
    );
  };

  private find(hostname: string): Promise<LookedUp> {
    const running = this.underWay.get(hostname);
    if (running) return running;
    const found = this.resolve(hostname).finally(() => this.underWay.delete(hostname));
    this.underWay.set(hostname, found);
    return found;
  }
}

export type LookedUp = { address: string; family: number }[];

/** Finds all addresses of a name. */
export type Resolve = (hostname: string) => Promise<LookedUp>;

const resolveBySystem: Resolve = (hostname) =>
  new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });
