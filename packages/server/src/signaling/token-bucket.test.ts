import { expect, test } from "vitest";
import { TokenBucket } from "./token-bucket.js";

test("lets a burst through, then the rate", () => {
  const bucket = new TokenBucket(10, 3, 0);
  expect([0, 0, 0, 0].map((now) => bucket.take(now))).toEqual([true, true, true, false]);
  expect(bucket.take(99)).toBe(false);
  expect(bucket.take(200)).toBe(true);
});

test("fills up to the burst and no further, and bears a clock that is set back", () => {
  const bucket = new TokenBucket(10, 2, 1_000_000);
  expect([2_000_000, 2_000_000, 2_000_000].map((now) => bucket.take(now))).toEqual([true, true, false]);
  expect(bucket.take(1_000_000)).toBe(false);
  expect(bucket.take(1_000_100)).toBe(true);
});
