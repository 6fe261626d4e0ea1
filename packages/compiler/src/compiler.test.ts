import { describe, expect, test } from "vitest";
import { changeBetween } from "./compiled-bundle.js";
import { ProjectCompiler } from "./compiler.js";
import { formatDiagnostic } from "./diagnostic/format.js";
import { evaluateTemplates, loadBundle } from "./testing/run-bundle.js";
import { fixturePath, onePage, temporaryProject } from "./testing/temporary-project.js";

async function compile(files: Record<string, string>) {
  const result = await new ProjectCompiler(temporaryProject(files).root).compile();
  const found = result.diagnostics.map((it) => `${it.severity} ${it.code} ${it.file}:${it.line}:${it.column}`);
  return { ...result, found };
}

describe("a whole project", () => {
  test("becomes a bundle with everything filled in", async () => {
    const { bundle, diagnostics, watched } = await new ProjectCompiler(fixturePath("kitchen")).compile();
    expect(diagnostics).toEqual([]);
    if (!bundle) throw new Error("no bundle");
    expect(bundle.project).toEqual({
      appid: "tt0123",
      projectname: "kitchen",
      urlCheck: false,
      condition: [{ name: "第二页", pathName: "pages/second/second", query: "a=1", scene: 1001, current: true }],
      lianmai: { domains: { request: ["https://api.example.com"] }, map: { tiles: "https://t.test/{z}/{x}/{y}.png" } },
    });
    expect(bundle.app).toMatchObject({
      pages: ["pages/index/index", "pages/second/second", "sub/pages/deep/deep"],
      entryPagePath: "pages/index/index",
      subpackages: [{ root: "sub", name: "sub", pages: ["sub/pages/deep/deep"] }],
      usingComponents: { tile: "components/tile/tile" },
      networkTimeout: { request: 5000, connectSocket: 60_000, uploadFile: 60_000, downloadFile: 60_000 },
      window: { navigationBarTitleText: "厨房", onReachBottomDistance: 50 },
    });
    const definition = loadBundle(bundle);
    expect(definition.hash).toBe(bundle.hash);
    expect(definition.components["pages/index/index"]).toMatchObject({
      module: "pages/index/index.js",
      styleIsolation: "shared",
      styleScope: "",
      config: { window: { navigationBarTitleText: "首页", navigationBarTextStyle: "black" }, usingComponents: {} },
    });
    const tile = definition.components["components/tile/tile"];
    expect(tile).toMatchObject({ styleIsolation: "isolated", config: { component: true, window: {} } });
    expect(definition.styles["components/tile/tile"]).toContain(`.${tile?.styleScope}--title`);
    expect(watched).toContain("shared/base.sjs");
    expect(watched).not.toContain("image/a.png");
  });

  test("gives equal bundles for equal projects", async () => {
    const compiler = new ProjectCompiler(fixturePath("kitchen"));
    const [one, two] = [await compiler.compile(), await new ProjectCompiler(fixturePath("kitchen")).compile()];
    expect(one.bundle?.script).toBe(two.bundle?.script);
    expect((await compiler.compile([])).bundle?.script).toBe(one.bundle?.script);
  });

  test("may lie in a folder below the project's own", async () => {
    const files = Object.entries(onePage({ js: "require('pkg')", ttml: "<view>" }));
    const { found, watched } = await compile({
      ...Object.fromEntries(files.map(([path, text]) => [`mini/${path}`, text])),
      "project.config.json": '{"miniprogramRoot":"./mini/"}',
      "node_modules/pkg/index.js": "",
      "node_modules/pkg/package.json": "{}",
    });
    expect(found).toEqual(["error ttml-unclosed mini/pages/index/index.ttml:1:1"]);
    expect(watched).toContain("mini/app.json");
  });

  test("takes pages without a JSON file and entry pages from anywhere", async () => {
    const page = onePage({});
    const { bundle } = await compile({
      ...page,
      "app.json": '{"pages":["pages/index/index","/b/b"],"entryPagePath":"b/b"}',
      "b/b.js": "Page({})",
      "b/b.ttml": "",
    });
    expect(bundle?.app.pages).toEqual(["b/b", "pages/index/index"]);
  });

  test("follows components through components, circles and generics", async () => {
    const component = (using: object, more: object = {}) =>
      JSON.stringify({ component: true, usingComponents: using, ...more });
    const { bundle, found } = await compile({
      ...onePage({ json: '{"usingComponents":{"one":"../../c/one"}}', ttml: "<one generic:item='x'/>" }),
      "c/one.js": "Component({})",
      "c/one.json": component({ two: "./two" }, { componentGenerics: { item: { default: "/c/leaf" }, other: true } }),
      "c/one.ttml": "<two/><item/><other/>",
      "c/two/index.js": "Component({})",
      "c/two/index.json": component({ one: "/c/one", lib: "ui/button" }, { styleIsolation: "shared" }),
      "c/two/index.ttml": "<one/><lib/>",
      "c/leaf.js": "Component({})",
      "c/leaf.json": component({}, { addGlobalClass: true }),
      "miniprogram_npm/ui/button/index.js": "Component({})",
    });
    expect(found).toEqual([]);
    const definition = bundle && loadBundle(bundle);
    expect(Object.keys(definition?.components ?? {}).sort()).toEqual([
      "c/leaf",
      "c/one",
      "c/two/index",
      "miniprogram_npm/ui/button/index",
      "pages/index/index",
    ]);
    expect(definition?.components["c/one"]?.config.componentGenerics).toEqual({
      item: { default: "c/leaf" },
      other: true,
    });
    expect(definition?.components["c/leaf"]?.styleIsolation).toBe("apply-shared");
    expect(definition?.components["c/two/index"]).toMatchObject({ styleIsolation: "shared", styleScope: "" });
  });
});

