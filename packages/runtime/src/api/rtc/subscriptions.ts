import type { Source } from "@lianmai/protocol";
import type { RtcRoom } from "./ports.js";

/** What the page wants to receive or not, beyond what `autoSubscribe` does by itself. Kept from before the join. */
export class Subscriptions {
  readonly #wishes = new Map<string, { userId: string; source: Source; wanted: boolean }>();

  set(userId: string, source: Source, wanted: boolean): void {
    this.#wishes.set(`${source} ${userId}`, { userId, source, wanted });
  }

  /** Tells a room that was just joined. Resolves with what it refused, empty when nothing. */
  async applyTo(room: RtcRoom, ownUserId: string): Promise<unknown[]> {
    const wishes = [...this.#wishes.values()].filter((wish) => wish.userId !== ownUserId);
    const results = await Promise.allSettled(
      wishes.map(({ userId, source, wanted }) =>
        wanted ? room.subscribe(userId, source) : room.unsubscribe(userId, source),
      ),
    );
    return results.filter((result) => result.status === "rejected").map((result) => result.reason as unknown);
  }

  clear(): void {
    this.#wishes.clear();
  }
}
