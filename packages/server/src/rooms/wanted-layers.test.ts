import { beforeEach, describe, expect, test } from "vitest";
import { ManualClock } from "../clock/manual-clock.js";
import { RELEASE_AFTER, STOP_AFTER, WantedLayers } from "./wanted-layers.js";

let clock: ManualClock;
let told: number[];
let wanted: WantedLayers;
beforeEach(() => {
  clock = new ManualClock();
  told = [];
  wanted = new WantedLayers(clock, (layers) => told.push(layers));
});

describe("WantedLayers", () => {
  test("are the smallest when nobody comes for a while, and none when nobody comes for longer", () => {
    clock.advance(RELEASE_AFTER - 1);
    expect(told).toEqual([]);
    clock.advance(1);
    expect(told).toEqual([1]);
    clock.advance(STOP_AFTER - 1);
    expect(told).toEqual([1]);
    clock.advance(1);
    expect(told).toEqual([1, 0]);
  });

  test("stay the smallest for a viewer who comes before they would stop", () => {
    clock.advance(RELEASE_AFTER + STOP_AFTER - 1);
    wanted.move(-1, 0);
    clock.advance(STOP_AFTER);
    expect(told).toEqual([1]);
  });

  test("are those up to the highest that anybody is sent", () => {
    wanted.move(-1, 0);
    wanted.move(-1, 2);
    clock.advance(RELEASE_AFTER);
    expect(told).toEqual([3]);
    wanted.move(2, 1);
    clock.advance(RELEASE_AFTER);
    expect(told).toEqual([3, 2]);
    wanted.move(1, -1);
    wanted.move(0, -1);
    clock.advance(RELEASE_AFTER);
    clock.advance(STOP_AFTER);
    expect(told).toEqual([3, 2, 1, 0]);
  });

  test("are more at once", () => {
    wanted.move(-1, 0);
    clock.advance(RELEASE_AFTER);
    wanted.move(-1, 1);
    expect(told).toEqual([1, 2]);
  });

  test("are not told for a viewer who comes back soon", () => {
    wanted.move(-1, 1);
    clock.advance(RELEASE_AFTER);
    wanted.move(1, -1);
    clock.advance(RELEASE_AFTER - 1);
    wanted.move(-1, 1);
    clock.advance(RELEASE_AFTER * 2);
    expect(told).toEqual([2]);
  });

  test("are told no more once closed", () => {
    wanted.close();
    clock.advance(RELEASE_AFTER * 2);
    expect(told).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});
