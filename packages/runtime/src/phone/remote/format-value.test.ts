import { expect, test } from "vitest";
import { formatValue, formatValues, oneLine } from "./format-value.js";

test("strings are as they are, other values as JSON", () => {
  expect(formatValues(["a", 1, true, null, undefined, { b: [1, "x"] }])).toBe('a 1 true null undefined {"b":[1,"x"]}');
  expect(formatValue(["a".repeat(50), "b".repeat(50)])).toBe(`[\n  "${"a".repeat(50)}",\n  "${"b".repeat(50)}"\n]`);
});

test("what JSON cannot say is shown all the same", () => {
  const loop: Record<string, unknown> = { n: Number.NaN, big: 10n, f: function go() {}, s: Symbol("s"), u: undefined };
  loop.self = loop;
  loop.twice = [1];
  loop.again = loop.twice;
  expect(JSON.parse(formatValue(loop))).toEqual({
    n: "NaN",
    big: "10n",
    f: "ƒ go()",
    s: "Symbol(s)",
    u: "undefined",
    self: "[Circular]",
    twice: [1],
    again: [1],
  });
  expect(formatValue(new Map([["a", new Set([1])]]))).toBe('{"a":[1]}');
});

test("errors show message and stack, also those of another realm", () => {
  expect(formatValue(new TypeError("broken"))).toContain("TypeError: broken\n");
  expect(formatValue({ name: "Error", message: "far", stack: "at a.js:1:1" })).toBe("Error: far\nat a.js:1:1");
});

test("what throws when it is read does not break the panel, and what is long is cut", () => {
  const hostile = {
    get a() {
      throw new Error("no");
    },
  };
  expect(formatValue(hostile)).toContain("no");
  expect(formatValue("x".repeat(30_000)).length).toBeLessThan(20_100);
  expect(oneLine("a\n  b")).toBe("a b");
});
