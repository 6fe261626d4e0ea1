import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { percentile, Report } from "./figures.js";

describe("percentile", () => {
  it("is one of the values, whatever their order", () => {
    const values = [5, 1, 4, 2, 3, 10, 6, 9, 7, 8];
    expect(percentile(values, 0.5)).toBe(5);
    expect(percentile(values, 0.95)).toBe(10);
    expect(percentile([7], 0.5)).toBe(7);
  });

  it("does not make up a value where there is none", () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });
});

describe("a report", () => {
  let lines: string[];
  beforeEach(() => {
    lines = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  });
  afterEach(() => vi.restoreAllMocks());

  it("is ok while every figure is within its bound", () => {
    const report = new Report();
    report.figure("joins", 25, "", 0);
    report.bounded("joined p95", 29.64, "ms", 100);
    expect(report.verdict()).toBe(0);
    expect(lines).toEqual(["joins: 25", "joined p95: 29.6 ms", "verdict: ok"]);
  });

  it("says what falls short, also when it is no number", () => {
    const report = new Report();
    report.bounded("ratio", 1.5, "", 1.2, 2);
    report.bounded("memory", Number.NaN, "MB", 150);
    report.bounded("delay", 0.42, "ms", 0.09366000001318753, 3);
    expect(report.verdict()).toBe(1);
    expect(lines.at(-1)).toBe(
      "verdict: short of ratio <= 1.2 (is 1.50); memory <= 150 MB (is NaN); delay <= 0.09366 ms (is 0.420)",
    );
  });
});
