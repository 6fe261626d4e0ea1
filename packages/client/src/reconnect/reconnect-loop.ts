import { RtcError } from "../errors/rtc-error.js";
import type { Logger } from "../logging/logger.js";
import type { NetworkWatch } from "./network-watch.js";
import type { ReconnectPolicy } from "./policy.js";

export interface ReconnectLoopOptions {
  policy: ReconnectPolicy;
  network: NetworkWatch;
  logger: Logger;
  /** Ends the loop without an error. */
  signal: AbortSignal;
  /** Whether a later attempt may fare better after this failure. */
  isPassing(error: RtcError): boolean;
}

/** A connection that lived shorter than this does not count as recovered, so that a flapping one backs off. */
const STABLE = 10_000;

/** What one wait and attempt can take at most while this machine is awake. */
const LONGEST_STEP = 30_000;

/** Makes attempts to reconnect, as the policy and the network allow, until one succeeds or it is given up. */
export class ReconnectLoop {
  readonly #options: ReconnectLoopOptions;
  #failures = 0;
  #connectedAt = 0;

  constructor(options: ReconnectLoopOptions) {
    this.#options = options;
  }

  /** There is a connection now, the first or another one. */
  handleConnected(): void {
    this.#connectedAt = performance.now();
  }

  /**
   * Resolves when an attempt succeeded, or when the signal ended the loop.
   * @throws RtcError a failure that would only be repeated, or `server_unreachable` when the policy gives up.
   */
  async run(cause: RtcError, attempt: () => Promise<void>): Promise<void> {
    const { policy, network, logger, signal, isPassing } = this.#options;
    // A connection that held for a while was a good one; one that flaps goes on backing off.
    const flaps = performance.now() - this.#connectedAt <= STABLE;
    this.#failures = flaps ? this.#failures : 0;
    let elapsed = 0;
    let then = performance.now();
    let error = cause;
    for (;;) {
      // A machine that slept must not find its time used up when it wakes.
      elapsed += Math.min(performance.now() - then, LONGEST_STEP);
      then = performance.now();
      const delay = policy.nextDelay({ failures: this.#failures, elapsed, error });
      if (delay === undefined) {
        const seconds = Math.round(elapsed / 1000);
        throw RtcError.serverUnreachable(`no way back into the room in ${seconds} s: ${error.message}`, error);
      }
      await network.wait(delay, signal);
      if (signal.aborted) return;
      this.#failures += 1;
      try {
        await attempt();
        return;
      } catch (failure) {
        if (signal.aborted) return;
        error = RtcError.from(failure);
        logger.debug(`attempt ${this.#failures} to reconnect failed`, error);
        if (!isPassing(error)) throw error;
      }
    }
  }
}
