import type { types } from "mediasoup";
import type { StreamCounters } from "../media-engine.js";

/** What a reading has of each RTP stream. */
type RtpStats = types.ProducerStat | types.ConsumerStat;

/**
 * Adds the RTP streams of a track up: one, or one for each simulcast layer.
 *
 * @param clockRate of the track's codec, in Hz: mediasoup counts jitter in its ticks
 */
export function addCounters(
  all: readonly RtpStats[],
  type: "inbound-rtp" | "outbound-rtp",
  clockRate: number,
): StreamCounters {
  const streams = all.filter((one) => one.type === type);
  const sum = (read: (one: RtpStats) => number) => streams.reduce((total, one) => total + read(one), 0);
  return {
    bytes: sum(({ byteCount }) => byteCount),
    packets: sum(({ packetCount }) => packetCount),
    // Duplicates count against what was lost, so that the sum can fall below nothing.
    lost: Math.max(
      0,
      sum(({ packetsLost }) => packetsLost),
    ),
    // Nothing is known of it before the first report of the other end, and it is told as 0 then.
    rtt: largest(streams.map(({ roundTripTime }) => roundTripTime || undefined)),
    jitter: largest(streams.map((one) => ("jitter" in one ? (one.jitter / clockRate) * 1000 : undefined))),
  };
}

function largest(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
