import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MiniProgram, type ProjectFiles, RuntimeLab } from "./mini-program.js";

// Every option of `App`, `Page`, `Component` and `Behavior` in the platform's typings, by name: `platform:report` reads
// the titles of these tests, and counts as covered what one of them names and its program uses.

let lab: RuntimeLab;
beforeAll(async () => {
  lab = await RuntimeLab.start();
});
afterAll(() => lab?.close());

const REACH = `Function("return window")()`;

function page(js: string, ttml = "<view>page</view>", more: ProjectFiles = {}): ProjectFiles {
  return {
    "app.js": `${REACH}.tt = tt; App({})`,
    "pages/index/index.ttml": ttml,
    "pages/index/index.js": js,
    "pages/other/other.ttml": "<view>other</view>",
    "pages/other/other.js": "Page({})",
    ...more,
  };
}

function component(js: string, ttml = "<slot/>", name = "my-part"): ProjectFiles {
  return {
    [`parts/${name}.json`]: JSON.stringify({ component: true, usingComponents: { "my-leaf": "/parts/my-leaf" } }),
    [`parts/${name}.ttml`]: ttml,
    [`parts/${name}.js`]: js,
  };
}

/** A page with one or two components of its own. */
function using(files: ProjectFiles, ttml: string, js = "Page({})"): ProjectFiles {
  const usingComponents = { "my-part": "/parts/my-part", "my-leaf": "/parts/my-leaf" };
  return page(js, ttml, {
    ...component("Component({})", "<slot/>", "my-leaf"),
    ...files,
    "pages/index/index.json": JSON.stringify({ usingComponents }),
  });
}

/** Opens a program, waits for a line, and gives all lines up to it. */
async function run(files: ProjectFiles, last: string, act?: (app: MiniProgram) => Promise<unknown>): Promise<string[]> {
  const app = await lab.open({
    "app.json": JSON.stringify({ pages: ["pages/index/index", "pages/other/other"] }),
    ...files,
  });
  await app.frame.waitForSelector("tt-page", { state: "attached" });
  await act?.(app);
  await app.printsEventually(last);
  const printed = await app.printed();
  await app.close();
  return printed;
}

const go = (app: MiniProgram, url: string) =>
  app.frame.evaluate((to) => {
    const { tt } = window as unknown as { tt: { navigateTo(options: object): Promise<unknown> } };
    return tt.navigateTo({ url: to }).catch(() => undefined);
  }, url);

describe("App()", () => {
  it("App.onLaunch, App.onShow and App.onHide follow the phone", async () => {
    const files = page("Page({})", "<view/>", {
      "app.js": `App({ onLaunch(o) { console.log("launch", o.path, o.showFrom) }, onShow(o) { console.log("show", o.path) }, onHide() { console.log("hide") } })`,
    });
    const printed = await run(files, "hide", async (app) => {
      await app.printsEventually("show pages/index/index");
      await app.phone("hide");
    });
    expect(printed).toEqual(["launch pages/index/index 0", "show pages/index/index", "hide"]);
  });

  it("App.onError, App.onUnhandledRejection and App.onPageNotFound get what goes wrong", async () => {
    const files = page(
      `Page({ onLoad() { Promise.reject(new Error("nobody caught")); throw new Error("broke") } })`,
      "<view/>",
      {
        "app.js": `${REACH}.tt = tt; App({
        onError(message) { console.log("error", message.split("\\n")[0]) },
        onUnhandledRejection({ reason, promise }) { console.log("rejection", reason.message, promise instanceof Promise) },
        onPageNotFound({ path, query, isEntryPage }) { console.log("not found", path, query.a, isEntryPage) },
      })`,
      },
    );
    const printed = await run(files, "not found pages/gone/gone 1 false", async (app) => {
      await app.printsEventually("rejection nobody caught true");
      await go(app, "/pages/gone/gone?a=1");
    });
    expect(printed).toContain("error Error: broke");
  });
});

