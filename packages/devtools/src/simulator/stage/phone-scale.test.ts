import { expect, it } from "vitest";
import { ADD_TILE, arrangeToSee, scaleToHeight, sideSpace } from "./phone-scale.js";

const phones = (count: number) => ({ widths: Array.from({ length: count }, () => 395), tallest: 832 });

it("makes a phone as high as the stage, never larger than it is and never too small to read", () => {
  expect(scaleToHeight(924, 832)).toBe(1);
  expect(scaleToHeight(508, 832)).toBe(0.5);
  expect(scaleToHeight(100, 832)).toBe(0.4);
});

it("takes as many rows as make the phones largest, with as many phones in each", () => {
  const stage = { width: 1160, height: 950 };
  const one = arrangeToSee(stage, phones(1));
  const six = arrangeToSee(stage, phones(6));
  expect(one).toEqual({ scale: 1, columns: 1 });
  expect(six.scale).toBeLessThan(one.scale);
  expect(six.columns).toBe(3);
  // A stage that is high and narrow puts them below each other.
  expect(arrangeToSee({ width: 600, height: 1900 }, phones(2)).columns).toBe(1);
  expect(arrangeToSee({ width: 1160, height: 950 }, phones(2)).columns).toBe(2);
});

it.each([
  [1440, 900],
  [1280, 720],
])("leaves no phone of up to twelve out of sight in a window of %d x %d", (width, height) => {
  // What the panel and the top bar leave.
  const stage = { width: width - Math.max(380, width * 0.275), height: height - 52 };
  for (const count of [1, 2, 3, 4, 5, 6, 8, 12]) {
    const arrangement = arrangeToSee(stage, phones(count));
    const { scale, columns } = arrangement;
    const side = sideSpace(stage.width, 395, arrangement);
    const room = stage.width - 2 * side;
    const row = columns * 395 * scale + (columns - 1) * 24;
    expect(row + 24 + ADD_TILE, `${count} phones`).toBeLessThanOrEqual(room + 1);
    expect(row + 24 + 395 * scale, `${count} phones, one more in a row`).toBeGreaterThan(room);
    expect(Math.ceil(count / columns) * (832 * scale + 92), `${count} phones`).toBeLessThanOrEqual(stage.height + 1);
  }
});
