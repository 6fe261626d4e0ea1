import { describe, expect, test } from "vitest";
import { layerFor } from "./layers.js";

const LAYERS = [
  { width: 160, height: 120 },
  { width: 320, height: 240 },
  { width: 640, height: 480 },
];

describe("the layer for a place", () => {
  test.each([
    ["a thumbnail", { width: 120, height: 90 }, 0],
    ["a place as large as a layer", { width: 320, height: 240 }, 1],
    ["a place that a layer fills with little stretching", { width: 420, height: 320 }, 1],
    ["a place that would be stretched too much", { width: 500, height: 375 }, 2],
    ["a place larger than all", { width: 1920, height: 1080 }, 2],
    ["an upright place", { width: 240, height: 320 }, 1],
    ["a place that cannot be seen", { width: 0, height: 0 }, -1],
    ["a place without a height", { width: 300, height: 0 }, -1],
    ["any place", undefined, 2],
  ])("for %s", (_what, place, layer) => {
    expect(layerFor(LAYERS, place)).toBe(layer);
  });

  test("is the largest, or none, where the publisher told nothing", () => {
    expect(layerFor(undefined, undefined)).toBeGreaterThan(0);
    expect(layerFor(undefined, { width: 10, height: 10 })).toBeGreaterThan(0);
    expect(layerFor(undefined, { width: 0, height: 0 })).toBe(-1);
  });
});
