import { describe, expect, it } from "vitest";
import type { LocalTrackStats, RemoteTrackStats, RoomStats } from "../stats/stats.js";
import { measure } from "./measure.js";

const PATHS = { isSendDown: false, isReceiveDown: false };

function stats(timestamp: number, local: Partial<LocalTrackStats>[], remote: Partial<RemoteTrackStats>[]): RoomStats {
  return {
    timestamp,
    connection: { rtt: 40 },
    local: local.map((one) => ({ source: "camera", kind: "video", bytes: 0, packets: 0, layers: [], ...one })),
    remote: remote.map((one) => ({ userId: "bob", source: "camera", kind: "video", bytes: 0, packets: 0, ...one })),
  };
}

describe("what happened between two readings", () => {
  it("is the loss of all tracks together, each way", () => {
    const before = stats(
      0,
      [{ packets: 100, packetsLost: 0 }],
      [
        { packets: 100, packetsLost: 10 },
        { source: "microphone", packets: 100, packetsLost: 0 },
      ],
    );
    const now = stats(
      2_000,
      [{ packets: 300, packetsLost: 50 }],
      [
        { packets: 180, packetsLost: 30 },
        { source: "microphone", packets: 200, packetsLost: 0 },
      ],
    );
    const { uplink, downlink } = measure(before, now, PATHS);
    expect(uplink).toMatchObject({ flows: true, loss: 0.25, rtt: 40, isShort: false });
    expect(downlink).toMatchObject({ flows: true, loss: 0.1, rtt: 40, stalled: 0 });
  });

  it("is a loss on the way to the server too when a packet came at the second try", () => {
    const before = stats(0, [{ packets: 100, packetsLost: 2, retransmitted: 10 }], []);
    const now = stats(2_000, [{ packets: 200, packetsLost: 3, retransmitted: 40 }], []);
    expect(measure(before, now, PATHS).uplink.loss).toBeCloseTo(0.3);
  });

  it("is how long pictures stood still and sound was made up, on average over the tracks that flow", () => {
    const before = stats(
      0,
      [],
      [
        { packets: 1, freezeDuration: 500 },
        { source: "microphone", packets: 1, concealed: 100 },
      ],
    );
    const now = stats(
      2_000,
      [],
      [
        { packets: 2, freezeDuration: 1_300 },
        { source: "microphone", packets: 2, concealed: 500 },
      ],
    );
    expect(measure(before, now, PATHS).downlink.stalled).toBeCloseTo(0.3);
  });

  it("is nothing for tracks that are new or have begun anew, and for those that stand", () => {
    const before = stats(0, [{ packets: 500 }], [{ packets: 9, packetsLost: 5 }]);
    const now = stats(
      2_000,
      [{ packets: 20 }],
      [
        { packets: 9, packetsLost: 5 },
        { userId: "carol", packets: 7 },
      ],
    );
    const { uplink, downlink } = measure(before, now, PATHS);
    expect([uplink.flows, uplink.loss, downlink.flows, downlink.loss]).toEqual([false, undefined, false, undefined]);
    expect(measure(undefined, now, PATHS).uplink.flows).toBe(false);
  });

  it("knows of paths that are gone and of too little bandwidth", () => {
    const now = stats(0, [{ qualityLimitation: "bandwidth" }], []);
    const { uplink, downlink } = measure(undefined, now, { isSendDown: true, isReceiveDown: false });
    expect([uplink.isDown, uplink.isShort, downlink.isDown]).toEqual([true, true, false]);
  });
});
