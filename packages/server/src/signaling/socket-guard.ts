import type { Clock } from "../clock/clock.js";
import { KeyedRate } from "../guard/keyed-rate.js";
import type { SignalingLimits } from "./options.js";

/** A limit that refuses sockets or messages, by the name of its setting. */
export type SocketLimit = "sockets" | "socketsPerAddress" | "newSocketsPerAddress" | "addressMessagesPerSecond";

/** Counts the sockets, in all and of each address, and what comes over them. Addresses are as `addressGroup` has them. */
export class SocketGuard {
  private readonly counts = new Map<string, number>();
  private readonly arrivals: KeyedRate;
  private readonly messages: KeyedRate;
  private total = 0;

  constructor(
    clock: Clock,
    private readonly limits: SignalingLimits,
  ) {
    const { newSocketsPerAddress: arrivals, addressMessagesPerSecond: messages } = limits;
    this.arrivals = new KeyedRate(clock, arrivals, arrivals * 10);
    this.messages = new KeyedRate(clock, messages, messages * 5);
  }

  /** Lets a socket of an address in; `leave` must follow. @returns the limit that keeps it out */
  enter(address: string): SocketLimit | undefined {
    const { limits } = this;
    const count = this.counts.get(address) ?? 0;
    if (!this.arrivals.take(address)) return "newSocketsPerAddress";
    if (this.total >= limits.sockets) return "sockets";
    if (count >= limits.socketsPerAddress) return "socketsPerAddress";
    this.total += 1;
    this.counts.set(address, count + 1);
    return undefined;
  }

  leave(address: string): void {
    this.total -= 1;
    const left = (this.counts.get(address) ?? 1) - 1;
    if (left === 0) this.counts.delete(address);
    else this.counts.set(address, left);
  }

  /** Counts a message of an address. @returns false when it is one too many */
  takeMessage(address: string): boolean {
    return this.messages.take(address);
  }

  /** Why a limit refuses, and how to raise it; short enough for the reason of a close frame. */
  explain(limit: SocketLimit): string {
    const value = this.limits[limit];
    const what = {
      sockets: `${value} sockets are open`,
      socketsPerAddress: `${value} sockets are open from this address`,
      newSocketsPerAddress: `more than ${value} new sockets a second from this address`,
      addressMessagesPerSecond: `more than ${value} messages a second from this address`,
    }[limit];
    return `${what}; the server's setting limits.${limit} can be raised`;
  }
}
