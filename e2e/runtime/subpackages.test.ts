import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../harness/index.js";
import { type MiniProgram, RuntimeLab } from "./mini-program.js";

let lab: RuntimeLab;
beforeAll(async () => {
  lab = await RuntimeLab.start();
});
afterAll(() => lab?.close());

const app = (more: object = {}) => ({
  "app.json": JSON.stringify({
    pages: ["pages/index/index", "pages/other/other"],
    subpackages: [
      { root: "shop", name: "the-shop", pages: ["list/list", "item/item"] },
      { root: "me", pages: ["me"] },
    ],
    ...more,
  }),
  "app.js": `Function("return window")().tt = tt; App({ onError(message) { console.log("app error", message.split("\\n")[0]) } })`,
  "shared/count.js": "let n = 0; module.exports = () => ++n",
  "pages/index/index.ttml": "<view>the first page</view>",
  "pages/index/index.js": `require("../../shared/count")(); tt.onLazyLoadError((e) => console.log("lazy", JSON.stringify(e))); Page({})`,
  "pages/other/other.ttml": "<view>another page</view>",
  "pages/other/other.js": "Page({})",
  "shop/list/list.ttml": `<import src="../row.ttml"/><template is="row" data="{{name}}"/><tile/><view class="red">red</view>`,
  "shop/row.ttml": `<template name="row"><view>row {{name}}</view></template>`,
  "shop/list/list.ttss": ".red { color: rgb(9, 0, 0) }",
  "shop/list/list.json": JSON.stringify({ usingComponents: { tile: "../tile" }, navigationBarTitleText: "the list" }),
  "shop/list/list.js": `console.log("shop runs"); const count = require("../../shared/count")
    Page({ data: { name: "one" }, onLoad(q) { console.log("list loads", q.x, count()) } })`,
  "shop/tile.json": JSON.stringify({ component: true }),
  "shop/tile.ttml": "<view>a tile</view>",
  "shop/tile.js": "Component({})",
  "shop/item/item.ttml": "<view>an item</view>",
  "shop/item/item.js": `Page({ onLoad() { throw new Error("item is broken") } })`,
  "me/me.ttml": "<view>about me</view>",
  "me/me.js": "Page({})",
});

/** Names of the subpackages' scripts that the frame has asked for, as they are asked for. */
function watch(program: MiniProgram): string[] {
  const asked: string[] = [];
  program.page.on("request", (request) => {
    const name = request.url().split("/").at(-1) ?? "";
    if (name.endsWith(".app.js")) asked.push(name);
  });
  return asked;
}

async function go(program: MiniProgram, url: string): Promise<string> {
  return await program.frame.evaluate(
    (to) =>
      new Promise<string>((resolve) => {
        const { tt } = window as unknown as { tt: { navigateTo(options: object): void } };
        tt.navigateTo({ url: to, complete: ({ errMsg }: { errMsg: string }) => resolve(errMsg) });
      }),
    url,
  );
}

describe("a subpackage", () => {
  it("loads with the first of its pages, once, and shares the modules of the main one", async () => {
    const program = await lab.open(app());
    const asked = watch(program);
    await program.showsEventually("the first page");
    expect(await program.printed()).toEqual([]);
    expect(await go(program, "/shop/list/list?x=1")).toBe("navigateTo:ok");
    for (const text of ["row one", "a tile"]) await program.showsEventually(text);
    await program.printsEventually("list loads 1 2");
    expect(await program.frame.locator(".red").evaluate((node) => getComputedStyle(node).color)).toBe("rgb(9, 0, 0)");
    expect((await program.records()).bars.at(-1)?.title).toBe("the list");
    await go(program, "/shop/item/item");
    await program.showsEventually("an item");
    expect(asked).toEqual(["1-the-shop.app.js"]);
    // The page's error comes with a stack that leads to its own script.
    await program.printsEventually("app error Error: item is broken");
    expect((await program.reports("error")).at(-1)?.stack).toMatch(/1-the-shop\.app\.js:\d+:\d+/);
    await program.close();
  });

  it("is there before its first page where preloadRule says so", async () => {
    const rule = { "pages/index/index": { network: "all", packages: ["the-shop", "me"] } };
    const program = await lab.open(app({ preloadRule: rule }));
    const scripts = () =>
      program.frame.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name.split("/").at(-1)));
    await until(
      "both are loaded",
      async () => (await scripts()).filter((name) => name?.endsWith(".app.js")).length === 2,
    );
    // What a subpackage runs waits for its page.
    expect(await program.printed()).toEqual([]);
    await program.close();
  });

  it("may hold the page that the program starts with", async () => {
    const program = await lab.open(app(), { path: "me/me" });
    await program.showsEventually("about me");
    await program.close();
  });

  it("that cannot be loaded fails the navigation, tells onLazyLoadError, and is asked for again", async () => {
    const program = await lab.open(app());
    await program.showsEventually("the first page");
    await program.page.route("**/*.app.js", (route) => route.abort());
    const reason = `subpackage "the-shop" is not there: 1-the-shop.app.js could not be loaded; check the network`;
    expect(await go(program, "/shop/list/list")).toBe(`navigateTo:fail ${reason}`);
    await program.printsEventually(
      `lazy ${JSON.stringify({ type: "subpackage", subpackage: ["the-shop"], errMsg: reason })}`,
    );
    expect(await program.text()).toContain("the first page");
    await program.page.unroute("**/*.app.js");
    expect(await go(program, "/shop/list/list")).toBe("navigateTo:ok");
    await program.showsEventually("row one");
    await program.close();
  });
});
