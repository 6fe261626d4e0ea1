import { FlattenMap, originalPositionFor } from "@jridgewell/trace-mapping";
import { parse } from "acorn";
import { describe, expect, test } from "vitest";
import { SOURCE_ROOT } from "../bundle.js";
import { ProjectCompiler } from "../compiler.js";
import { loadBundle, runModule } from "../testing/run-bundle.js";
import { onePage, temporaryProject } from "../testing/temporary-project.js";
import { findRequires } from "./find-requires.js";

async function compile(js: string, more: Record<string, string> = {}) {
  const project = temporaryProject({ ...onePage({ js }), ...more });
  return new ProjectCompiler(project.root).compile();
}

/** What the page's module passes to `Page`. */
async function page(js: string, more: Record<string, string> = {}): Promise<unknown> {
  const { bundle, diagnostics } = await compile(js, more);
  if (!bundle) throw new Error(diagnostics.map((it) => it.message).join("\n"));
  let options: unknown;
  runModule(loadBundle(bundle), "pages/index/index.js", {
    Page: (given: unknown) => {
      options = given;
    },
    getApp: () => "app",
    console,
  });
  return options;
}

describe("modules", () => {
  test("are found relative, from the root, as folders, as JSON and by file name", async () => {
    const value = await page(
      'Page([require("./a"), require("../../lib"), require("/lib/b.js"), require("./d.json").d, require("c/d")])',
      {
        "pages/index/a.js": "exports.a = 1",
        "pages/index/c/d.js": "module.exports = 'no dot'",
        "pages/index/d.json": '{"d":"D"}',
        "lib/index.js": "module.exports = require('./b')",
        "lib/b.js": "module.exports = 'b'",
      },
    );
    expect(value).toEqual([{ a: 1 }, "b", "b", "D", "no dot"]);
  });

  test("come from npm: built by the IDE, meant for mini-programs, or plain", async () => {
    const value = await page(
      `Page([require("built"), require("@s/mini"), require("@s/mini/button/index"), require("plain"), require("plain/sub/x")])`,
      {
        "miniprogram_npm/built/index.js": "module.exports = 'built'",
        "node_modules/built/index.js": "module.exports = 'not this one'",
        "node_modules/@s/mini/package.json": '{"miniprogram":"dist/mp","main":"lib/x.js"}',
        "node_modules/@s/mini/dist/mp/index.js": "module.exports = 'mini'",
        "node_modules/@s/mini/dist/mp/button/index.js": "module.exports = 'button'",
        "node_modules/plain/package.json": '{"main":"./lib/main"}',
        "node_modules/plain/lib/main.js": "module.exports = 'main' + require('../sub/x')",
        "node_modules/plain/sub/x.js": "module.exports = 'x'",
      },
    );
    expect(value).toEqual(["built", "mini", "button", "mainx", "x"]);
  });

  test("may require each other in a circle", async () => {
    const value = await page("Page(require('./a').done)", {
      "pages/index/a.js": "exports.early = 1; const b = require('./b'); exports.done = [b.saw, b.late()]",
      "pages/index/b.js": "const a = require('./a'); exports.saw = a.early; exports.late = () => a.done === undefined",
    });
    expect(value).toEqual([1, true]);
  });

  test("may be ES modules and TypeScript, of which types vanish", async () => {
    const value = await page("import f, { g as h } from './t'; import * as all from './t'; Page([f(), h, all.g])", {
      "pages/index/t.ts": `
        import type { A } from "nowhere";
        import { B } from "nowhere-too";
        export type T = A | B;
        export const g = 2 as number;
        export default function f<X>(x?: X) { return x?.toString ?? "d" }`,
    });
    expect(value).toEqual(["d", 2, 2]);
  });

  test("of TypeScript pages and JavaScript names are found", async () => {
    const { bundle } = await compile("", {
      "pages/index/index.ts": "import { a } from './b.js'; Page({ a })",
      "pages/index/b.ts": "export const a: number = 1",
    });
    expect(bundle && Object.keys(loadBundle(bundle).modules)).toEqual([
      "app.js",
      "pages/index/b.js",
      "pages/index/index.js",
    ]);
  });

  test("see no browser name, not even by a declaration of the same name", async () => {
    const value = await page(
      `const name = "mine"; var self; const App = 1; let open = 2;
       Page([typeof window, typeof document, typeof globalThis, typeof fetch, typeof RTCPeerConnection, typeof self, name, open, typeof __lianmai, this === exports])`,
    );
    expect(value).toEqual([...Array(6).fill("undefined"), "mine", 2, "undefined", true]);
  });

  test("are strict as ES modules and sloppy as CommonJS, unless they say so", async () => {
    const strictness = "(function () { return this === undefined })()";
    const value = await page(`Page([${strictness}, require("./s"), require("./e").default])`, {
      "pages/index/s.js": `'use strict'; module.exports = ${strictness}`,
      "pages/index/e.js": `export default ${strictness}`,
    });
    expect(value).toEqual([false, true, true]);
  });

  test("load by import() too", async () => {
    const value = await page("Page(import('./a').then((m) => m.a))", { "pages/index/a.js": "exports.a = 1" });
    expect(await value).toBe(1);
  });

  test("are only those that something reachable requires", async () => {
    const { bundle } = await compile("Page({})", { "lib/unused.js": "syntax error here" });
    expect(bundle && Object.keys(loadBundle(bundle).modules)).toEqual(["app.js", "pages/index/index.js"]);
  });
});

