import { describe, expect, test } from "vitest";
import type { RemoteTrackStats, RoomStats } from "../stats/stats.js";
import { PlayoutDelay, playoutDelay } from "./playout-delay.js";

describe("playoutDelay", () => {
  test("is none where hardly anything is lost", () => {
    expect([playoutDelay(0, 20), playoutDelay(0.009, 300)]).toEqual([0, 0]);
  });

  test("gives time for more rounds the more is lost, 100 ms apart or as long as the way is", () => {
    expect([0.02, 0.05, 0.1, 0.2].map((missing) => playoutDelay(missing, 20))).toEqual([50, 150, 250, 500]);
    expect([20, 60, 120].map((rtt) => playoutDelay(0.1, rtt))).toEqual([250, 300, 400]);
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

  test("holds a camera and its microphone back by the same, and the screen by its own", () => {
    const lossy = { packets: 90, packetsLost: 10 };
    const before = stats(camera, microphone, screen);
    const now = stats({ ...camera, ...lossy }, { ...microphone, packets: 10 }, { ...screen, packets: 50 });
    expect(review([before, now])).toEqual([
      ["bob", "camera", 250],
      ["bob", "microphone", 250],
      ["bob", "screen", undefined],
    ]);
  });

  test("counts what was asked for again, as of what was lost on the way to the server", () => {
    const now = stats({ ...camera, packets: 90, packetsLost: 0, nacks: 10 });
    expect(review([stats(camera), now])).toEqual([["bob", "camera", 250]]);
  });

  test("falls only after ten seconds without a loss", () => {
    const lossy = { ...camera, packets: 90, packetsLost: 10 };
    const clean = (packets: number) => stats({ ...lossy, packets });
    const begin = [stats(camera), stats(lossy)];
    expect(review([...begin, clean(200), clean(300), clean(400), clean(500)])[0]?.[2]).toBe(250);
    expect(review([...begin, clean(200), clean(300), clean(400), clean(500), clean(600)])[0]?.[2]).toBeUndefined();
  });

  test("takes the counters of a new track of the same name for a new beginning", () => {
    const before = stats({ ...camera, packets: 1_000, packetsLost: 500 });
    expect(review([before, stats({ ...camera, packets: 10, packetsLost: 0 })])[0]?.[2]).toBeUndefined();
  });
});
