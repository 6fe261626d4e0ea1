import { expect, test } from "vitest";
import { ProjectCompiler } from "../compiler.js";
import { loadBundle, loadPackage, runModule } from "../testing/run-bundle.js";
import { temporaryProject } from "../testing/temporary-project.js";

const json = (value: unknown) => JSON.stringify(value);
const component = (name: string, more: object = {}) => ({
  [`${name}.json`]: json({ component: true, ...more }),
  [`${name}.ttml`]: "<slot/>",
  [`${name}.js`]: "Component({})",
});

const files = {
  "app.json": json({
    pages: ["pages/index/index"],
    subPackages: [
      { root: "shop", name: "s", pages: ["list/list", "item/item"] },
      { root: "me", pages: ["me"] },
    ],
    preloadRule: { "pages/index/index": { network: "all", packages: ["s"] } },
  }),
  "app.js": 'require("./shared/base"); App({})',
  "shared/base.js": "module.exports = 1",
  "shared/both.js": "module.exports = 2",
  "shared/price.js": "module.exports = () => 3",
  "pages/index/index.ttml": "<view>index</view>",
  "pages/index/index.js": "Page({})",
  "shop/list/list.ttml": '<import src="../row.ttml"/><template is="row"/>',
  "shop/row.ttml": '<template name="row"><view>row</view></template>',
  "shop/list/list.ttss": ".a { color: red }",
  "shop/list/list.js": 'const price = require("../../shared/price"); require("../../shared/both"); Page({ price })',
  "shop/list/list.json": json({ usingComponents: { tile: "/parts/tile", card: "/parts/card" } }),
  "shop/item/item.ttml": "<view/>",
  "shop/item/item.js": "Page({})",
  "me/me.ttml": "<view/>",
  "me/me.js": 'require("../shared/both"); require("../shared/base"); Page({})',
  "me/me.json": json({ usingComponents: { tile: "/parts/tile" } }),
  ...component("parts/tile"),
  ...component("parts/card"),
};

async function compile(project: Record<string, string>) {
  const compiler = new ProjectCompiler(temporaryProject(project).root);
  const { bundle, diagnostics } = await compiler.compile();
  if (!bundle) throw new Error(json(diagnostics));
  return bundle;
}

test("what only the pages of one subpackage reach is in its script, the rest in the main one", async () => {
  const bundle = await compile(files);
  const main = loadBundle(bundle);
  expect(Object.keys(main.components).sort()).toEqual(["pages/index/index", "parts/tile"]);
  expect(Object.keys(main.modules).sort()).toEqual([
    "app.js",
    "pages/index/index.js",
    "parts/tile.js",
    "shared/base.js",
    "shared/both.js",
  ]);
  expect(Object.keys(main.templates).sort()).toEqual(["pages/index/index", "parts/tile"]);
  expect(main.styles).not.toHaveProperty("shop/list/list");
  expect(main.packages.map(({ name, root, pages }) => ({ name, root, pages }))).toEqual([
    { name: "s", root: "shop", pages: ["shop/list/list", "shop/item/item"] },
    { name: "me", root: "me", pages: ["me/me"] },
  ]);
  const [shop, me] = main.packages.map(({ script }) => loadPackage(bundle, script));
  expect(Object.keys(shop?.components ?? {}).sort()).toEqual(["parts/card", "shop/item/item", "shop/list/list"]);
  expect(Object.keys(shop?.templates ?? {})).toContain("shop/row");
  expect(shop?.styles["shop/list/list"]).toContain("color: red");
  expect(shop?.modules).toHaveProperty("shared/price.js");
  expect(shop?.requires["shop/list/list.js"]).toEqual({
    "../../shared/price": "shared/price.js",
    "../../shared/both": "shared/both.js",
  });
  expect(Object.keys(me?.components ?? {})).toEqual(["me/me"]);
  // The subpackage's modules run beside those of the main script.
  const whole = {
    ...main,
    modules: { ...main.modules, ...shop?.modules },
    requires: { ...main.requires, ...shop?.requires },
  };
  expect(runModule(whole, "shared/price.js")).toBeTypeOf("function");
  expect(main.app.preloadRule).toEqual({ "pages/index/index": { network: "all", packages: ["s"] } });
});

test("a project without subpackages is one script", async () => {
  const bundle = await compile({ ...files, "app.json": json({ pages: ["pages/index/index"] }) });
  expect(loadBundle(bundle).packages).toEqual([]);
  expect(bundle.scripts).toEqual({});
});

test("places in all scripts are found by the one source map of the app", async () => {
  const broken = { ...files, "shop/item/item.js": "const a = 1;\nthrow new Error(`at line two`)" };
  const bundle = await compile(broken);
  const main = loadBundle(bundle);
  const script = main.packages[0]?.script ?? "";
  const part = loadPackage(bundle, script);
  let stack = "";
  try {
    runModule({ ...main, ...part } as never, "shop/item/item.js");
  } catch (error) {
    stack = (error as Error).stack ?? "";
  }
  const { SourcePositions } = await import("../source-positions.js");
  expect(script).toMatch(/^[\w.-]+\.app\.js$/);
  expect(new SourcePositions(bundle.sourceMap).mapStack(stack)).toContain("shop/item/item.js:2:7");
});
