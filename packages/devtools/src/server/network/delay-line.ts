/** Things that happen later, one after the other, in the order in which they were put in. */
export class DelayLine {
  readonly #waiting: { due: number; run: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param due By `performance.now()`; never before what was put in earlier. */
  put(due: number, run: () => void): void {
    const last = this.#waiting.at(-1)?.due ?? 0;
    const now = performance.now();
    if (due <= now && this.#waiting.length === 0) {
      run();
      return;
    }
    this.#waiting.push({ due: Math.max(due, last), run });
    if (this.#waiting.length === 1) this.#wait(now);
  }

  /** Drops what has not happened yet. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#waiting.length = 0;
  }

  #wait(now: number): void {
    const first = this.#waiting[0];
    if (!first) return;
    this.#timer = setTimeout(() => this.#runDue(), Math.max(0, first.due - now));
  }

  #runDue(): void {
    // Timers come up to a millisecond early.
    const now = performance.now() + 1;
    for (let first = this.#waiting[0]; first && first.due <= now; first = this.#waiting[0]) {
      this.#waiting.shift();
      first.run();
    }
    this.#wait(performance.now());
  }
}