describe("Page()", () => {
  it("Page.data, Page.onLoad, Page.onShow, Page.onReady, Page.onHide and Page.onUnload make up its life", async () => {
    const say = (name: string) => `on${name}() { console.log("${name}", this.data.n) }`;
    const files = page(
      `Page({ data: { n: 7 }, ${["Load", "Show", "Ready", "Hide", "Unload"].map(say).join(", ")} })`,
      "<view id='n'>{{n}}</view>",
    );
    const printed = await run(files, "Unload 7", async (app) => {
      await app.printsEventually("Ready 7");
      expect(await app.text("#n")).toBe("7");
      await go(app, "/pages/other/other");
      await app.frame.evaluate(() =>
        (window as unknown as { tt: { reLaunch(options: object): unknown } }).tt.reLaunch({
          url: "/pages/other/other",
        }),
      );
    });
    expect(printed).toEqual(["Load 7", "Show 7", "Ready 7", "Hide 7", "Unload 7"]);
  });

  it("Page.onPageScroll and Page.onReachBottom follow the finger", async () => {
    const files = page(
      `Page({ onPageScroll({ scrollTop }) { console.log("at", scrollTop) }, onReachBottom() { console.log("bottom") } })`,
      "<view style='height:2000px'/>",
    );
    const printed = await run(files, "bottom", (app) =>
      app.frame.locator(".lianmai-page").evaluate((node) => node.scrollTo(0, 9999)),
    );
    expect(printed).toContain("at 1397");
  });

  it("Page.onPullDownRefresh is called by tt.startPullDownRefresh, and ends by tt.stopPullDownRefresh", async () => {
    const files = page(
      `Page({ onReady() { tt.startPullDownRefresh() }, onPullDownRefresh() { tt.stopPullDownRefresh({ success: () => console.log("stopped") }) } })`,
      "<view/>",
      { "pages/index/index.json": JSON.stringify({ enablePullDownRefresh: true }) },
    );
    await run(files, "stopped");
  });

  it("Page.onResize is told the new size", async () => {
    const files = page(`Page({ onResize({ size }) { console.log("size", size.windowWidth, size.windowHeight) } })`);
    await run(files, "size 300 400", (app) =>
      app.page.locator("iframe").evaluate((node: HTMLElement) => {
        node.style.width = "300px";
        node.style.height = "400px";
      }),
    );
  });

  it("Page.onShareAppMessage says what is shared, by menu and by button", async () => {
    const files = page(
      `Page({ onShareAppMessage({ from, target }) {
        console.log("asked by", from, target ? target.dataset.x : "")
        return { title: "a title", desc: "words", path: "/pages/other/other?id=1", imageUrl: "/a.png", success: () => console.log("shared", from) } } })`,
      "<button open-type='share' data-x='7'>share</button>",
      { "pages/other/other.js": "Page({})" },
    );
    const app = await lab.open(files, { path: "pages/index/index" });
    await app.frame.locator("tt-button").waitFor();
    expect((await app.records()).pageMenu).toEqual({ share: true, joinGroup: false });
    await app.phone("share");
    await app.printsEventually("shared menu");
    await app.tap("tt-button");
    await app.printsEventually("shared button");
    expect(await app.printed()).toEqual(["asked by menu ", "shared menu", "asked by button 7", "shared button"]);
    expect((await app.records()).shared[0]).toEqual({
      title: "a title",
      desc: "words",
      path: "pages/other/other?id=1",
      imageUrl: expect.stringMatching(/^http:.*\/a\.png$/),
    });
    await go(app, "/pages/other/other?id=2");
    await app.showsEventually("other");
    expect((await app.records()).pageMenu.share).toBe(false);
    // Without a word of the page the card is that of the page itself.
    await app.frame.evaluate(() => {
      const { tt } = window as unknown as { tt: { shareAppMessage(options: object): Promise<unknown> } };
      return tt.shareAppMessage({ title: "mine" });
    });
    expect((await app.records()).shared.at(-1)).toMatchObject({ title: "mine", path: "pages/other/other?id=2" });
    await app.close();
  });

  it("Page.onJoinGroup says which group, and hears how it ends", async () => {
    const files = page(
      `Page({ onJoinGroup() { return { groupId: "g1", fail: ({ errMsg }) => console.log(errMsg), complete: () => console.log("over") } } })`,
    );
    const printed = await run(files, "over", async (app) => {
      expect((await app.records()).pageMenu).toEqual({ share: false, joinGroup: true });
      await app.phone("joinGroup");
    });
    expect(printed).toEqual(["joinGroup:fail cancel", "over"]);
  });

  it("its createIntersectionObserver tells what comes into sight and what leaves, once each", async () => {
    const files = page(
      `Page({ onReady() {
        const tell = (name) => ({ intersectionRatio, dataset, relativeRect }) => console.log(name, dataset.n, intersectionRatio > 0, relativeRect.width)
        this.createIntersectionObserver({ observeAll: true }).relativeToViewport({ bottom: 10 }).observe(".row", tell("row"))
        this.createIntersectionObserver({ initialRatio: 1 }).relativeTo("#box").observe("#inside", tell("inside"))
        const stopped = this.createIntersectionObserver(); stopped.relativeToViewport().observe(".row", tell("stopped")); stopped.disconnect()
        setTimeout(() => console.log("first said"), 200)
      } })`,
      `<view id="box" style="height:50px;overflow:hidden"><view id="inside" data-n="i" style="height:20px"/></view>
       <view class="row" data-n="1" style="height:700px"/><view class="row" data-n="2" style="height:700px"/>`,
    );
    const printed = await run(files, "row 1 false 375", async (app) => {
      await app.printsEventually("first said");
      expect(await app.printed()).toEqual(["row 1 true 375", "first said"]);
      await app.frame.locator(".lianmai-page").evaluate((node) => node.scrollTo(0, 9999));
    });
    expect(printed).toContain("row 2 true 375");
  });

  it("its setData, selectors and observers work on what it shows", async () => {
    const files = using(
      component(`Component({ methods: { hi() { return "hi" } } })`, "<view/>"),
      `<my-part class="p"/><my-part class="p"/><view id="seen" style="height:20px">{{word}}</view>`,
      `Page({ onReady() {
        console.log(this.selectComponent(".p").hi(), this.selectAllComponents(".p").length, String(this.removeSkeleton()))
        this.createIntersectionObserver().relativeToViewport().observe("#seen", ({ intersectionRatio }) => console.log("seen", intersectionRatio))
        this.setData({ word: "set" }, () => this.createSelectorQuery().select("#seen").boundingClientRect((r) => console.log("wide", r.width)).exec())
      } })`,
    );
    const printed = await run(files, "seen 1");
    expect(printed).toEqual(expect.arrayContaining(["hi 2 undefined", "wide 375"]));
  });
});

