import { expect, it } from "vitest";
import { scaleToHeight, scaleToSee } from "./phone-scale.js";

const phones = (count: number) => ({ widths: Array.from({ length: count }, () => 395), tallest: 832 });

it("makes a phone as high as the stage, never larger than it is and never too small to read", () => {
  expect(scaleToHeight(924, 832)).toBe(1);
  expect(scaleToHeight(508, 832)).toBe(0.5);
  expect(scaleToHeight(100, 832)).toBe(0.4);
});

it("takes as many rows as make the phones largest, and all of them fit", () => {
  const stage = { width: 1160, height: 950 };
  const one = scaleToSee(stage, phones(1));
  const six = scaleToSee(stage, phones(6));
  expect(one).toBe(1);
  expect(six).toBeLessThan(one);
  // Two rows of three, or one of six: whichever it is, nothing reaches beyond the stage.
  const rows = 6 * 395 * six + 7 * 24 <= stage.width ? 1 : 2;
  expect(rows * (832 * six + 92)).toBeLessThanOrEqual(stage.height + 1);
  expect((6 / rows) * 395 * six + (6 / rows + 1) * 24).toBeLessThanOrEqual(stage.width + 1);
  // A stage that is high and narrow puts them below each other.
  expect(scaleToSee({ width: 500, height: 1900 }, phones(2))).toBeGreaterThan(
    scaleToSee({ width: 500, height: 950 }, phones(2)),
  );
});
