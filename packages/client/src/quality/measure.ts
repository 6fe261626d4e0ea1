import type { RoomStats } from "../stats/stats.js";
import type { WayMeasures } from "./grade.js";

/** Both ways of the local participant. */
export interface Measures {
  uplink: WayMeasures;
  downlink: WayMeasures;
}

/** Which transports have no path. */
export interface Paths {
  isSendDown: boolean;
  isReceiveDown: boolean;
}

/** What happened between two readings of the statistics. Tracks that are only in one of them are left out. */
export function measure(before: RoomStats | undefined, now: RoomStats, paths: Paths): Measures {
  const { rtt } = now.connection;
  const elapsed = before ? now.timestamp - before.timestamp : 0;
  const sent = { packets: 0, lost: 0 };
  const received = { packets: 0, lost: 0 };
  const stalls: number[] = [];

  for (const track of now.local) {
    const earlier = before?.local.find(({ source }) => source === track.source);
    if (!earlier || track.packets < earlier.packets) continue;
    sent.packets += track.packets - earlier.packets;
    // A server that gets a packet at the second try does not report it as lost, but had to ask for it.
    const lost = Math.max((track.packetsLost ?? 0) - (earlier.packetsLost ?? 0), 0);
    sent.lost += Math.max(lost, (track.retransmitted ?? 0) - (earlier.retransmitted ?? 0));
  }
  for (const track of now.remote) {
    const earlier = before?.remote.find(({ userId, source }) => userId === track.userId && source === track.source);
    if (!earlier || track.packets <= earlier.packets) continue;
    received.packets += track.packets - earlier.packets;
    received.lost += Math.max((track.packetsLost ?? 0) - (earlier.packetsLost ?? 0), 0);
    const stalled = grown(track.freezeDuration, earlier.freezeDuration) + grown(track.concealed, earlier.concealed);
    // A freeze is counted when it ends, and may be longer than the time between two readings.
    if (elapsed > 0) stalls.push(Math.min(stalled / elapsed, 1));
  }
  return {
    uplink: {
      isDown: paths.isSendDown,
      flows: sent.packets > 0,
      loss: sent.packets > 0 ? Math.min(sent.lost / sent.packets, 1) : undefined,
      rtt,
      isShort: now.local.some(({ qualityLimitation }) => qualityLimitation === "bandwidth"),
    },
    downlink: {
      isDown: paths.isReceiveDown,
      flows: received.packets > 0,
      loss: received.packets > 0 ? received.lost / (received.packets + received.lost) : undefined,
      rtt,
      stalled: stalls.length > 0 ? stalls.reduce((sum, one) => sum + one, 0) / stalls.length : undefined,
    },
  };
}

function grown(now = 0, before = 0): number {
  return Math.max(now - before, 0);
}
