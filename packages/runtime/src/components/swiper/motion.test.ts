import { describe, expect, it } from "vitest";
import { distance, settle } from "./motion.js";

describe("distance", () => {
  it("is straight on a line", () => {
    expect(distance(3, 0, 4, false)).toBe(3);
  });

  it("takes the nearer way around a circle", () => {
    expect(distance(3, 0, 4, true)).toBe(-1);
    expect(distance(0, 3, 4, true)).toBe(1);
    expect(distance(0, 7.5, 4, true)).toBe(0.5);
    expect(distance(1, -1, 4, true)).toBe(2);
  });
});

describe("settle", () => {
  it("goes back after a short slow move and on after a long one", () => {
    expect(settle(1, 1.3, 0, 3, false)).toBe(1);
    expect(settle(1, 1.6, 0, 3, false)).toBe(2);
  });

  it("goes on after a fling, but not past the ends of a line", () => {
    expect(settle(1, 1.1, 0.9, 3, false)).toBe(2);
    expect(settle(2, 2.1, 0.9, 3, false)).toBe(2);
    expect(settle(2, 2.1, 0.9, 3, true)).toBe(3);
  });
});
