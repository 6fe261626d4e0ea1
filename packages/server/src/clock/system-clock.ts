import type { Clock, Timer } from "./clock.js";

/** The longest delay that `setTimeout` takes: some 24.8 days. It fires at once on a longer one. */
const LONGEST = 2 ** 31 - 1;

/** The machine's own clock. Takes delays of any length. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }

  after(delay: number, fire: () => void): Timer {
    let handle: NodeJS.Timeout;
    const wait = (left: number) => {
      handle = left > LONGEST ? setTimeout(() => wait(left - LONGEST), LONGEST) : setTimeout(fire, Math.max(0, left));
    };
    wait(delay);
    return { cancel: () => clearTimeout(handle) };
  }
}
