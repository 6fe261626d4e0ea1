import type { Clock, Timer } from "./clock.js";

/** A clock that stands until it is moved, for tests of what happens after a while. */
export class ManualClock implements Clock {
  private timers: { at: number; fire: () => void }[] = [];

  /** @param time Unix milliseconds to begin with */
  constructor(private time = 1_800_000_000_000) {}

  now(): number {
    return this.time;
  }

  after(delay: number, fire: () => void): Timer {
    const timer = { at: this.time + Math.max(0, delay), fire };
    this.timers.push(timer);
    return {
      cancel: () => {
        this.timers = this.timers.filter((other) => other !== timer);
      },
    };
  }

  /** Moves on by so many milliseconds and fires what falls due, in order, each at its own time. */
  advance(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const due = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.timers = this.timers.filter((timer) => timer !== due);
      this.time = Math.max(this.time, due.at);
      due.fire();
    }
    this.time = end;
  }

  /** Timers that are set and have not fired. */
  get pending(): number {
    return this.timers.length;
  }
}
