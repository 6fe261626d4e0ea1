import type { Source } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import { RtcError } from "../errors/rtc-error.js";
import type { Gate } from "../reconnect/gate.js";
import type { SendRequest } from "../signaling/messages.js";

export interface SubscriptionWishesEvents {
  /** The server refused after a reconnect what it had granted before. */
  refused: [userId: string, source: Source, error: RtcError];
}

interface Wish {
  readonly userId: string;
  readonly source: Source;
  wanted: boolean;
  /** What this session of the server was told. */
  told: boolean | undefined;
  work: Promise<void> | undefined;
}

/**
 * What the caller asked for by `subscribe` and `unsubscribe`, which outlives the server's session: each wish is told
 * to the server until it is confirmed, and again to every new session.
 */
export class SubscriptionWishes extends EventEmitter<SubscriptionWishesEvents> {
  readonly #gate: Gate;
  readonly #request: SendRequest;
  readonly #wishes = new Map<string, Wish>();

  constructor(gate: Gate, request: SendRequest) {
    super();
    this.#gate = gate;
    this.#request = request;
  }

  /** A new session knows of no wish. */
  handleJoined(): void {
    for (const wish of this.#wishes.values()) wish.told = undefined;
  }

  /** The way is free again: goes on with everything that is not confirmed. */
  handleConnected(): void {
    for (const wish of this.#wishes.values()) {
      if (wish.told === wish.wanted) continue;
      this.#settle(wish).catch((error) => this.emit("refused", wish.userId, wish.source, RtcError.from(error)));
    }
  }

  /** Whether the caller said that it does not want this source, whatever else covers it. */
  isUnwanted(userId: string, source: Source): boolean {
    return this.#wishes.get(key(userId, source))?.wanted === false;
  }

  async set(userId: string, source: Source, wanted: boolean): Promise<void> {
    const id = key(userId, source);
    const wish = this.#wishes.get(id) ?? { userId, source, wanted, told: undefined, work: undefined };
    wish.wanted = wanted;
    this.#wishes.set(id, wish);
    await this.#settle(wish);
  }

  #settle(wish: Wish): Promise<void> {
    wish.work ??= this.#work(wish).finally(() => {
      wish.work = undefined;
    });
    return wish.work;
  }

  async #work(wish: Wish): Promise<void> {
    while (wish.told !== wish.wanted) {
      await this.#gate.pass();
      const { userId, source, wanted } = wish;
      try {
        await this.#request(wanted ? "subscribe" : "unsubscribe", { userId, source });
        wish.told = wanted;
      } catch (error) {
        const refusal = RtcError.from(error);
        if (refusal.reason === "server_unreachable") continue;
        if (wish.wanted !== wanted) continue;
        this.#wishes.delete(key(userId, source));
        throw refusal;
      }
    }
  }
}

function key(userId: string, source: Source): string {
  return `${source} ${userId}`;
}
