import type { Clock } from "../clock/clock.js";
import { ApiError } from "./api-error.js";
import { CLOCK_WINDOW } from "./authenticator.js";

/**
 * The same request may come again for this long, in milliseconds: what is signed twice within a second is signed the
 * same way, and clients repeat what was not answered.
 */
const REPEAT_WINDOW = 10_000;

/** So many signatures are remembered; the oldest are forgotten first. More than a quarter of an hour at 200 a second. */
const MOST = 200_000;

/** Characters of a signature that tell it from all others. */
const KEPT = 16;

/** Refuses requests that somebody else recorded and sends again. */
export class ReplayGuard {
  /** By signature, the one that was seen first in front: when it was seen first. */
  private readonly seen = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly most = MOST,
  ) {}

  /** @throws ApiError `InvalidTimestamp` when the request was made before, and not just now */
  check(signature: string): void {
    const now = this.clock.now();
    this.forget(now);
    const key = signature.slice(0, KEPT);
    const first = this.seen.get(key);
    if (first === undefined) {
      this.seen.set(key, now);
      return;
    }
    if (now - first <= REPEAT_WINDOW) return;
    const seconds = Math.round((now - first) / 1000);
    throw new ApiError(
      "InvalidTimestamp",
      `This very request was made ${seconds} s ago, and can be repeated for ${REPEAT_WINDOW / 1000} s. Sign it anew with the time of now.`,
    );
  }

  /** What is too old to be accepted by its time needs not be remembered: a date may be ahead as well as behind. */
  private forget(now: number): void {
    for (const [key, first] of this.seen) {
      if (now - first <= 2 * CLOCK_WINDOW && this.seen.size < this.most) return;
      this.seen.delete(key);
    }
  }
}