test("a custom tab bar is a component that no page names", async () => {
  const { bundle } = await compile({
    ...onePage({}),
    "app.json":
      '{"pages":["pages/index/index"],"tabBar":{"custom":true,"list":[{"pagePath":"pages/index/index","text":"t"}]}}',
    "custom-tab-bar/index.js": "Component({})",
  });
  expect(bundle && Object.keys(loadBundle(bundle).components)).toContain("custom-tab-bar/index");
});

describe("diagnostics of the configuration", () => {
  test("of an empty folder", async () => {
    const { found, bundle } = await compile({ "readme.md": "" });
    expect(found).toEqual(["error app-json-missing app.json:1:1"]);
    expect(bundle).toBeUndefined();
  });

  test.each([
    ['{\n  "pages": ["a"],\n}', "error json-syntax app.json:3:1"],
    ['{\n  "pages": ["a" "b"]\n}', "error json-syntax app.json:2:17"],
    ["{\n  pages: []\n}", "error json-syntax app.json:2:3"],
    ["[]", "error json-shape app.json:1:1"],
    ['{\n  "pages": []\n}', "error pages-empty app.json:2:12"],
    ['{"pages":["pages/index/index","no/page"]}', "error page-missing app.json:1:31"],
    ['{"pages":["pages/index/index"],\n"entryPagePath":"x"}', "error entry-page-unknown app.json:2:17"],
    ['{"pages":["pages/index/index","pages/index/index"]}', "warning page-duplicate app.json:1:31"],
    ['{"pages":["pages/index/index"],\n"usingComponents":{"a":"./no"}}', "warning component-missing app.json:2:24"],
    [
      '{"pages":["pages/index/index"],"tabBar":{"list":[{\n"pagePath":"x","text":"t"}]}}',
      "warning tab-page-unknown app.json:2:12",
    ],
  ])("of app.json %j", async (json, expected) => {
    expect((await compile({ ...onePage({}), "app.json": json })).found).toEqual([expected]);
  });

  test("name the files that were looked for", async () => {
    const { diagnostics } = await compile({ ...onePage({}), "app.json": '{"pages":["a/b"]}', "a/b.js": "" });
    expect(diagnostics[0]?.message).toContain("a/b.ttml");
    expect(diagnostics[0]?.message).not.toContain("a/b.js");
  });

  test("of scripts that are not there", async () => {
    const { "app.js": _, ...files } = onePage({ json: '{"usingComponents":{"c":"/c/c"}}', ttml: "<c/>" });
    const { found } = await compile({ ...files, "c/c.ttml": "" });
    expect(found).toEqual(["error app-script-missing app.js:1:1", "error component-script-missing c/c.ttml:1:1"]);
  });

  test("of page files, with the component that is missing said once", async () => {
    const { found, bundle } = await compile(
      onePage({ json: '{"usingComponents":{"card":"./no","p":"plugin://x/y"}}', ttml: "<card/><p/>" }),
    );
    expect(found).toEqual([
      "warning component-missing pages/index/index.json:1:28",
      "warning component-missing pages/index/index.json:1:39",
    ]);
    expect(bundle).toBeDefined();
  });

  test("of broken projects are printed with place, sentence and lines", async () => {
    const { diagnostics } = await new ProjectCompiler(fixturePath("broken/everywhere")).compile();
    const text = diagnostics.map((it) => formatDiagnostic(it)).join("\n\n");
    await expect(`${text}\n`).toMatchFileSnapshot("../fixtures/broken/everywhere.expected.txt");
    expect(formatDiagnostic(diagnostics[0] ?? ({} as never), { color: true })).toContain("\u001b[31merror");
  });
});

