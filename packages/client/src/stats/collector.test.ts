import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { StatsCollector } from "./collector.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Entry = { id: string; type: string } & Record<string, unknown>;
const from = (...entries: Entry[]) => ({
  getStats: async () => new Map(entries.map((entry) => [entry.id, entry])) as unknown as RTCStatsReport,
});

const inbound = (counters: Record<string, number>) => from({ id: "in", type: "inbound-rtp", ...counters });

it("gives rates since the call before", async () => {
  const collector = new StatsCollector();
  const remote = (counters: Record<string, number>) => [
    { userId: "bob", source: "camera" as const, consumer: inbound(counters) },
  ];
  const first = await collector.collect(undefined, [], remote({ bytesReceived: 1_000, packetsReceived: 10 }));
  expect(first.remote).toEqual([{ userId: "bob", source: "camera", kind: "video", bytes: 1_000, packets: 10 }]);
  vi.advanceTimersByTime(2_000);
  const later = { bytesReceived: 26_000, packetsReceived: 55, packetsLost: 5, framesDecoded: 30, jitter: 0.004 };
  const second = await collector.collect(undefined, [], remote(later));
  expect(second.remote[0]).toMatchObject({ bitrate: 100_000, lossRatio: 0.1, packetsLost: 5, frames: 30, jitter: 4 });
  vi.advanceTimersByTime(2_000);
  // Another track of the same user began to count anew.
  const third = await collector.collect(undefined, [], remote({ bytesReceived: 10, packetsReceived: 1 }));
  expect(third.remote[0]).not.toHaveProperty("bitrate");
});

it("counts the time between two readings, however late the page hears of them", async () => {
  const collector = new StatsCollector();
  const at = Date.now();
  const read = (seconds: number, bytes: number) => {
    const timestamp = at + seconds * 1_000;
    const rtp = from({
      id: "in",
      type: "inbound-rtp",
      timestamp,
      bytesReceived: bytes,
      packetsReceived: bytes / 1_000,
    });
    const sent = from({ id: "out", type: "outbound-rtp", timestamp, bytesSent: bytes, packetsSent: bytes / 1_000 });
    const pair = {
      id: "p",
      type: "candidate-pair",
      nominated: true,
      timestamp,
      bytesSent: bytes,
      bytesReceived: bytes,
    };
    return collector.collect(
      { send: from(pair), receive: from(pair) },
      [{ source: "camera", producer: sent }],
      [{ userId: "bob", source: "camera", consumer: rtp }],
    );
  };
  // Read at 0 s, but the page was held up until 1.9 s; the next one is read and heard at 2 s.
  vi.setSystemTime(at + 1_900);
  await read(0, 100_000);
  vi.setSystemTime(at + 2_000);
  const { connection, local, remote } = await read(2, 150_000);
  expect(connection).toMatchObject({ sendBitrate: 200_000, receiveBitrate: 200_000 });
  expect(local[0]).toMatchObject({ bitrate: 200_000, layers: [{ bitrate: 200_000 }] });
  expect(remote[0]).toMatchObject({ bitrate: 200_000 });
});

it("adds the layers of a simulcast track up, lowest first", async () => {
  const producer = from(
    {
      id: "b",
      type: "outbound-rtp",
      rid: "r1",
      bytesSent: 900,
      packetsSent: 9,
      retransmittedPacketsSent: 2,
      frameWidth: 640,
      frameHeight: 480,
    },
    {
      id: "a",
      type: "outbound-rtp",
      rid: "r0",
      bytesSent: 100,
      packetsSent: 1,
      retransmittedPacketsSent: 1,
      frameWidth: 160,
      active: false,
    },
    { id: "f", type: "remote-inbound-rtp", packetsLost: 2, roundTripTime: 0.05, jitter: 0.001 },
    { id: "m", type: "media-source", totalAudioEnergy: 0.5 },
  );
  const { local } = await new StatsCollector().collect(undefined, [{ source: "camera", producer }], []);
  expect(local).toEqual([
    {
      source: "camera",
      kind: "video",
      bytes: 1_000,
      packets: 10,
      packetsLost: 2,
      retransmitted: 3,
      jitter: 1,
      rtt: 50,
      width: 640,
      height: 480,
      audioEnergy: 0.5,
      layers: [
        { rid: "r0", active: false, bytes: 100, width: 160 },
        { rid: "r1", active: true, bytes: 900, width: 640, height: 480 },
      ],
    },
  ]);
});

it("finds the path to the server", async () => {
  const send = from(
    { id: "t", type: "transport", selectedCandidatePairId: "p" },
    { id: "p", type: "candidate-pair", localCandidateId: "c", currentRoundTripTime: 0.02, bytesSent: 5 },
    { id: "c", type: "local-candidate", protocol: "tcp" },
  );
  const { connection } = await new StatsCollector().collect({ send, receive: from() }, [], []);
  expect(connection).toEqual({ rtt: 20, protocol: "tcp" });
});

it("passes over what is closed just now", async () => {
  const consumer = { getStats: () => Promise.reject(new Error("closed")) };
  const { remote } = await new StatsCollector().collect(undefined, [], [{ userId: "bob", source: "camera", consumer }]);
  expect(remote).toEqual([{ userId: "bob", source: "camera", kind: "video", bytes: 0, packets: 0 }]);
});
