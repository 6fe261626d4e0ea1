import { ConfigError } from "../config/config-error.js";

const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;

/** How long the history is kept, in milliseconds. */
export interface HistoryRetention {
  /** Points of every 2 s; older ones become one for each minute. Default 24 hours. */
  points: number;
  /** Points of every minute. Default 30 days. */
  minutes: number;
  /** Calls, stays, publications, streams and counts of joins and participants. Default 30 days. */
  calls: number;
  /** Minutes by class. Default 400 days. */
  usage: number;
  /** Who moderated or configured what. Default 180 days. */
  audit: number;
}

export const DEFAULT_HISTORY_RETENTION: HistoryRetention = {
  points: DAY,
  // What the actions of the OpenAPI can ask for.
  minutes: 30 * DAY,
  calls: 30 * DAY,
  usage: 400 * DAY,
  audit: 180 * DAY,
};

/** The shortest that anything may be kept: less than that, calls that are still going on would lose their begin. */
export const SHORTEST_RETENTION = HOUR;

/** @throws ConfigError that names the length that may not be */
export function checkRetention(retention: HistoryRetention): void {
  for (const [name, length] of Object.entries(retention)) {
    if (Number.isFinite(length) && length >= SHORTEST_RETENTION) continue;
    throw new ConfigError(
      `history.retention.${name} must be at least one hour (${SHORTEST_RETENTION} ms), and is ${length}`,
    );
  }
}
