/** A timer that has been set. */
export interface Timer {
  /** Keeps the timer from firing; without effect once it has. */
  cancel(): void;
}

/** Time, as a port: tests put their own clock in its place and need not wait for an expiry. */
export interface Clock {
  /** Unix time in milliseconds. */
  now(): number;
  /** Calls `fire` once after `delay` milliseconds; at the next turn when the delay is 0 or less. */
  after(delay: number, fire: () => void): Timer;
}
