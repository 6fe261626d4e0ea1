/** What a heartbeat needs of the connection that it watches. */
export interface HeartbeatOptions {
  /** Milliseconds without a word from either side after which a ping is sent. */
  interval: number;
  /** Milliseconds that the server has to say anything after a ping. */
  grace: number;
  sendPing(): void;
  /** Called once when a ping got no answer. The heartbeat has stopped by then. */
  onSilent(): void;
}

/**
 * Finds out that a connection is dead although the socket still looks open. The wait is counted from the ping and
 * not from the last word: timers of a hidden page or a sleeping phone fire late, and a late timer must not take a
 * living connection for dead.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting = false;
  #heard: number;
  #said: number;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#heard = performance.now();
    this.#said = this.#heard;
    this.#schedule();
  }

  /** Something came from the server. */
  handleHeard(): void {
    this.#heard = performance.now();
    if (!this.#waiting) return;
    this.#waiting = false;
    this.#schedule();
  }

  /** Something was sent to the server. */
  handleSaid(): void {
    this.#said = performance.now();
  }

  /**
   * Asks for a sign of life now, because something suggests that the network changed.
   * @param grace milliseconds that the server has to say anything; by default the usual ones
   */
  probe(grace = this.#options.grace): void {
    if (this.#waiting) return;
    this.#ping(grace);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const due = Math.min(this.#heard, this.#said) + this.#options.interval - performance.now();
    this.#timer = setTimeout(() => this.#check(), Math.max(due, 0));
  }

  #check(): void {
    const oldest = Math.min(this.#heard, this.#said);
    // A timer may fire a fraction of a millisecond early; without the tolerance it would be set again for nothing.
    if (performance.now() - oldest < this.#options.interval - 1) this.#schedule();
    else this.#ping();
  }

  #ping(grace = this.#options.grace): void {
    clearTimeout(this.#timer);
    this.#waiting = true;
    this.#options.sendPing();
    this.#timer = setTimeout(() => {
      this.stop();
      this.#options.onSilent();
    }, grace);
  }
}
