import { describe, expect, it } from "vitest";
import { cloneFields, copyData, describeDropped, isPlainData } from "./data.js";

describe("isPlainData", () => {
  it("accepts what JSON knows, and undefined", () => {
    expect(isPlainData({ a: [1, "x", null, true, undefined, { b: {} }] })).toBe(true);
    expect(isPlainData(Object.create(null))).toBe(true);
  });

  it("refuses functions, instances and cycles at any depth", () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    expect(isPlainData({ a: [{ run() {} }] })).toBe(false);
    expect(isPlainData({ a: new Date() })).toBe(false);
    expect(isPlainData(cyclic)).toBe(false);
  });
});

describe("copyData", () => {
  it("leaves out functions and names where they were", () => {
    const { copy, dropped } = copyData({ list: [{ name: "a", onTap() {} }] }, "rows");
    expect(copy).toEqual({ list: [{ name: "a" }] });
    expect(dropped).toEqual([{ path: "rows.list[0].onTap", what: "function" }]);
  });

  it("cuts a cycle where it closes and keeps the rest", () => {
    const parent: Record<string, unknown> = { name: "p" };
    parent.child = { name: "c", parent };
    const { copy, dropped } = copyData(parent, "tree");
    expect(copy).toEqual({ name: "p", child: { name: "c" } });
    expect(dropped).toEqual([{ path: "tree.child.parent", what: "cyclic reference" }]);
  });

  it("keeps an object that stands in two places without a cycle", () => {
    const shared = { x: 1 };
    const { copy, dropped } = copyData({ a: shared, b: shared }, "v");
    expect(copy).toEqual({ a: { x: 1 }, b: { x: 1 } });
    expect(dropped).toEqual([]);
  });

  it("copies instances by their own fields, and dates as text", () => {
    class Todo {
      title = "t";
      done() {
        return false;
      }
    }
    const { copy } = copyData({ todo: new Todo(), at: new Date(0), bad: new Date(Number.NaN) }, "v");
    expect(copy).toEqual({ todo: { title: "t" }, at: "1970-01-01T00:00:00.000Z", bad: null });
  });

  it("drops objects of the host by their tag", () => {
    const { copy, dropped } = copyData({ map: new Map(), promise: Promise.resolve() }, "v");
    expect(copy).toEqual({});
    expect(dropped.map(({ what }) => what)).toEqual(["Map", "Promise"]);
  });

  it("survives getters that throw", () => {
    const value = Object.defineProperty({}, "bad", {
      enumerable: true,
      get() {
        throw new Error("no");
      },
    });
    expect(copyData(value, "v").copy).toEqual({ bad: undefined });
  });
});

describe("describeDropped", () => {
  it("names the first and counts the others", () => {
    expect(describeDropped([])).toBeUndefined();
    expect(describeDropped(copyData({ a() {}, b() {} }, "ctx").dropped)).toBe('"ctx.a" (function) and 1 more');
  });
});

describe("cloneFields", () => {
  it("copies plain structure and keeps everything else by identity", () => {
    const client = new (class Client {})();
    const run = () => undefined;
    const fields = { list: [1, { a: 1 }], client, run };
    const copy = cloneFields(fields);
    expect(copy).toEqual(fields);
    expect(copy.list).not.toBe(fields.list);
    expect(copy.client).toBe(client);
    expect(copy.run).toBe(run);
  });

  it("keeps cycles as cycles", () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    const copy = cloneFields(cyclic);
    expect(copy.self).toBe(copy);
    expect(copy).not.toBe(cyclic);
  });
});
