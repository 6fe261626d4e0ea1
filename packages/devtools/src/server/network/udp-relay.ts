import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { isIPv6 } from "node:net";
import type { PhoneNetwork } from "./phone-network.js";

/** Milliseconds without a packet after which the way of one peer connection is closed: ICE speaks every few seconds. */
const IDLE = 60_000;
/** Peer connections of one phone at once; more is an attack or a fault. */
const MOST_PEERS = 64;

interface Peer {
  /** Towards the media server, which tells peers apart by their addresses. */
  far: Socket;
  heard: number;
  /** Packets that came before the socket was ready. */
  early: Buffer[] | undefined;
}

/**
 * Carries the UDP packets between one phone and one port of the media server through the phone's network: ICE, DTLS
 * and RTP pass unread, late, or not at all.
 */
export class UdpRelay {
  readonly #network: PhoneNetwork;
  readonly #target: { address: string; port: number };
  readonly #near: Socket;
  readonly #peers = new Map<string, Peer>();
  readonly #sweep: NodeJS.Timeout;

  /**
   * Opens a port on the address of the target, which is one of this machine.
   * @throws Error of the system where the address is none of this machine.
   */
  static async open(network: PhoneNetwork, target: { address: string; port: number }): Promise<UdpRelay> {
    const near = createSocket(isIPv6(target.address) ? "udp6" : "udp4");
    near.bind(0, target.address);
    await once(near, "listening");
    return new UdpRelay(network, target, near);
  }

  private constructor(network: PhoneNetwork, target: { address: string; port: number }, near: Socket) {
    this.#network = network;
    this.#target = target;
    this.#near = near;
    near.on("error", () => this.close());
    near.on("message", (data, { address, port }) => {
      if (this.#network.isOffline) return;
      const peer = this.#peer(address, port);
      if (!peer) return;
      peer.heard = performance.now();
      this.#network.up.datagram(data.length, () => {
        if (peer.early) peer.early.push(data);
        else sendQuietly(() => peer.far.send(data));
      });
    });
    this.#sweep = setInterval(() => this.#closeIdle(), IDLE / 2);
    this.#sweep.unref();
    near.unref();
  }

  /** The port that the phone sends to, on the target's address. */
  get port(): number {
    return this.#near.address().port;
  }

  close(): void {
    clearInterval(this.#sweep);
    for (const { far } of this.#peers.values()) sendQuietly(() => far.close());
    this.#peers.clear();
    sendQuietly(() => this.#near.close());
  }

  #peer(address: string, port: number): Peer | undefined {
    const name = `${address} ${port}`;
    const known = this.#peers.get(name);
    if (known) return known;
    if (this.#peers.size >= MOST_PEERS) return undefined;
    const far = createSocket(isIPv6(this.#target.address) ? "udp6" : "udp4");
    const peer: Peer = { far, heard: performance.now(), early: [] };
    far.on("error", () => this.#drop(name));
    far.on("message", (data) => {
      if (this.#network.isOffline) return;
      this.#network.down.datagram(data.length, () => sendQuietly(() => this.#near.send(data, port, address)));
    });
    far.connect(this.#target.port, this.#target.address, () => {
      for (const data of peer.early ?? []) sendQuietly(() => far.send(data));
      peer.early = undefined;
    });
    far.unref();
    this.#peers.set(name, peer);
    return peer;
  }

  #closeIdle(): void {
    const now = performance.now();
    for (const [name, { heard }] of this.#peers) if (now - heard > IDLE) this.#drop(name);
  }

  #drop(name: string): void {
    const peer = this.#peers.get(name);
    this.#peers.delete(name);
    if (peer) sendQuietly(() => peer.far.close());
  }
}

/** A packet that comes when its socket is closed is one more lost packet. */
function sendQuietly(act: () => void): void {
  try {
    act();
  } catch {
    // Nothing to tell anybody.
  }
}
