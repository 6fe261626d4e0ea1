import { describe, expect, it } from "vitest";
import type { CallStats, StatsSample } from "./call-stats.js";
import { curveOf, tracksOf } from "./call-tracks.js";

const camera = (bytes: number, more: object = {}): CallStats["local"][number] => ({
  source: "camera",
  kind: "video",
  codec: "video/VP8",
  bytes,
  packets: bytes / 1000,
  bitrate: 400_000,
  framesPerSecond: 15,
  layers: [{ rid: "h", active: true, bytes, bitrate: 400_000, width: 640, height: 480 }],
  ...more,
});
const voice = (userId: string, bytes: number, more: object = {}): CallStats["remote"][number] => ({
  userId,
  source: "microphone",
  kind: "audio",
  bytes,
  packets: bytes / 100,
  ...more,
});
const sample = (time: number, local: CallStats["local"], remote: CallStats["remote"]): StatsSample => ({
  time,
  userId: "me",
  stats: { timestamp: time, connection: { rtt: 20, sendBitrate: 500_000 }, local, remote },
});

describe("the tracks of a call", () => {
  it("are bars that change their colour with what happened to them", () => {
    const tracks = tracksOf([
      sample(2_000, [camera(1_000)], [voice("b", 100)]),
      sample(4_000, [camera(2_000)], [voice("b", 200)]),
      sample(6_000, [camera(3_000, { lossRatio: 0.2 })], [voice("b", 200)]),
      sample(8_000, [camera(4_000, { qualityLimitation: "bandwidth" })], []),
    ]);
    expect(tracks.map(({ key, isOn, spans }) => [key, isOn, spans])).toEqual([
      [
        "sent camera",
        true,
        [
          { from: 0, to: 4_000, state: "good" },
          { from: 4_000, to: 6_000, state: "bad" },
          { from: 6_000, to: 8_000, state: "poor" },
        ],
      ],
      [
        "received b microphone",
        false,
        [
          { from: 0, to: 4_000, state: "good" },
          { from: 4_000, to: 6_000, state: "idle" },
        ],
      ],
    ]);
  });

  it("have a gap where the call was interrupted", () => {
    const [track] = tracksOf([sample(2_000, [camera(1_000)], []), sample(60_000, [camera(2_000)], [])]);
    expect(track?.spans.map(({ from, to }) => [from, to])).toEqual([
      [0, 2_000],
      [58_000, 60_000],
    ]);
  });

  it("say codec, rate and layers in the units that people use", () => {
    const [track] = tracksOf([sample(2_000, [camera(1_000, { lossRatio: 0.034 })], [])]);
    expect(track?.last).toMatchObject({ codec: "VP8", kilobits: 400, framesPerSecond: 15 });
    expect(track?.last.loss).toBeCloseTo(3.4);
    expect(track?.last.layers).toEqual([{ name: "h", active: true, width: 640, height: 480, kilobits: 400 }]);
  });
});

it("draws the worst loss, and leaves out what nobody knows", () => {
  const points = curveOf([
    sample(2_000, [camera(1, { lossRatio: 0.01 })], [voice("b", 1, { lossRatio: 0.25 })]),
    sample(4_000, [], []),
  ]);
  expect(points).toEqual([
    { time: 2_000, sent: 500, received: null, loss: 25, rtt: 20 },
    { time: 4_000, sent: 500, received: null, loss: null, rtt: 20 },
  ]);
});
