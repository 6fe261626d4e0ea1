import type { StreamCounters } from "../media-engine.js";

export interface TrafficSum {
  packets: number;
  bytes: number;
}

/**
 * What a worker has carried, by the readings of its streams' counters: what came after the last reading of a stream
 * that ended is not in it.
 */
export class Traffic {
  readonly in: TrafficSum = { packets: 0, bytes: 0 };
  readonly out: TrafficSum = { packets: 0, bytes: 0 };

  /** Takes the readings of one stream from its beginning on. */
  meter(direction: "in" | "out"): (counters: StreamCounters) => void {
    const sum = this[direction];
    let before: TrafficSum = { packets: 0, bytes: 0 };
    return ({ packets, bytes }) => {
      sum.packets += Math.max(0, packets - before.packets);
      sum.bytes += Math.max(0, bytes - before.bytes);
      before = { packets, bytes };
    };
  }
}