describe("compiling again", () => {
  test("sees only the files that are said to have changed", async () => {
    const project = temporaryProject(onePage({ ttss: ".a{}" }));
    const compiler = new ProjectCompiler(project.root);
    const before = await compiler.compile();
    project.write({ "pages/index/index.ttss": ".b{}" });
    expect((await compiler.compile([])).bundle?.hash).toBe(before.bundle?.hash);
    const after = await compiler.compile([`${project.root}/pages/index/index.ttss`]);
    expect(after.bundle?.styles["pages/index/index"]).toContain(".b");
  });

  test("recovers from an error, and notices files that appear and vanish", async () => {
    const project = temporaryProject(onePage({ js: "require('./a')" }));
    const compiler = new ProjectCompiler(project.root);
    expect((await compiler.compile()).diagnostics.map((it) => it.code)).toEqual(["module-missing"]);
    project.write({ "pages/index/a.js": "exports.a = 1" });
    expect((await compiler.compile(["pages/index/a.js"])).bundle).toBeDefined();
    project.remove("pages/index/a.js");
    expect((await compiler.compile(["pages/index/a.js"])).bundle).toBeUndefined();
    project.write({ "pages/index/a/index.js": "" });
    expect((await compiler.compile(["pages/index/a/index.js"])).bundle).toBeDefined();
  });

  test("notices a template that appears under a reference that failed before", async () => {
    const project = temporaryProject(onePage({ ttml: "<include src='./part'/>" }));
    const compiler = new ProjectCompiler(project.root);
    expect((await compiler.compile()).diagnostics.map((it) => it.code)).toEqual(["ttml-file-missing"]);
    project.write({ "pages/index/part.ttml": "<view/>" });
    expect((await compiler.compile(["pages/index/part.ttml"])).diagnostics).toEqual([]);
  });
});

describe("the change between two bundles", () => {
  const change = async (edit: Record<string, string>) => {
    const project = temporaryProject(onePage({ ttss: ".a{}", json: "{}" }));
    const compiler = new ProjectCompiler(project.root);
    const before = (await compiler.compile()).bundle;
    project.write(edit);
    const after = (await compiler.compile(Object.keys(edit))).bundle;
    if (!before || !after) throw new Error("does not compile");
    return changeBetween(before, after);
  };
  const page = "pages/index/index";

  test("of a template brings what stands on it and what it stands on, and no other", async () => {
    const common = '<sjs src="./m.sjs" module="m" /><template name="c"><text>{{m.a}}</text></template>';
    const project = temporaryProject({
      ...onePage({ ttml: '<import src="/common.ttml" /><template is="c" /><view />' }),
      "app.json": JSON.stringify({ pages: [page, "pages/other/other"] }),
      "pages/other/other.ttml": "<view>other</view>",
      "pages/other/other.js": "Page({})",
      "common.ttml": common,
      "m.sjs": "module.exports = { a: 1 }",
    });
    const compiler = new ProjectCompiler(project.root);
    let { bundle: before } = await compiler.compile();
    const changed = async (path: string, content: string) => {
      project.write({ [path]: content });
      const { bundle: after } = await compiler.compile([path]);
      if (!before || !after) throw new Error("it does not compile");
      const found = changeBetween(before, after);
      before = after;
      return found.kind === "templates" ? Object.keys(evaluateTemplates(found.templatesScript)).sort() : found.kind;
    };
    expect(await changed("pages/other/other.ttml", "<view>changed</view>")).toEqual(["pages/other/other"]);
    expect(await changed(`${page}.ttml`, '<import src="/common.ttml" /><view />')).toEqual(["common", page]);
    expect(await changed("common.ttml", `${common}<view />`)).toEqual(["common", page]);
    expect(await changed("m.sjs", "module.exports = { a: 2 }")).toEqual(["common", page]);
  });

  test("is the least that will do", async () => {
    expect(await change({})).toEqual({ kind: "none" });
    expect(await change({ "readme.md": "x" })).toEqual({ kind: "none" });
    expect(await change({ [`${page}.ttss`]: ".b{}" })).toEqual({
      kind: "styles",
      styles: { [page]: `:where([is="${page}"]) .b{}` },
    });
    expect(await change({ [`${page}.ttml`]: "<text/>" })).toMatchObject({ kind: "templates" });
    expect(await change({ [`${page}.ttml`]: "<text/>", [`${page}.ttss`]: "" })).toMatchObject({
      kind: "templates",
      styles: { [page]: "" },
    });
    expect(await change({ "tsconfig.json": '{"compilerOptions":{"target":"es2020"}}' })).toEqual({ kind: "reload" });
    expect(await change({ [`${page}.js`]: "Page({ a: 1 })" })).toEqual({ kind: "reload" });
    expect(await change({ [`${page}.json`]: '{"navigationBarTitleText":"x"}' })).toEqual({ kind: "reload" });
  });
});
