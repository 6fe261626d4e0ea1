/** Lets so many things through in the long run, and a burst of them now and then. */
export class TokenBucket {
  private tokens: number;
  private filledAt: number;

  /**
   * @param rate tokens a second
   * @param burst tokens at most
   * @param now milliseconds
   */
  constructor(
    private readonly rate: number,
    private readonly burst: number,
    now: number,
  ) {
    this.tokens = burst;
    this.filledAt = now;
  }

  /** Takes a token, or as many as something costs. @returns false, and takes none, when there are too few */
  take(now: number, cost = 1): boolean {
    this.tokens = Math.min(this.burst, this.tokens + (Math.max(0, now - this.filledAt) / 1000) * this.rate);
    this.filledAt = now;
    if (this.tokens < cost) return false;
    this.tokens -= cost;
    return true;
  }
}
