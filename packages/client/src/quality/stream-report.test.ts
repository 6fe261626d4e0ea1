import { METHODS } from "@lianmai/protocol";
import * as v from "valibot";
import { expect, it } from "vitest";
import type { LocalTrackStats, RemoteTrackStats, RoomStats } from "../stats/stats.js";
import { reportStreams, type StreamNames } from "./stream-report.js";

const NAMES: StreamNames = {
  publicationId: (source) => (source === "camera" ? "publication" : undefined),
  subscriptionId: (userId, source) => (userId === "gone" ? undefined : `${userId}-${source}`),
};

const camera: LocalTrackStats = {
  source: "camera",
  kind: "video",
  bytes: 1,
  packets: 1,
  layers: [],
  width: 640,
  height: 360,
  framesPerSecond: 15,
  rtt: 40.4,
  jitter: 2.6,
};
const view: RemoteTrackStats = { userId: "bob", source: "camera", kind: "video", bytes: 1, packets: 100 };

function stats(timestamp: number, remote: RemoteTrackStats[], local: LocalTrackStats[] = []): RoomStats {
  return { timestamp, connection: {}, local, remote };
}

it("tells what only this side knows, since the reading before", () => {
  const before = stats(0, [{ ...view, freezes: 1, freezeDuration: 300, concealed: 0 }], [camera]);
  const now = stats(
    2_000,
    [{ ...view, packets: 200, width: 320, height: 180, freezes: 3, freezeDuration: 1_000, jitterBufferDelay: 80.2 }],
    [camera, { ...camera, source: "microphone", kind: "audio" }],
  );
  const streams = reportStreams(before, now, NAMES);
  expect(streams).toEqual([
    { id: "publication", width: 640, height: 360, framesPerSecond: 15, rtt: 40, jitter: 3 },
    { id: "bob-camera", width: 320, height: 180, delay: 80, played: 2_000, stalled: 700, freezes: 2 },
  ]);
  expect(v.parse(METHODS.reportQuality.params, { streams })).toEqual({ streams });
});

it("tells of a stream that does not flow no playing, and of a new one under an old name nothing of the old one", () => {
  const before = stats(0, [view, { ...view, userId: "eve" }]);
  const now = stats(2_000, [view, { ...view, userId: "eve", packets: 1 }, { ...view, userId: "gone" }]);
  expect(reportStreams(before, now, NAMES)).toEqual([{ id: "bob-camera" }, { id: "eve-camera" }]);
  expect(reportStreams(undefined, now, NAMES)).toEqual([{ id: "bob-camera" }, { id: "eve-camera" }]);
});

it("keeps to what the server takes", () => {
  const many = Array.from({ length: 300 }, (_, index) => ({ ...view, userId: `u${index}`, freezeDuration: 0 }));
  const wild = many.map((track) => ({ ...track, packets: 200, freezeDuration: 1e9, rtt: Number.NaN, jitter: -5 }));
  const streams = reportStreams(stats(0, many), stats(2_000, wild), NAMES);
  expect(streams).toHaveLength(200);
  expect(v.parse(METHODS.reportQuality.params, { streams }).streams[0]).toMatchObject({ stalled: 600_000, jitter: 0 });
});
