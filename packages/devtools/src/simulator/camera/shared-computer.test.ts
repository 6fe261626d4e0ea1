import { expect, it } from "vitest";
import { sharedFrameRate } from "./frame-rate.js";

it("leaves few phones what cameras usually give, also on a small computer", () => {
  for (const phones of [0, 1, 2, 3, 4]) expect(sharedFrameRate(phones, 2)).toBeGreaterThanOrEqual(30);
  expect(sharedFrameRate(6, 2)).toBeGreaterThanOrEqual(15);
});

it("shares what the computer can do among many, and never so little that pictures stand still", () => {
  expect(sharedFrameRate(9, 2)).toBe(8);
  expect(sharedFrameRate(9, 8)).toBeGreaterThanOrEqual(30);
  expect(sharedFrameRate(12, 1)).toBe(5);
});
