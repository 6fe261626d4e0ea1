import { describe, expect, it } from "vitest";
import { clampIndex, dateChoices, joined, labels, timeChoices } from "./choices.js";

describe("dateChoices", () => {
  it("offers the days that a month has", () => {
    const leap = dateChoices("2024-02-29", "", "", "day");
    expect(leap.columns[2]).toHaveLength(29);
    expect(joined(leap, "-")).toBe("2024-02-29");
    expect(dateChoices("2023-02-01", "", "", "day").columns[2]).toHaveLength(28);
  });

  it("keeps to its limits, in each column", () => {
    const { columns } = dateChoices("2024-03-10", "2024-03-05", "2025-02-01", "day");
    expect(columns[0]).toEqual(["2024", "2025"]);
    expect(columns[1]?.[0]).toBe("03");
    expect(columns[2]?.[0]).toBe("05");
    expect(joined(dateChoices("1999-01-01", "2024-03-05", "2025-02-01", "day"), "-")).toBe("2024-03-05");
    expect(joined(dateChoices("2030-01-01", "2024-03-05", "2025-02-01", "day"), "-")).toBe("2025-02-01");
  });

  it("offers years or months only when asked to", () => {
    expect(joined(dateChoices("2024-05", "", "", "month"), "-")).toBe("2024-05");
    expect(joined(dateChoices("2024", "", "", "year"), "-")).toBe("2024");
  });
});

describe("timeChoices", () => {
  it("limits minutes in the first and the last hour", () => {
    const first = timeChoices("09:45", "09:30", "18:10");
    expect(first.columns[0]).toHaveLength(10);
    expect(first.columns[1]?.[0]).toBe("30");
    expect(joined(first, ":")).toBe("09:45");
    expect(timeChoices("18:00", "09:30", "18:10").columns[1]?.at(-1)).toBe("10");
    expect(joined(timeChoices("nonsense", "09:30", ""), ":")).toBe("09:30");
  });
});

describe("labels", () => {
  it("shows texts, or a field of objects", () => {
    expect(labels(["a", 1, null], "")).toEqual(["a", "1", ""]);
    expect(labels([{ name: "x" }, {}], "name")).toEqual(["x", ""]);
    expect(labels(undefined, "")).toEqual([]);
  });
});

describe("clampIndex", () => {
  it("stays in the column", () => {
    expect([-1, 0, 5, "1", undefined].map((index) => clampIndex(index, ["a", "b"]))).toEqual([0, 0, 1, 1, 0]);
    expect(clampIndex(3, [])).toBe(0);
  });
});
