import { beforeEach, describe, expect, test } from "vitest";
import { ManualClock } from "../clock/manual-clock.js";
import type { Grant } from "./grant.js";
import { GrantWatch } from "./grant-watch.js";

const START = 1_800_000_000;
let clock: ManualClock;
let told: [seconds: number, what: string][];
let watch: GrantWatch;

beforeEach(() => {
  clock = new ManualClock(START * 1000);
  told = [];
  const note = (what: string) => told.push([clock.now() / 1000 - START, what]);
  watch = new GrantWatch(clock, 30_000, {
    onWarning: (privilege) => note(`${privilege} ends`),
    onOver: (privilege) => note(`${privilege} is over`),
  });
});

/** Times in seconds from now; 0 = never ends, undefined = not granted. */
function grant(token: number, audio?: number, video?: number, subscribe?: number): Grant {
  const at = (seconds: number | undefined) => (seconds ? START + seconds : seconds);
  return {
    expireAt: at(token) ?? 0,
    privileges: { publishAudio: at(audio), publishVideo: at(video), publishData: undefined, subscribe: at(subscribe) },
  };
}

describe("GrantWatch", () => {
  test("warns 30 s ahead and tells the end in the second after", () => {
    watch.watch(grant(100, 0, 0, 0));
    clock.advance(1_000_000);
    expect(told).toEqual([
      [70, "token ends"],
      [101, "token is over"],
    ]);
  });

  test("tells of each privilege that ends before the token", () => {
    watch.watch(grant(500, 100, 100, 200));
    clock.advance(300_000);
    expect(told).toEqual([
      [70, "publish ends"],
      [101, "publish is over"],
      [170, "subscribe ends"],
      [201, "subscribe is over"],
    ]);
  });

  test("does not warn thrice when all ends with the token", () => {
    watch.watch(grant(100, 100, 100, 100));
    clock.advance(100_000);
    expect(told).toEqual([[70, "token ends"]]);
  });

  test("follows audio and video apart", () => {
    watch.watch(grant(0, 100, 200));
    clock.advance(1_000_000);
    expect(told.map(([seconds]) => seconds)).toEqual([70, 101, 170, 201]);
  });

  test("warns at once when the end is near", () => {
    watch.watch(grant(10));
    clock.advance(0);
    expect(told).toEqual([[0, "token ends"]]);
  });

  test("is silent about what never ends, is not granted or is over already", () => {
    watch.watch(grant(0, 0, undefined, -50));
    clock.advance(1e9);
    expect(told).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  test("forgets the old token for a new one, and everything when stopped", () => {
    watch.watch(grant(100));
    watch.watch(grant(1000));
    clock.advance(200_000);
    expect(told).toEqual([]);
    watch.stop();
    expect(clock.pending).toBe(0);
  });
});
