import type { Clock } from "../clock/clock.js";
import { addressGroup } from "../http/client-address.js";

/** So many wrong secrets in a row are nobody's business: people mistype. */
const FREE_FAILURES = 5;
/** The wait after the next one, in milliseconds; it doubles with each further one. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15 * 60_000;
/** Failures are forgotten after this long without another, in milliseconds. */
const MEMORY = 60 * 60_000;
/** So many addresses are remembered; beyond it the one that failed longest ago is forgotten. */
const MOST_ADDRESSES = 10_000;

interface Failures {
  count: number;
  last: number;
}

/** Makes whoever tries secrets wait longer and longer, by address. */
export class SignInAttempts {
  /** By address, the one that failed longest ago first. */
  private readonly failures = new Map<string, Failures>();

  constructor(private readonly clock: Clock) {}

  /** How long an address has to wait until it may try again, in milliseconds; 0 = it may. */
  waitOf(address: string): number {
    const failed = this.failures.get(addressGroup(address));
    if (failed === undefined) return 0;
    const passed = this.clock.now() - failed.last;
    if (failed.count <= FREE_FAILURES || passed >= MEMORY) return 0;
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failed.count - FREE_FAILURES - 1));
    return Math.max(0, wait - passed);
  }

  fail(address: string): void {
    const group = addressGroup(address);
    const earlier = this.failures.get(group);
    const now = this.clock.now();
    const count = earlier === undefined || now - earlier.last >= MEMORY ? 1 : earlier.count + 1;
    // Taken out and put in again, so that the order of the map is that of the last failures.
    this.failures.delete(group);
    this.failures.set(group, { count, last: now });
    if (this.failures.size <= MOST_ADDRESSES) return;
    const [oldest] = this.failures.keys();
    if (oldest !== undefined) this.failures.delete(oldest);
  }

  succeed(address: string): void {
    this.failures.delete(addressGroup(address));
  }
}
