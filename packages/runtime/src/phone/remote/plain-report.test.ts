import { describe, expect, it } from "vitest";
import { plainReport } from "./plain-report.js";

describe("plainReport", () => {
  it("puts what was printed into words, objects of any kind included", () => {
    const circle: Record<string, unknown> = { name: "ring" };
    circle.self = circle;
    const report = plainReport({ kind: "console", level: "log", args: ["a", { b: 1 }, circle], stack: "at x" });
    expect(report).toEqual({
      kind: "console",
      level: "log",
      args: ['a {"b":1} {"name":"ring","self":"[Circular]"}'],
      stack: "at x",
    });
  });

  it("keeps the fields of a failure, so that its reason is found on the other side", () => {
    const detail = { errNo: 10200, errMsg: "joinRtcRoom:fail no", more: { list: [1, Number.NaN], run() {} } };
    const report = plainReport({ kind: "rtc", name: "joinRtcRoom", phase: "fail", id: 1, detail });
    expect(JSON.parse(JSON.stringify(report))).toMatchObject({
      detail: { errNo: 10200, errMsg: "joinRtcRoom:fail no", more: { list: [1, "NaN"] } },
    });
  });

  it("leaves the data of pages behind", () => {
    expect(plainReport({ kind: "data", path: "pages/a", data: { big: "x".repeat(1_000_000) } })).toEqual({
      kind: "data",
      path: "pages/a",
      data: undefined,
    });
  });
});
