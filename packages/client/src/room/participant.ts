import type { Publication } from "@lianmai/protocol";

/** Somebody in the room. A value: a change makes a new one, so `room.participants.get(userId)` is always current. */
export interface Participant {
  readonly userId: string;
  /** Whether this is the participant of this `Room`. */
  readonly isLocal: boolean;
  /** Unix time in milliseconds, by the server's clock. */
  readonly joinedAt: number;
  /** What the participant said of itself at the join; "" when nothing. */
  readonly extraInfo: string;
  /** At most one of each source. */
  readonly publications: readonly Publication[];
}
