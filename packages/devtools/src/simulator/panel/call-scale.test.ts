import { expect, test } from "vitest";
import type { CallEntry } from "../state/reports.js";
import { elapsed, scaleCalls } from "./call-scale.js";

const entry = (time: number, ended?: number): CallEntry => ({
  key: time,
  phone: "u1",
  time,
  name: "joinRtcRoom",
  outcome: "success",
  detail: "",
  ...(ended === undefined ? {} : { ended }),
});

test("a short call fills the line, its marks in order and inside", () => {
  const { width, lanes } = scaleCalls([entry(1_000, 1_500), entry(3_000)], 400);
  const marks = lanes.get("u1")?.marks ?? [];
  expect(width).toBe(400);
  expect(marks.map(({ left }) => Math.round(left))).toEqual([12, 388]);
  expect(Math.round(marks[0]?.width ?? 0)).toBe(94);
  expect(marks[1]?.width).toBe(8);
});

test("a long call is wider than the panel, an endless one has a limit", () => {
  expect(Math.round(scaleCalls([entry(0), entry(60_000)], 400).width)).toBe(2_424);
  const endless = scaleCalls([entry(0), entry(36_000_000)], 400);
  expect(endless.width).toBeLessThan(16_100);
  expect(endless.ticks.length).toBeLessThan(300);
});

test("nothing and one event are drawn as well", () => {
  expect(scaleCalls([], 400)).toMatchObject({ width: 400, lanes: new Map() });
  expect(scaleCalls([entry(5)], 400).lanes.get("u1")?.marks[0]).toMatchObject({ left: 12, width: 8 });
});

test("calls at the same time lie below each other, events below them, each phone by itself", () => {
  const { lanes } = scaleCalls(
    [
      entry(0, 1_000),
      entry(500, 2_000),
      entry(1_500, 2_500),
      { ...entry(700), outcome: "event" },
      { ...entry(800), phone: "u2", outcome: "event" },
    ],
    400,
  );
  expect(lanes.get("u1")?.marks.map(({ row }) => row)).toEqual([0, 1, 0, 2]);
  expect(lanes.get("u1")?.rows).toBe(3);
  expect(lanes.get("u2")).toMatchObject({ rows: 1, marks: [{ row: 0 }] });
});

test("seconds become minutes", () => {
  expect([8, 60, 65, 600].map(elapsed)).toEqual(["8 s", "1:00", "1:05", "10:00"]);
});
