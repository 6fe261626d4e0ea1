import { describe, expect, it } from "vitest";
import { inspectValue } from "./inspected-value.js";

describe("inspectValue", () => {
  it("keeps data as data, and tells by text what is none", () => {
    const own: Record<string, unknown> = { name: "Ann", age: 3, on: true, gone: null, missing: undefined };
    own.self = own;
    expect(inspectValue({ ...own, run() {}, ratio: Number.NaN, list: [1] })).toEqual({
      type: "object",
      entries: [
        ["name", { type: "string", value: "Ann" }],
        ["age", { type: "number", value: 3 }],
        ["on", { type: "boolean", value: true }],
        ["gone", { type: "null" }],
        ["missing", { type: "undefined" }],
        ["self", expect.objectContaining({ type: "object" })],
        ["run", { type: "other", text: "ƒ run()" }],
        ["ratio", { type: "other", text: "NaN" }],
        ["list", { type: "array", entries: [["0", { type: "number", value: 1 }]] }],
      ],
    });
    const circle = inspectValue(own) as { entries: [string, unknown][] };
    expect(circle.entries.at(-1)).toEqual(["self", { type: "other", text: "[Circular]" }]);
  });

  it("cuts what is too long to show, and says so", () => {
    expect(inspectValue("x".repeat(20_000))).toMatchObject({ type: "string", cut: true });
    expect(inspectValue(Array.from({ length: 500 }, () => 0))).toMatchObject({ type: "array", more: 300 });
  });

  it("outlives a getter that throws and a value that is nested without end", () => {
    const deep: { in?: object } = {};
    let node = deep;
    for (let depth = 0; depth < 50; depth++) {
      node.in = {};
      node = node.in;
    }
    expect(JSON.stringify(inspectValue(deep))).toContain("[Object]");
    const broken = Object.defineProperty({}, "x", {
      enumerable: true,
      get: () => {
        throw new Error("no");
      },
    });
    expect(inspectValue(broken)).toEqual({ type: "object", entries: [["x", { type: "other", text: "[Error: no]" }]] });
  });
});
