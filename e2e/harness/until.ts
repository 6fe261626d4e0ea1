import { setTimeout as delay } from "node:timers/promises";

/** Enough for a slow machine; a condition that holds is seen within a tenth of a second. */
const DEFAULT_TIMEOUT = 20_000;
/** Milliseconds between two questions: most conditions hold soon, and one that does not must not keep the machine busy. */
const FIRST_INTERVAL = 20;
const LAST_INTERVAL = 100;

/**
 * Waits until a condition holds: asks again and again until `probe` gives something other than false, null or
 * undefined, and hands that back.
 *
 * @param what The condition in words; the error says it.
 * @param probe Asked at once, soon again, and then ten times a second. What it throws counts as "not yet" and stands in the error as its cause.
 * @param timeout Milliseconds.
 * @throws Error that says what did not happen, and what the probe gave last
 */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  timeout = DEFAULT_TIMEOUT,
): Promise<Exclude<T, false | null | undefined>> {
  const end = performance.now() + timeout;
  let last: unknown;
  let thrown: unknown;
  for (let interval = FIRST_INTERVAL; ; interval = Math.min(interval * 1.5, LAST_INTERVAL)) {
    try {
      const value = await probe();
      if (value !== false && value !== null && value !== undefined)
        return value as Exclude<T, false | null | undefined>;
      last = value;
      thrown = undefined;
    } catch (error) {
      thrown = error;
    }
    if (performance.now() > end) break;
    await delay(interval);
  }
  const detail =
    thrown === undefined ? `the last answer was ${JSON.stringify(last)}` : `the last try failed: ${thrown}`;
  throw new Error(`Within ${timeout / 1000} s not: ${what}; ${detail}`, { cause: thrown });
}
