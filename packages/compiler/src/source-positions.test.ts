import { describe, expect, test } from "vitest";
import { ProjectCompiler } from "./compiler.js";
import { SourcePositions } from "./source-positions.js";
import { loadBundle, runModule } from "./testing/run-bundle.js";
import { onePage, temporaryProject } from "./testing/temporary-project.js";

async function compile(files: Record<string, string>) {
  const { "pages/index/index.js": _, ...page } = onePage({});
  const { bundle } = await new ProjectCompiler(temporaryProject({ ...page, ...files }).root).compile();
  if (!bundle) throw new Error("does not compile");
  return bundle;
}

describe("source positions", () => {
  test("are found for what really throws, across modules", async () => {
    const bundle = await compile({
      "pages/index/index.ts": 'import { fail } from "./中";\n\ntype T = 1;\nfail();\n',
      "pages/index/中.ts": "interface A { a: 1 }\nexport function fail() {\n  throw new Error('错');\n}\n",
    });
    let stack = "";
    try {
      runModule(loadBundle(bundle), "pages/index/index.js");
    } catch (error) {
      stack = String((error as Error).stack);
    }
    const mapped = SourcePositions.fromScript(bundle.script)?.mapStack(stack) ?? "";
    expect(mapped).toContain("fail (pages/index/中.ts:3:9)");
    expect(mapped).toContain("pages/index/index.ts:4:1");
  });

  test("are rewritten in the stacks of all browsers, and only where the code is the user's", async () => {
    const bundle = await compile({ "pages/index/index.js": "const a = 1;\nPage({ a });" });
    const positions = new SourcePositions(bundle.sourceMap);
    const line = bundle.script.split("\n").findIndex((it) => it.startsWith("Page(")) + 1;
    expect(positions.mapStack(`    at x (http://127.0.0.1:8080/p/app.js?h=1:${line}:1)`)).toBe(
      "    at x (pages/index/index.js:2:1)",
    );
    expect(positions.mapStack(`x@https://h/app.js:${line}:1\n@https://h/runtime.js:1:1`)).toBe(
      "x@pages/index/index.js:2:1\n@https://h/runtime.js:1:1",
    );
    expect(positions.mapStack("at http://h/app.js:1:5")).toBe("at http://h/app.js:1:5");
  });

  test("reach SJS, in files and in templates", async () => {
    const bundle = await compile({
      "pages/index/index.js": "Page({})",
      "pages/index/index.ttml":
        "<view bindtap='a'/>\n<sjs module='own'>var t = [].constructor; exports.f = function () {\n  marker.one();\n}</sjs>\n<sjs src='/u.sjs' module='u'/>",
      "u.sjs": "var a = [].constructor,\n b = ''.constructor + marker.two();\n",
    });
    const positions = new SourcePositions(bundle.sourceMap);
    const found = (text: string) => {
      const lines = bundle.script.split("\n");
      const line = lines.findIndex((it) => it.includes(text));
      return positions.locate(line + 1, (lines[line]?.indexOf(text) ?? 0) + 1);
    };
    expect(found("marker.one")).toEqual({ file: "pages/index/index.ttml", line: 3, column: 3 });
    expect(found("exports.f = ")).toEqual({ file: "pages/index/index.ttml", line: 2, column: 43 });
    expect(found("+ marker.two")).toEqual({ file: "u.sjs", line: 2, column: 21 });
    expect(found('E("view"')).toBeUndefined();
  });

  test("do not exist without a source map", () => {
    expect(SourcePositions.fromScript("__lianmai.load({})")).toBeUndefined();
  });
});
