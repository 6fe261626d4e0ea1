import { expect, it } from "vitest";
import { clock, grid, pages } from "./layout.js";

it("places the tiles by their number", () => {
  const shape = (count: number, wide = false) => {
    const { columns, rows } = grid(count, wide);
    return `${columns}x${rows}`;
  };
  expect([1, 2, 3, 4, 5, 9].map((count) => shape(count))).toEqual(["1x1", "1x2", "2x2", "2x2", "3x3", "3x3"]);
  expect(shape(2, true)).toBe("2x1");
});

it("puts more than nine on further pages", () => {
  expect(pages([...Array(19).keys()]).map((page) => page.length)).toEqual([9, 9, 1]);
  expect(pages([])).toEqual([]);
});

it("writes the time of a call", () => {
  expect([0, 59_999, 61_000, 3_723_000].map(clock)).toEqual(["00:00", "00:59", "01:01", "1:02:03"]);
});
