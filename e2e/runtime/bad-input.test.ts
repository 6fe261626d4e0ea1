import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Diagnostic, ProjectCompiler } from "@lianmai/compiler";
import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../harness/index.js";
import { type MiniProgram, type ProjectFiles, RuntimeLab } from "./mini-program.js";

// What is wrong in a program gets the platform's error or a warning that names what and where, and the rest goes on.

let lab: RuntimeLab;
beforeAll(async () => {
  lab = await RuntimeLab.start();
});
afterAll(() => lab?.close());

/** A program with a counter in its page: that it counts shows that it lives. */
function program(js = "", ttml = "", more: ProjectFiles = {}): ProjectFiles {
  return {
    "app.js": `App({ onError(message) { console.log("app error", message.split("\\n")[0]) } })`,
    "pages/index/index.ttml": `${ttml}<button id="count" bindtap="count">{{n}}</button>`,
    "pages/index/index.js": `Page({ data: { n: 0 }, count() { this.setData({ n: this.data.n + 1 }) }, ${js} })`,
    ...more,
  };
}

async function stillCounts(app: MiniProgram): Promise<void> {
  await app.tap("#count");
  await until("the page reacts", async () => (await app.text("#count")) === "1");
  await app.close();
}

async function warned(app: MiniProgram, ...parts: string[]): Promise<void> {
  await until(`a warning says ${parts.join(" ... ")}`, async () =>
    (await app.reports("console")).some(
      ({ level, args }) => level === "warn" && parts.every((part) => String(args[0]).includes(part)),
    ),
  );
}

async function diagnose(files: ProjectFiles): Promise<Diagnostic[]> {
  const folder = mkdtempSync(join(tmpdir(), "lianmai-bad-"));
  for (const [path, content] of Object.entries({ "app.json": '{\n  "pages": ["pages/index/index"]\n}', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const compiler = new ProjectCompiler(folder);
  const { diagnostics } = await compiler.compile();
  await compiler.dispose();
  rmSync(folder, { recursive: true });
  return diagnostics;
}

it("an unknown component is named with its place, and its content is shown", async () => {
  const files = program("", `<view>\n  <no-such-thing>inside</no-such-thing>\n</view>`);
  expect(await diagnose(files)).toMatchObject([
    { severity: "warning", code: "component-unknown", file: "pages/index/index.ttml", line: 2, column: 4 },
  ]);
  const app = await lab.open(files);
  await app.showsEventually("inside");
  await stillCounts(app);
});

it("a missing page is an error with its place, and a navigation to it fails", async () => {
  const [missing] = await diagnose({
    ...program(),
    "app.json": '{\n  "pages": ["pages/index/index",\n    "pages/gone/gone"]\n}',
  });
  expect(missing).toMatchObject({ severity: "error", code: "page-missing", file: "app.json", line: 3, column: 5 });
  const app = await lab.open(
    program(`onReady() { tt.navigateTo({ url: "/pages/gone/gone", fail: ({ errMsg }) => console.log(errMsg) }) }`),
  );
  await app.printsEventually('navigateTo:fail page "pages/gone/gone" is not found: add it to "pages" in app.json');
  await stillCounts(app);
});

it("a circular require that hands out nothing is named, and both modules run", async () => {
  const app = await lab.open({
    ...program(),
    "pages/index/a.js": `const b = require("./b"); exports.name = "a"; console.log("a has", b.name)`,
    "pages/index/b.js": `const a = require("./a"); exports.name = "b"; console.log("b has", typeof a.name)`,
    "pages/index/index.js": `require("./a"); ${program()["pages/index/index.js"]}`,
  });
  await app.printsEventually("a has b");
  await app.printsEventually("b has undefined");
  await warned(app, "circular require: pages/index/a.js -> pages/index/b.js -> pages/index/a.js", "empty object");
  await stillCounts(app);
});

it.each(["onLoad", "onShow", "onReady"])("an error in %s reaches App.onError with its place", async (name) => {
  const app = await lab.open(program(`${name}() { throw new Error("${name} broke") }`));
  await app.printsEventually(`app error Error: ${name} broke`);
  const [error] = await app.reports("error");
  expect(error).toMatchObject({ message: `Error: ${name} broke`, stack: expect.stringMatching(/app\.js:\d+:\d+/) });
  await stillCounts(app);
});

it("setData with cycles and functions shows the rest and says what was left out", async () => {
  const app = await lab.open(
    program(
      `onLoad() { const tree = { name: "leaf" }; tree.self = tree; this.setData({ tree, "deep.run": () => 1 }); console.log(this.data.tree === tree) }`,
      `<view id="tree">{{tree.name}}</view>`,
    ),
  );
  await app.printsEventually("true");
  expect(await app.text("#tree")).toBe("leaf");
  await warned(app, "setData of pages/index/index", '"tree.self" (cyclic reference)');
  await warned(app, "setData of pages/index/index", '"deep.run" (function)');
  const [warning] = (await app.reports("console")).filter(({ level }) => level === "warn");
  expect(warning?.stack).toMatch(/app\.js:\d+:\d+/);
  await stillCounts(app);
});

it("huge data is named, and is shown all the same", async () => {
  const app = await lab.open(
    program(
      `onLoad() { this.setData({ list: Array.from({ length: 30000 }, (_, at) => at), word: "x".repeat(2e6) }) }`,
      `<view id="size">{{list.length}} {{word.length}}</view>`,
    ),
  );
  await warned(app, '"list" is huge (30000 items)');
  await warned(app, '"word" is huge (2000000 characters)');
  expect(await app.text("#size")).toBe("30000 2000000");
  await stillCounts(app);
});

it("a host out of reach fails the request with a reason", async () => {
  const app = await lab.open(
    program(
      // Nothing listens at the discard port of loopback.
      `onLoad() { tt.request({ url: "http://127.0.0.1:9/", fail: ({ errMsg }) => console.log(errMsg), complete: () => console.log("complete") }) }`,
    ),
  );
  await app.printsEventually("complete");
  expect((await app.printed())[0]).toMatch(/^request:fail .+/);
  await stillCounts(app);
});

it("a denied scope fails the call as the platform documents it", async () => {
  const app = await lab.open(
    program(
      `onLoad() { tt.getLocation({ fail: ({ errMsg, errNo }) => console.log(errMsg, errNo) }); tt.authorize({ scope: "scope.camera" }).catch(({ errNo }) => console.log("promise", errNo)) }`,
    ),
  );
  await app.printsEventually("getLocation:fail auth deny 10200");
  await app.printsEventually("promise 10200");
  await stillCounts(app);
});
