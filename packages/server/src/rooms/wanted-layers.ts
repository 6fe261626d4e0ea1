import type { Clock, Timer } from "../clock/clock.js";

/** For so long a layer is sent on after the last who had use for it, in milliseconds: many come back soon. */
export const RELEASE_AFTER = 4_000;

/**
 * For so long the smallest layer is sent on after the last viewer of all, in milliseconds: a browser takes 200 ms to
 * begin sending again, which whoever comes next would wait longer for the first picture.
 */
export const STOP_AFTER = 30_000;

/**
 * How many layers of one publication anybody has use for, by what all its viewers are sent: more are wanted at once,
 * fewer after a while, and none after a longer one. It counts viewers by layer, so that each change costs the same in a room of any size.
 */
export class WantedLayers {
  private readonly viewers: number[] = [];
  /** The publisher begins with sending all. */
  private told = Number.POSITIVE_INFINITY;
  private timer: Timer | undefined;

  /** @param tell told how many layers to send, from the smallest on; never twice the same in a row */
  constructor(
    private readonly clock: Clock,
    private readonly tell: (layers: number) => void,
  ) {
    this.review();
  }

  /** How many layers the publisher was told to send; undefined while it was told nothing. */
  get layers(): number | undefined {
    return this.told === Number.POSITIVE_INFINITY ? undefined : this.told;
  }

  /** A viewer is sent another layer. @param before, now -1 for none */
  move(before: number, now: number): void {
    if (before >= 0) this.viewers[before] = (this.viewers[before] ?? 0) - 1;
    if (now >= 0) this.viewers[now] = (this.viewers[now] ?? 0) + 1;
    this.review();
  }

  close(): void {
    this.timer?.cancel();
  }

  private review(): void {
    const wanted = this.count();
    if (wanted >= this.told) {
      this.timer?.cancel();
      this.timer = undefined;
      if (wanted > this.told) this.set(wanted);
      return;
    }
    const isLast = this.told === 1;
    this.timer ??= this.clock.after(isLast ? STOP_AFTER : RELEASE_AFTER, () => {
      this.timer = undefined;
      const now = Math.max(this.count(), isLast ? 0 : 1);
      if (now < this.told) this.set(now);
      this.review();
    });
  }

  private count(): number {
    return this.viewers.findLastIndex((viewers) => (viewers ?? 0) > 0) + 1;
  }

  private set(layers: number): void {
    this.told = layers;
    this.tell(layers);
  }
}
