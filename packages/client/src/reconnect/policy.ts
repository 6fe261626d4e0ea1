import type { RtcError } from "../errors/rtc-error.js";

/** What a policy decides upon. */
export interface ReconnectContext {
  /** Attempts that failed since the connection was lost: 0 before the first. */
  failures: number;
  /** Milliseconds since the connection was lost. */
  elapsed: number;
  /** Why the last attempt failed, or why the connection was lost. */
  error: RtcError;
}

/** Says how long to wait before the next attempt to reconnect. */
export interface ReconnectPolicy {
  /** Milliseconds until the next attempt, or `undefined` to give up. */
  nextDelay(context: ReconnectContext): number | undefined;
}

export interface BackoffOptions {
  /** Longest wait before the first attempt, milliseconds. Default 200: many clients of one server spread over it. */
  first?: number;
  /** Longest wait before the second attempt; it doubles with each failure. Default 400. */
  base?: number;
  /** Longest wait at all. Default 5,000. */
  max?: number;
  /** Milliseconds since the loss after which it gives up. Default 60,000: a server's restart takes less. */
  giveUpAfter?: number;
  /** 0 (included) to 1 (excluded). Default `Math.random`. */
  random?: () => number;
}

/** Waits twice as long after each failure, by a random part of it so that clients do not come back all at once. */
export class BackoffPolicy implements ReconnectPolicy {
  readonly #options: Required<BackoffOptions>;

  constructor(options: BackoffOptions = {}) {
    this.#options = { first: 200, base: 400, max: 5_000, giveUpAfter: 60_000, random: Math.random, ...options };
  }

  nextDelay({ failures, elapsed }: ReconnectContext): number | undefined {
    const { first, base, max, giveUpAfter, random } = this.#options;
    if (elapsed >= giveUpAfter) return undefined;
    if (failures === 0) return random() * first;
    const longest = Math.min(base * 2 ** (failures - 1), max);
    // At least half of it, for a wait of nearly nothing would be no back-off.
    return longest * (0.5 + random() / 2);
  }
}
