import { describe, expect, test } from "vitest";
import type { RemoteTrackStats, RoomStats } from "../stats/stats.js";
import { PlayoutDelay, playoutDelay } from "./playout-delay.js";

describe("playoutDelay", () => {
  test("is none where hardly anything is lost", () => {
    expect([playoutDelay(0, 20), playoutDelay(0.009, 300)]).toEqual([0, 0]);
  });

  test("gives time for more rounds the more is lost, and for longer ones the longer the way is", () => {
    expect([0.05, 0.1, 0.2].map((missing) => playoutDelay(missing, 20))).toEqual([100, 150, 300]);
    expect([20, 60, 120].map((rtt) => playoutDelay(0.1, rtt))).toEqual([150, 250, 400]);
  });

  test("is never longer than people can talk with", () => {
    expect([playoutDelay(0.5, 20), playoutDelay(1, 1_000)]).toEqual([500, 500]);
  });
});

describe("PlayoutDelay", () => {
  const camera: RemoteTrackStats = { userId: "bob", source: "camera", kind: "video", bytes: 0, packets: 0 };
  const microphone: RemoteTrackStats = { ...camera, source: "microphone", kind: "audio" };
  const screen: RemoteTrackStats = { ...camera, source: "screen" };

  function stats(...remote: RemoteTrackStats[]): RoomStats {
    return { timestamp: 0, connection: { rtt: 20 }, local: [], remote };
  }

  function review(reviews: RoomStats[]) {
    const applied: [string, string, number | undefined][] = [];
    const playout = new PlayoutDelay((...call) => applied.push(call));
    for (const one of reviews) {
      applied.length = 0;
      playout.review(one);
    }
    return applied;
  }

  /** So many packets that came, of each ten of which one was missing at first. */
  const lossy = (packets: number) => ({ packets, packetsLost: packets / 9 });

  test("holds a camera and its microphone back by the same, and the screen by its own", () => {
    const at = (packets: number) =>
      stats({ ...camera, ...lossy(packets) }, { ...microphone, packets: packets / 9 }, { ...screen, packets });
    expect(review([at(0), at(90), at(180)])).toEqual([
      ["bob", "camera", 150],
      ["bob", "microphone", 150],
      ["bob", "screen", undefined],
    ]);
  });

  test("holds nothing back for what only one review saw", () => {
    const clean = { ...camera, ...lossy(90), packets: 190 };
    expect(review([stats(camera), stats({ ...camera, ...lossy(90) })])[0]?.[2]).toBeUndefined();
    expect(review([stats(camera), stats({ ...camera, ...lossy(90) }), stats(clean)])[0]?.[2]).toBeUndefined();
  });

  test("counts what was asked for again, as of what was lost on the way to the server", () => {
    const at = (packets: number) => stats({ ...camera, packets, packetsLost: 0, nacks: packets / 9 });
    expect(review([at(0), at(90), at(180)])).toEqual([["bob", "camera", 150]]);
  });

  test("falls only after ten seconds without a loss", () => {
    const begin = [0, 90, 180].map((packets) => stats({ ...camera, ...lossy(packets) }));
    const clean = [280, 380, 480, 580].map((packets) => stats({ ...camera, ...lossy(180), packets }));
    expect(review([...begin, ...clean])[0]?.[2]).toBe(150);
    expect(review([...begin, ...clean, stats({ ...camera, ...lossy(180), packets: 680 })])[0]?.[2]).toBeUndefined();
  });

  test("takes the counters of a new track of the same name for a new beginning", () => {
    const before = stats({ ...camera, packets: 1_000, packetsLost: 500 });
    const fresh = [10, 20].map((packets) => stats({ ...camera, packets, packetsLost: 0 }));
    expect(review([before, ...fresh])[0]?.[2]).toBeUndefined();
  });
});
