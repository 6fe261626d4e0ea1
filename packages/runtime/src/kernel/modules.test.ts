import type { ModuleFunction } from "@lianmai/compiler/bundle";
import { describe, expect, it } from "vitest";
import { type ModuleScope, Modules } from "./modules.js";

type Require = (path: string) => unknown;
type Body = (require: Require, module: { exports: unknown }, exports: Record<string, unknown>) => void;

function system(bodies: Record<string, Body>, requires: Record<string, Record<string, string>> = {}) {
  const ran: string[] = [];
  const warnings: string[] = [];
  const modules = new Modules(
    { modules: bodies as unknown as Record<string, ModuleFunction>, requires },
    {} as ModuleScope,
    (path, run) => {
      ran.push(path);
      run();
    },
    (message) => warnings.push(message),
  );
  return { modules, ran, warnings };
}

describe("Modules", () => {
  it("runs a module once and gives its exports to everyone", () => {
    const { modules, ran } = system(
      {
        "a.js": (require, module) => {
          module.exports = [require("./b"), require("./b.js")];
        },
        "b.js": (_require, _module, exports) => {
          exports.x = 1;
        },
      },
      { "a.js": { "./b": "b.js", "./b.js": "b.js" } },
    );
    const [first, second] = modules.load("a.js") as unknown[];
    expect(first).toEqual({ x: 1 });
    expect(second).toBe(first);
    expect(ran).toEqual(["a.js", "b.js"]);
  });

  it("shows circular modules what is exported so far", () => {
    const { modules, warnings } = system(
      {
        "a.js": (require, _module, exports) => {
          exports.early = 1;
          exports.fromB = require("b");
          exports.late = 2;
        },
        "b.js": (require, _module, exports) => {
          exports.seen = { ...(require("a") as object) };
        },
      },
      { "a.js": { b: "b.js" }, "b.js": { a: "a.js" } },
    );
    expect(modules.load("a.js")).toEqual({ early: 1, fromB: { seen: { early: 1 } }, late: 2 });
    expect(warnings).toEqual([]);
  });

  it("names a circle that hands out nothing yet", () => {
    const { modules, warnings } = system(
      {
        "a.js": (require) => void require("b"),
        "b.js": (require) => void require("c"),
        "c.js": (require) => void require("b"),
      },
      { "a.js": { b: "b.js" }, "b.js": { c: "c.js" }, "c.js": { b: "b.js" } },
    );
    modules.load("a.js");
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("circular require: b.js -> c.js -> b.js; c.js gets an empty object");
  });

  it("throws the same error again for a module that failed", () => {
    let runs = 0;
    const { modules } = system({
      "a.js": () => {
        runs += 1;
        throw new Error("broken");
      },
    });
    expect(() => modules.load("a.js")).toThrow("broken");
    expect(() => modules.load("a.js")).toThrow("broken");
    expect(runs).toBe(2);
  });

  it("names both sides of a require that leads nowhere", () => {
    const { modules } = system({ "a.js": (require) => void require("./gone") });
    expect(() => modules.load("a.js")).toThrow('module "./gone", required by a.js, is not found');
  });

  it("gives a module its exports as this", () => {
    let self: unknown;
    const { modules } = system({
      "a.js": function (this: unknown) {
        self = this;
      },
    });
    expect(modules.load("a.js")).toBe(self);
  });
});
