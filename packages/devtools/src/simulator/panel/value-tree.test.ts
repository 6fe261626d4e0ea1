import { describe, expect, it, vi } from "vitest";

vi.mock("./value-tree.css", () => ({}));
const { pathTo, read } = await import("./value-tree.js");

describe("the paths of the data tree", () => {
  it("are those that setData reads", () => {
    expect(pathTo("", "list", "object")).toBe("list");
    expect(pathTo("list", "0", "array")).toBe("list[0]");
    expect(pathTo("list[0]", "name", "object")).toBe("list[0].name");
    expect(pathTo("", "a.b[c]", "object")).toBe("a\\.b\\[c\\]");
  });
});

describe("what is typed into the data tree", () => {
  it("stays a string where a string was, and is JSON elsewhere", () => {
    expect(read("12", { type: "string", value: "x" })).toEqual({ value: "12" });
    expect(read("12", { type: "number", value: 1 })).toEqual({ value: 12 });
    expect(read('{"a": [1]}', { type: "null" })).toEqual({ value: { a: [1] } });
    expect(read("twelve", { type: "number", value: 1 })).toBeUndefined();
  });
});
