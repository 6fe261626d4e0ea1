import { describe, expect, it } from "vitest";
import { box, columns, pad } from "./box.js";

describe("columns", () => {
  it("counts Chinese characters and full-width signs as two", () => {
    expect(columns("Lianmai")).toBe(7);
    expect(columns("连麦：a")).toBe(7);
  });

  it("does not count colours", () => {
    expect(columns("\u001b[36mhttp://x\u001b[0m")).toBe(8);
  });
});

describe("box", () => {
  it("is as wide as its widest line, whatever the script", () => {
    const lines = box("连麦", ["本机   http://127.0.0.1:7880/", "short"]).split("\n");
    expect(new Set(lines.map(columns)).size).toBe(1);
    expect(lines[0]).toContain("连麦");
    expect(lines).toHaveLength(4);
  });

  it("has room for a title that is longer than its lines", () => {
    const lines = box("a long title", ["x"]).split("\n");
    expect(new Set(lines.map(columns)).size).toBe(1);
  });
});

describe("pad", () => {
  it("leaves a text alone that is long enough", () => {
    expect(pad("连麦", 3)).toBe("连麦");
    expect(pad("a", 3)).toBe("a  ");
  });
});
