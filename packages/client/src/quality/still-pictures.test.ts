import type { Source } from "@lianmai/protocol";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { RemoteTrackStats, RoomStats } from "../stats/stats.js";
import { StillPictures } from "./still-pictures.js";

const CAMERA: RemoteTrackStats = { userId: "bob", source: "camera", kind: "video", bytes: 0, packets: 0, frames: 0 };

let stats: RoomStats;
let asked: [number, string, Source][];
let pictures: StillPictures;
beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  asked = [];
  pictures = new StillPictures({
    collect: async () => ({ ...stats, timestamp: Date.now() }),
    ask: (userId, source) => asked.push([Date.now(), userId, source]),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What the measurements and looks see from now on. */
function see(change: Partial<RemoteTrackStats>): void {
  stats = { timestamp: Date.now(), connection: {}, local: [], remote: [{ ...CAMERA, ...change }] };
}

/** Measures, and lets two seconds pass. */
async function measure(): Promise<void> {
  pictures.handleMeasured({ ...stats, timestamp: Date.now() });
  await vi.advanceTimersByTimeAsync(2_000);
}

describe("StillPictures", () => {
  test("ask within a second where packets are lost, and later each time", async () => {
    see({ packets: 100, frames: 50 });
    await measure();
    see({ packets: 200, nacks: 20, frames: 80 });
    pictures.handleMeasured({ ...stats, timestamp: Date.now() });
    see({ packets: 230, nacks: 30, frames: 80 });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual([[2_600, "bob", "camera"]]);
    await vi.advanceTimersByTimeAsync(1_000);
    see({ packets: 300, nacks: 60, frames: 80 });
    await measure();
    await measure();
    expect(asked.map(([at]) => at)).toEqual([2_600, 3_800]);
  });

  test("ask before it stands still where the server itself lacks what is missing", async () => {
    see({ packets: 100, frames: 40, framesReceived: 50 });
    await measure();
    see({ packets: 200, nacks: 20, retransmitted: 3, frames: 70, framesReceived: 80 });
    pictures.handleMeasured({ ...stats, timestamp: Date.now() });
    see({ packets: 215, nacks: 30, retransmitted: 3, frames: 75, framesReceived: 80 });
    await vi.advanceTimersByTimeAsync(300);
    see({ packets: 230, nacks: 40, retransmitted: 3, frames: 80, framesReceived: 80 });
    await vi.advanceTimersByTimeAsync(300);
    expect(asked).toEqual([[2_450, "bob", "camera"]]);
    await vi.advanceTimersByTimeAsync(1_400);
    for (let second = 4; second < 12; second += 2) {
      see({ packets: 300 + second, nacks: 50 * second, retransmitted: 3, frames: 80, framesReceived: 80 });
      await measure();
    }
    expect(asked.map(([at]) => at)).toEqual([2_450, 3_350, 4_300, 5_200, 6_150, 8_000, 11_650]);
  });

  test("wait for what the server sends again", async () => {
    see({ packets: 100, frames: 40, framesReceived: 50 });
    await measure();
    see({ packets: 200, nacks: 20, retransmitted: 10, frames: 70, framesReceived: 80 });
    pictures.handleMeasured({ ...stats, timestamp: Date.now() });
    see({ packets: 230, nacks: 40, retransmitted: 20, frames: 80, framesReceived: 80 });
    await vi.advanceTimersByTimeAsync(600);
    expect(asked).toEqual([]);
  });

  test("look closer only at those of which some is lost", async () => {
    const looked: [string, boolean][] = [];
    const collect = async (isWanted: (userId: string, source: Source) => boolean) => {
      for (const userId of ["bob", "carol"]) looked.push([userId, isWanted(userId, "camera")]);
      return stats;
    };
    const some = new StillPictures({ collect, ask: () => {} });
    for (const nacks of [0, 50]) {
      see({ packets: 100 + nacks, nacks, frames: 20 });
      stats.remote.push({ ...CAMERA, userId: "carol", packets: 100 + nacks, nacks: 0, frames: 20 });
      some.handleMeasured(stats);
    }
    await vi.advanceTimersByTimeAsync(200);
    expect(looked).toEqual([
      ["bob", true],
      ["carol", false],
    ]);
  });

  test("ask nothing of a picture that moves, or of which nothing comes", async () => {
    for (let second = 1; second < 10; second++) {
      see({ packets: second * 60, nacks: second * 10, frames: second * 20 });
      await measure();
    }
    see({ packets: 9 * 60 + 4, nacks: 100, frames: 9 * 20 });
    await measure();
    await measure();
    expect(asked).toEqual([]);
  });

  test("ask nothing where nothing is lost: the page has too much to do", async () => {
    for (let second = 1; second < 10; second++) {
      see({ packets: second * 60, packetsLost: 0, nacks: 0, frames: 20 });
      await measure();
    }
    expect(asked).toEqual([]);
  });

  test("look no closer when looking takes long", async () => {
    const collect = vi.fn(async () => {
      vi.advanceTimersByTime(150);
      return stats;
    });
    const busy = new StillPictures({ collect, ask: () => {} });
    see({ packets: 100, nacks: 0, frames: 20 });
    busy.handleMeasured(stats);
    see({ packets: 200, nacks: 50, frames: 20 });
    busy.handleMeasured(stats);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(collect).toHaveBeenCalledTimes(1);
  });

  test("look no closer where nothing is lost", async () => {
    const collect = vi.fn(async () => stats);
    const calm = new StillPictures({ collect, ask: () => {} });
    for (let second = 1; second < 3; second++) {
      see({ packets: second * 60, packetsLost: 0, nacks: 0, frames: second * 20 });
      calm.handleMeasured(stats);
      await vi.advanceTimersByTimeAsync(2_000);
    }
    expect(collect).not.toHaveBeenCalled();
  });

  test("know a new picture of the same name for one", async () => {
    see({ packets: 1_000, frames: 500 });
    await measure();
    see({ packets: 10, frames: 500 });
    await measure();
    expect(asked).toEqual([]);
  });
});
