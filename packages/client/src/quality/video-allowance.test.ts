import { beforeEach, describe, expect, it } from "vitest";
import type { ConnectionStats, LocalTrackStats } from "../stats/stats.js";
import { VideoAllowance } from "./video-allowance.js";

let allowance: VideoAllowance;
let applied: (number | undefined)[];
let [packets, retransmitted] = [0, 0];
beforeEach(() => {
  applied = [];
  [packets, retransmitted] = [0, 0];
  allowance = new VideoAllowance((bitrate) => applied.push(bitrate));
});

/** A measurement in which such a part of so many packets was sent again. */
function measure(
  resent: number,
  connection: ConnectionStats = { availableOutgoingBitrate: 150_000 },
  sent = 100,
): void {
  packets += sent;
  retransmitted += resent * sent;
  const track: LocalTrackStats = { source: "camera", kind: "video", bytes: 0, packets, retransmitted, layers: [] };
  allowance.handleMeasured({ timestamp: 0, connection, local: [track], remote: [] });
}

describe("what pictures may take of the way to the server", () => {
  it("is little as soon as much is lost and little fits", () => {
    measure(0);
    measure(0.19);
    expect(applied).toEqual([]);
    measure(0.3);
    measure(0.3);
    expect(applied).toEqual([60_000]);
  });

  it("is as much as suits them where much fits, or nobody knows how much", () => {
    measure(0);
    measure(0.3, { availableOutgoingBitrate: 300_000 });
    measure(0.3, {});
    expect(applied).toEqual([]);
  });

  it("is as much as suits them again when little was lost for ten seconds in a row", () => {
    measure(0);
    measure(0.3);
    for (let calm = 0; calm < 4; calm++) measure(0.05, { availableOutgoingBitrate: 900_000 });
    measure(0.15);
    for (let calm = 0; calm < 4; calm++) measure(0.05);
    expect(applied).toEqual([60_000]);
    measure(0.05);
    expect(applied).toEqual([60_000, undefined]);
  });

  it("stays as it is while hardly anything is sent, and when the counting begins anew", () => {
    measure(0);
    measure(1, undefined, 10);
    [packets, retransmitted] = [0, 90];
    measure(0);
    measure(0);
    expect(applied).toEqual([]);
  });
});
