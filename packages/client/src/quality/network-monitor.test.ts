import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RoomStats } from "../stats/stats.js";
import { NetworkMonitor } from "./network-monitor.js";
import type { NetworkQuality } from "./network-quality.js";

let packets: number;
let lost: number;
let isDown: boolean;
let reported: string[];
let answers: boolean;
let told: NetworkQuality[];
let monitor: NetworkMonitor;

beforeEach(() => {
  vi.useFakeTimers();
  [packets, lost, isDown, reported, answers, told] = [0, 0, false, [], true, []];
  monitor = new NetworkMonitor({
    localUserId: "me",
    collect: async () =>
      ({
        timestamp: Date.now(),
        connection: { rtt: 20, sendBitrate: 1_000 },
        local: [{ source: "camera", kind: "video", bytes: 0, packets, packetsLost: lost, layers: [] }],
        remote: [],
      }) satisfies RoomStats,
    paths: () => ({ isSendDown: isDown, isReceiveDown: isDown }),
    userIds: () => ["me", "bob", "carol"],
    report: async ({ uplink, downlink }) => {
      reported.push(`${uplink} ${downlink}`);
      if (!answers) throw new Error("no connection");
    },
  });
  monitor.on("quality", (quality) => told.push(quality));
});
afterEach(() => {
  monitor.close();
  vi.useRealTimers();
});

async function interval(sent: number, missing = 0): Promise<void> {
  packets += sent;
  lost += missing;
  await vi.advanceTimersByTimeAsync(2_000);
}

describe("NetworkMonitor", () => {
  it("tells nothing before the join", async () => {
    await interval(100);
    expect(told).toEqual([]);
  });

  it("tells every two seconds how the own ways and those of the others are", async () => {
    monitor.handleSnapshot([
      { userId: "bob", joinedAt: 0, extraInfo: "", publications: [], network: { uplink: 2, downlink: 4 } },
    ]);
    await interval(100);
    await interval(100, 10);
    monitor.handleQualities({ qualities: [{ userId: "carol", uplink: 6, downlink: 6 }] });
    monitor.handleParticipantLeft("bob");
    await interval(100);
    expect(told.map(({ local, remote }) => [local.uplink, local.downlink, ...remote.map((one) => one.uplink)])).toEqual(
      [
        [0, 0, 2, 0],
        [3, 0, 2, 0],
        [1, 0, 0, 6],
      ],
    );
    expect(told[1]?.local).toMatchObject({ userId: "me", rtt: 20, uplinkLoss: 0.1, sendBitrate: 1_000 });
  });

  it("tells the server what has changed, and again until it is answered and after a resume", async () => {
    monitor.handleSnapshot([]);
    answers = false;
    await interval(100);
    answers = true;
    await interval(0);
    await interval(0);
    expect(reported).toEqual(["0 0", "0 0"]);
    monitor.handleSnapshot([]);
    await interval(0);
    expect(reported).toHaveLength(3);
    isDown = true;
    await interval(0);
    expect(reported.at(-1)).toBe("6 6");
  });

  it("is silent once closed", async () => {
    monitor.handleSnapshot([]);
    monitor.close();
    await interval(100);
    expect([told, reported]).toEqual([[], []]);
  });
});