/** What both `Component()` and `Behavior()` take; the test runs the same options by both. */
const SHARED_OPTIONS: [options: string, body: string, ttml: string, page: string, last: string, also?: string[]][] = [
  [
    "data, properties and methods",
    `data: { own: "own" }, properties: { given: { type: String, value: "none", observer(now) { console.log("given", now) } }, size: { type: Number, optionalTypes: [String] } },
     methods: { show() { console.log(this.data.own, this.properties.given, this.data.size) } }, attached() { this.show() }`,
    `<my-part given="it" size="{{w}}"/>`,
    `Page({ data: { w: "12px" } })`,
    "own it 12px",
    ["given it"],
  ],
  [
    "observers",
    `data: { a: { b: 1 }, list: [1] }, observers: { "a.b"(b) { console.log("b", b) }, "list[0], a.**"(first, a) { console.log("any", first, a.b) } }, attached() { this.setData({ "a.b": 2 }) }`,
    "<my-part/>",
    "Page({})",
    "b 2",
    ["any 1 2"],
  ],
  [
    "lifetimes",
    `lifetimes: { created() { console.log("c", this.is) }, attached() { console.log("a") }, ready() { console.log("r") }, moved() { console.log("m") }, detached() { console.log("d") } }`,
    `<block tt:for="{{list}}" tt:key="*this"><my-part tt:if="{{item}}"/></block>`,
    `Page({ data: { list: ["x", "y"] }, onReady() { this.setData({ list: ["y", "x"] }); this.setData({ list: [] }) } })`,
    "d",
    ["c parts/my-part", "a", "r", "m"],
  ],
  [
    "created, attached, ready, moved and detached",
    `created() { console.log("c") }, attached() { console.log("a") }, ready() { console.log("r") }, moved() { console.log("m") }, detached() { console.log("d") }`,
    `<block tt:for="{{list}}" tt:key="*this"><my-part/></block>`,
    `Page({ data: { list: ["x", "y"] }, onReady() { this.setData({ list: ["y", "x"] }); this.setData({ list: [] }) } })`,
    "d",
    ["c", "a", "r", "m"],
  ],
  [
    "relations",
    `relations: { "./my-leaf": { type: "child", linked(leaf) { console.log("linked", leaf.id) }, unlinked(leaf) { console.log("unlinked", leaf.id) } } }, ready() { console.log("leaves", this.getRelationNodes("./my-leaf").length) }`,
    `<my-part><my-leaf id="l1" tt:if="{{there}}"/></my-part>`,
    `Page({ data: { there: true }, onReady() { this.setData({ there: false }) } })`,
    "unlinked l1",
    ["linked l1", "leaves 1"],
  ],
  [
    "provide and inject",
    `provide() { return { word: this.data.start, kept: 1 } }, inject: ["word"], data: { start: "first" }, ready() { this.setProvide({ word: "second" }); console.log("from above", String(this.inject.word)) }`,
    `<my-part><view><my-leaf/></view></my-part>`,
    "Page({})",
    "leaf second 1 none own",
    ["from above undefined"],
  ],
  [
    "behaviors and definitionFilter",
    `behaviors: [require("./base")], definitionFilter(definition) { definition.data = { ...definition.data, filtered: true } }, attached() { console.log("from base", this.data.base, this.hello(), this.hasBehavior(require("./base"))) }`,
    "<my-part/>",
    "Page({})",
    "from base 1 hello true",
  ],
];

