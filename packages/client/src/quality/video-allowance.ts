import type { LocalTrackStats, RoomStats } from "../stats/stats.js";

/** From this part of packets that are sent again on, the way to the server counts as lossy. */
const LOSSY = 0.2;
/** Below this part, for so many measurements, it does not any more. */
const CALM = 0.12;
const CALM_MEASUREMENTS = 5;
/** Fewer packets in a measurement tell nothing. */
const PACKETS = 20;
/** Bits per second. With an estimate above it what is sent again does not wait long for its turn. */
const NARROW = 300_000;
/**
 * Bits per second that all pictures together may take then. Browsers send as much as they believe the way to carry, and
 * pass on packets that are asked for again at that pace as well: at the least estimate, 150 kbit/s, they came so late that
 * the server gave some up, and with 85 kbit/s of pictures still.
 */
const ALLOWANCE = 60_000;

/**
 * Leaves room for what is sent again where much is lost on the way to the server and little is believed to fit on it: a
 * smaller picture that moves instead of one that breaks off.
 */
export class VideoAllowance {
  readonly #apply: (bitrate: number | undefined) => void;
  #last: RoomStats | undefined;
  #isLimited = false;
  #calm = 0;

  /** @param apply sets the bits per second of all pictures together; undefined for as many as suit them */
  constructor(apply: (bitrate: number | undefined) => void) {
    this.#apply = apply;
  }

  /** A measurement was made. */
  handleMeasured(stats: RoomStats): void {
    const resent = resentOf(stats.local, this.#last?.local ?? []);
    this.#last = stats;
    if (resent === undefined) return;
    this.#calm = resent < CALM ? this.#calm + 1 : 0;
    const { availableOutgoingBitrate: estimate = Number.POSITIVE_INFINITY } = stats.connection;
    if (this.#isLimited ? this.#calm < CALM_MEASUREMENTS : resent < LOSSY || estimate >= NARROW) return;
    this.#isLimited = !this.#isLimited;
    this.#apply(this.#isLimited ? ALLOWANCE : undefined);
  }
}

/** The part of the packets that were sent again since an earlier measurement; undefined where hardly any were sent. */
function resentOf(tracks: readonly LocalTrackStats[], before: readonly LocalTrackStats[]): number | undefined {
  let [packets, resent] = [0, 0];
  for (const track of tracks) {
    const earlier = before.find(({ source }) => source === track.source);
    if (track.kind !== "video" || !earlier || track.packets < earlier.packets) continue;
    packets += track.packets - earlier.packets;
    resent += Math.max((track.retransmitted ?? 0) - (earlier.retransmitted ?? 0), 0);
  }
  return packets >= PACKETS ? resent / packets : undefined;
}
