import type { Clock } from "../clock/clock.js";
import { TokenBucket } from "../signaling/token-bucket.js";

/** So many keys are remembered; beyond it the one that was quiet longest is forgotten, and begins anew. */
const MOST_KEYS = 10_000;

/** A rate for each of many: addresses, access keys. */
export class KeyedRate {
  /** The one that was quiet longest in front. */
  private readonly buckets = new Map<string, TokenBucket>();

  /**
   * @param rate a second, in the long run
   * @param burst at once
   */
  constructor(
    private readonly clock: Clock,
    readonly rate: number,
    readonly burst: number,
  ) {}

  /** Counts one more of a key. @returns false when it is one too many */
  take(key: string): boolean {
    const now = this.clock.now();
    const bucket = this.buckets.get(key) ?? new TokenBucket(this.rate, this.burst, now);
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    if (this.buckets.size > MOST_KEYS) {
      const [oldest] = this.buckets.keys();
      if (oldest !== undefined) this.buckets.delete(oldest);
    }
    return bucket.take(now);
  }
}
