import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fraction, snap } from "./steps.js";

describe("snap", () => {
  it("rounds to steps counted from the start of the range", () => {
    expect(snap(6.4, { min: 1, max: 10, step: 2 })).toBe(7);
    expect(snap(10, { min: 1, max: 10, step: 4 })).toBe(9);
    expect(snap(0.29, { min: 0, max: 1, step: 0.1 })).toBe(0.3);
  });

  it("keeps to an empty range and a useless step", () => {
    expect(snap(5, { min: 3, max: 3, step: 1 })).toBe(3);
    expect(snap(5.4, { min: 0, max: 10, step: 0 })).toBe(5);
  });

  it("never leaves the range", () => {
    const integer = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(
        integer,
        integer,
        fc.integer({ min: 1, max: 50 }),
        fc.double({ noNaN: true }),
        (a, b, step, value) => {
          const range = { min: Math.min(a, b), max: Math.max(a, b), step };
          const snapped = snap(value, range);
          expect(snapped).toBeGreaterThanOrEqual(range.min);
          expect(snapped).toBeLessThanOrEqual(range.max);
        },
      ),
    );
  });
});

describe("fraction", () => {
  it("is between 0 and 1", () => {
    expect(fraction(5, { min: 0, max: 10, step: 1 })).toBe(0.5);
    expect(fraction(50, { min: 0, max: 10, step: 1 })).toBe(1);
    expect(fraction(5, { min: 5, max: 5, step: 1 })).toBe(0);
  });
});
