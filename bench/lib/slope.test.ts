import { expect, it } from "vitest";
import { slope } from "./slope.js";

it("is what a line rises by, also through scattered points", () => {
  const line = (ys: number[]) => ys.map((y, x) => ({ x, y }));
  expect(slope(line([1, 3, 5, 7]))).toBeCloseTo(2);
  expect(slope(line([5, 5, 5]))).toBe(0);
  expect(slope(line([0, 10, 0, 10, 0]))).toBeCloseTo(0);
  expect(() => slope(line([1]))).toThrow(RangeError);
});
