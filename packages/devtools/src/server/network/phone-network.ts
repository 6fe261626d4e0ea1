import { GOOD_NETWORK, type NetworkProfile } from "../../network-profile.js";
import { Link } from "./link.js";
import { UdpRelay } from "./udp-relay.js";

/** The network of one phone: both directions, the ways of its media, and what has to end when it is cut. */
export class PhoneNetwork {
  readonly up = new Link(() => ({ ...this.#shared, ...rate(this.#profile.up) }));
  readonly down = new Link(() => ({ ...this.#shared, ...rate(this.#profile.down) }));
  readonly #relays = new Map<string, Promise<UdpRelay>>();
  #profile: NetworkProfile = GOOD_NETWORK;
  #cut = new AbortController();

  get isOffline(): boolean {
    return this.#profile.offline;
  }

  /** Is aborted when the network goes away; another one after it is back. */
  get signal(): AbortSignal {
    return this.#cut.signal;
  }

  get profile(): NetworkProfile {
    return this.#profile;
  }

  set profile(profile: NetworkProfile) {
    const wentOffline = profile.offline && !this.#profile.offline;
    this.#profile = profile;
    if (!wentOffline) return;
    this.#cut.abort();
    this.#cut = new AbortController();
    this.up.cut();
    this.down.cut();
  }

  /** The way of media to one port of the server; the same one for all who ask. */
  relay(target: { address: string; port: number }): Promise<UdpRelay> {
    const name = `${target.address} ${target.port}`;
    const known = this.#relays.get(name);
    if (known) return known;
    const relay = UdpRelay.open(this, target);
    this.#relays.set(name, relay);
    relay.catch(() => this.#relays.delete(name));
    return relay;
  }

  close(): void {
    this.#cut.abort();
    this.up.cut();
    this.down.cut();
    for (const relay of this.#relays.values()) void relay.then((open) => open.close()).catch(() => undefined);
    this.#relays.clear();
  }

  get #shared() {
    const { delay, loss } = this.#profile;
    return { delay, loss };
  }
}

function rate(kilobits: number | undefined): { rate?: number } {
  return kilobits === undefined ? {} : { rate: kilobits };
}

/** The networks of all phones, by the id that a phone's requests carry. A phone that was never told of has a good one. */
export class PhoneNetworks {
  readonly #networks = new Map<string, PhoneNetwork>();

  of(phone: string): PhoneNetwork {
    const known = this.#networks.get(phone);
    if (known) return known;
    const network = new PhoneNetwork();
    this.#networks.set(phone, network);
    return network;
  }

  /** The phone is gone for good. */
  release(phone: string): void {
    this.#networks.get(phone)?.close();
    this.#networks.delete(phone);
  }

  close(): void {
    for (const network of this.#networks.values()) network.close();
    this.#networks.clear();
  }
}