describe("diagnostics of scripts", () => {
  const found = async (js: string, more: Record<string, string> = {}) =>
    (await compile(js, more)).diagnostics.map((it) => `${it.severity} ${it.code} ${it.file}:${it.line}:${it.column}`);

  test.each([
    ["Page({\n  a: 1\n  b: 2\n})", "error script-syntax pages/index/index.js:3:3"],
    ["/* 中文 */ let 中 = '文' +;", "error script-syntax pages/index/index.js:1:23"],
    ["Page({});\nconst a = require('./no');", "error module-missing pages/index/index.js:2:19"],
    ["import a from 'nowhere'; Page({ a });", "error module-missing pages/index/index.js:1:15"],
    ["try { require('./no') } catch {}", "warning module-missing pages/index/index.js:1:15"],
  ])("of %j", async (js, expected) => {
    expect(await found(js)).toEqual([expected]);
  });

  test("do not blame the user for what a library probes for", async () => {
    expect(
      await found("require('lib')", { "miniprogram_npm/lib/index.js": "module.exports = () => require('fs')" }),
    ).toEqual(["warning module-missing miniprogram_npm/lib/index.js:1:32"]);
  });
});

test("requires of a bundle inside a module are its own", () => {
  const code = `!function e(t){function require(x){}require("a")}; (function(require){ require("b") })(x); foo.require("c"); require(d); require("e"); require.async("f"); require(\`g\`)`;
  expect(findRequires(parse(code, { ecmaVersion: "latest" })).map((it) => it.specifier)).toEqual(["e", "f", "g"]);
});

describe("source maps", () => {
  test("lead from every module of app.js back to its file", async () => {
    const { bundle } = await compile("", {
      "pages/index/index.ts": "type A = number;\nconst marker: A = 7;\nPage({ marker })",
    });
    const lines = bundle?.script.split("\n") ?? [];
    const line = lines.findIndex((it) => it.includes("const marker = 7"));
    const column = lines[line]?.indexOf("marker") ?? 0;
    const found = originalPositionFor(FlattenMap(bundle?.sourceMap ?? ""), { line: line + 1, column });
    expect(found).toMatchObject({ line: 2, column: 6, source: `${SOURCE_ROOT}pages/index/index.ts` });
    expect(lines.at(-2)).toMatch(/^\/\/# sourceMappingURL=data:application\/json/);
  });

  test("can be left out, and scripts made small", async () => {
    const project = temporaryProject(
      onePage({ js: "const longName = 1;\nPage({ longName: longName + getApp().x });" }),
    );
    const { bundle } = await new ProjectCompiler(project.root, { sourceMaps: "none", minify: true }).compile();
    expect(bundle?.sourceMap).toBe("");
    expect(bundle?.script).not.toContain("sourceMappingURL");
    expect(bundle?.script).toContain("Page({longName:1+getApp().x});");
  });
});
