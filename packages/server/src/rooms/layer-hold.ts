import type { Clock, Timer } from "../clock/clock.js";

/** A layer is held at least so long before it may rise, in milliseconds. */
export const RISE_AFTER = 5_000;

/**
 * Turns the layer that would fit just now into the one that is sent: it falls at once, and rises only after it was
 * held for a while, so that a page that scrolls or turns does not cost a key frame each time. From nothing it rises
 * at once: somebody waits for a picture.
 */
export class LayerHold {
  private held = -1;
  private wanted = -1;
  private since = Number.NEGATIVE_INFINITY;
  private timer: Timer | undefined;

  /** @param apply told the layer to send from now on, -1 for none; never twice the same in a row */
  constructor(
    private readonly clock: Clock,
    private readonly apply: (layer: number) => void,
  ) {}

  /** What is sent now; -1 for nothing. */
  get layer(): number {
    return this.held;
  }

  /** Takes over what is sent already. @param riseAfter milliseconds from now on until it may rise */
  begin(layer: number, riseAfter = 0): void {
    this.held = layer;
    this.wanted = layer;
    this.since = this.clock.now() + riseAfter - RISE_AFTER;
  }

  /** The layer that fits from now on, -1 for none. */
  want(layer: number): void {
    this.wanted = layer;
    this.timer?.cancel();
    this.timer = undefined;
    if (layer === this.held) return;
    const due = this.since + RISE_AFTER - this.clock.now();
    if (layer < this.held || this.held < 0 || due <= 0) this.set(layer);
    else this.timer = this.clock.after(due, () => this.set(this.wanted));
  }

  close(): void {
    this.timer?.cancel();
  }

  private set(layer: number): void {
    this.held = layer;
    this.since = this.clock.now();
    this.apply(layer);
  }
}
