import { RIGHTS, type Right } from "@lianmai/protocol";
import type { Participant } from "./participant.js";
import type { RoomError } from "./room-error.js";

/** Remembers what participants may do, to tell them what they may not any more. */
export class RightsBoard {
  private readonly held = new WeakMap<Participant, ReadonlySet<Right>>();

  /** @param whyNot why a participant may not do something now; undefined when it may */
  constructor(private readonly whyNot: (participant: Participant, right: Right) => RoomError | undefined) {}

  /** Looks again. @returns what was lost since the look before, and why; nothing at the first look */
  look(participant: Participant): { right: Right; error: RoomError }[] {
    const before = this.held.get(participant);
    const lost: { right: Right; error: RoomError }[] = [];
    const now = new Set<Right>();
    for (const right of RIGHTS) {
      const error = this.whyNot(participant, right);
      if (error === undefined) now.add(right);
      else if (before?.has(right)) lost.push({ right, error });
    }
    this.held.set(participant, now);
    return lost;
  }
}
