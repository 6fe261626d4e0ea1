import { beforeEach, describe, expect, test } from "vitest";
import { ManualClock } from "../clock/manual-clock.js";
import { LayerHold, RISE_AFTER } from "./layer-hold.js";

let clock: ManualClock;
let applied: number[];
let hold: LayerHold;
beforeEach(() => {
  clock = new ManualClock();
  applied = [];
  hold = new LayerHold(clock, (layer) => applied.push(layer));
});

describe("LayerHold", () => {
  test("begins and begins again without waiting", () => {
    hold.want(2);
    hold.want(-1);
    hold.want(1);
    expect(applied).toEqual([2, -1, 1]);
  });

  test("falls at once and rises only after a while", () => {
    hold.want(2);
    hold.want(0);
    expect(applied).toEqual([2, 0]);
    hold.want(2);
    clock.advance(RISE_AFTER - 1);
    expect(applied).toEqual([2, 0]);
    clock.advance(1);
    expect(applied).toEqual([2, 0, 2]);
  });

  test("begins with what is sent already, and rises after the time that is given", () => {
    hold.begin(0, 1_000);
    hold.want(1);
    expect(applied).toEqual([]);
    clock.advance(1_000);
    expect(applied).toEqual([1]);
  });

  test("rises at once when the layer was held long enough", () => {
    hold.want(0);
    clock.advance(RISE_AFTER);
    hold.want(1);
    expect(applied).toEqual([0, 1]);
  });

  test("rises to what is wanted when the time is over, and not to what was wanted in between", () => {
    hold.want(0);
    hold.want(2);
    clock.advance(1_000);
    hold.want(1);
    clock.advance(RISE_AFTER);
    expect(applied).toEqual([0, 1]);
  });

  test("stays where it is when the wish was taken back or it is closed", () => {
    hold.want(0);
    hold.want(2);
    hold.want(0);
    clock.advance(RISE_AFTER);
    hold.want(2);
    clock.advance(1);
    hold.want(0);
    hold.want(1);
    hold.close();
    clock.advance(RISE_AFTER);
    expect(applied).toEqual([0, 2, 0]);
    expect(clock.pending).toBe(0);
  });
});