const extras: ProjectFiles = {
  ...component(
    `Component({ relations: { "./my-part": { type: "parent" } }, inject: { word: "word", count: { from: "kept" }, no: { from: "nowhere", default: "none" }, [Symbol.for("s")]: "word" },
      data: { own: "own" }, lifetimes: { ready() { setTimeout(() => console.log("leaf", this.inject.word, this.inject.count, this.inject.no, this.data.own)) } } })`,
    "<slot/>",
    "my-leaf",
  ),
  "parts/base.js": `module.exports = Behavior({ data: { base: 1 }, methods: { hello() { return "hello" } } })`,
};

describe("Component()", () => {
  it.each(SHARED_OPTIONS)("Component.%s", async (_name, body, ttml, js, last, also = []) => {
    const printed = await run(using({ ...extras, ...component(`Component({ ${body} })`) }, ttml, js), last);
    expect(printed).toEqual(expect.arrayContaining(also));
  });

  it("Component.options take slots, pure data and styles of their own", async () => {
    const files = using(
      {
        ...component(
          `Component({ options: { multipleSlots: true, pureDataPattern: /^_/, addGlobalClass: true }, data: { _hidden: 1, seen: 2 } })`,
          `<view class="page-class">[{{_hidden}}{{seen}}]</view><slot name="b"/><slot name="a"/>`,
        ),
        "pages/index/index.ttss": ".page-class { color: rgb(4, 5, 6) }",
      },
      `<my-part id="part"><view slot="a">A</view><view slot="b">B</view></my-part>`,
    );
    const app = await lab.open(files);
    await app.showsEventually("[2]");
    expect((await app.text("my-part")).split(/\s+/)).toEqual(["[2]", "B", "A"]);
    expect(await app.frame.locator(".page-class").evaluate((node) => getComputedStyle(node).color)).toBe(
      "rgb(4, 5, 6)",
    );
    await app.close();
  });

  it("its triggerEvent bubbles and crosses borders as it is told to", async () => {
    const files = using(
      component(
        `Component({ attached() { setTimeout(() => this.triggerEvent("told", { n: 1 }, { bubbles: true, composed: true, capturePhase: true })) } })`,
      ),
      `<view bind:told="on" capture-bind:told="first"><my-part/></view>`,
      `Page({ first(e) { console.log("captured", e.detail.n) }, on(e) { console.log("bubbled", e.detail.n) } })`,
    );
    expect(await run(files, "bubbled 1")).toEqual(["captured 1", "bubbled 1"]);
  });

  it("its generics are filled in by whoever uses it, and have a default", async () => {
    const part = {
      "parts/my-part.json": JSON.stringify({
        component: true,
        componentGenerics: { item: true, other: { default: "/parts/my-leaf" } },
      }),
      "parts/my-part.ttml": `<item/><other>by default</other>`,
      "parts/my-part.js": "Component({})",
    };
    const special = component("Component({})", "<view>the page's choice</view>", "my-choice");
    const files = using({ ...part, ...special }, `<my-part generic:item="my-choice"/>`);
    const usingComponents = { "my-part": "/parts/my-part", "my-choice": "/parts/my-choice" };
    const app = await lab.open({ ...files, "pages/index/index.json": JSON.stringify({ usingComponents }) });
    await app.showsEventually("the page's choice");
    await app.showsEventually("by default");
    await app.close();
  });
});

describe("Behavior()", () => {
  it.each(SHARED_OPTIONS)("Behavior.%s", async (_name, body, ttml, js, last, also = []) => {
    const parts = {
      "parts/shared.js": `module.exports = Behavior({ ${body} })`,
      ...component(`Component({ behaviors: [require("./shared")] })`),
    };
    const printed = await run(using({ ...extras, ...parts }, ttml, js), last);
    expect(printed).toEqual(expect.arrayContaining(also));
  });
});
