import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../harness/index.js";
import { type MiniProgram, type ProjectFiles, RuntimeLab } from "./mini-program.js";

let lab: RuntimeLab;
beforeAll(async () => {
  lab = await RuntimeLab.start();
});
afterAll(() => lab?.close());

interface Parts {
  ttml?: string;
  js?: string;
  ttss?: string;
  json?: object;
}

function component(
  name: string,
  { ttml = "<slot/>", js = "Component({})", ttss = "", json = {} }: Parts,
): ProjectFiles {
  return {
    [`components/${name}.json`]: JSON.stringify({ component: true, ...json }),
    [`components/${name}.ttml`]: ttml,
    [`components/${name}.js`]: js,
    [`components/${name}.ttss`]: ttss,
  };
}

async function open(names: string[], page: Parts, files: ProjectFiles): Promise<MiniProgram> {
  const usingComponents = Object.fromEntries(names.map((name) => [name, `/components/${name}`]));
  return await lab.open({
    ...files,
    "pages/index/index.json": JSON.stringify({ usingComponents, ...page.json }),
    "pages/index/index.ttml": page.ttml ?? "",
    "pages/index/index.js": page.js ?? "Page({})",
    "pages/index/index.ttss": page.ttss ?? "",
  });
}

const handler = "on(e) { console.log(e.type, JSON.stringify(e.detail)) }";

describe("Component", () => {
  it("has properties, observers, methods, life and events", async () => {
    const app = await open(
      ["my-counter"],
      {
        ttml: `<my-counter id="c" start="{{start}}" bind:count="on" tt:if="{{there}}"/><button bindtap="change">x</button>`,
        js: `Page({ data: { start: 2, there: true }, ${handler},
          change() { if (this.data.start === 2) this.setData({ start: 5 }); else this.setData({ there: false }) },
          onReady() { console.log("selected", this.selectComponent("#c").data.sum, this.selectComponent("#c").plus(1)) } })`,
      },
      component("my-counter", {
        ttml: `<view class="sum">{{sum}}</view>`,
        js: `Component({
          properties: { start: { type: Number, value: 1, observer(now, before) { console.log("start", before, now) } } },
          data: { sum: 0 },
          observers: { "start"(start) { this.setData({ sum: start * 10 }) } },
          lifetimes: { created() { console.log("created") }, attached() { console.log("attached", this.data.start) }, ready() { console.log("ready") }, detached() { console.log("detached") } },
          pageLifetimes: { show() { console.log("page show") }, hide() { console.log("page hide") } },
          methods: { plus(n) { this.setData({ sum: this.data.sum + n }); this.triggerEvent("count", { sum: this.data.sum }); return this.data.sum } },
        })`,
      }),
    );
    await app.printsEventually("selected 20 21");
    await app.phone("hide");
    await app.phone("show");
    await app.tap("tt-button");
    expect(await app.text(".my-counter--sum, [class*=sum]")).toBe("50");
    await app.tap("tt-button");
    await app.printsEventually("detached");
    expect(await app.printed()).toEqual([
      "created",
      "start 1 2",
      "attached 2",
      "page show",
      "ready",
      'count {"sum":21}',
      "selected 20 21",
      "page hide",
      "page show",
      "start 2 5",
      "detached",
    ]);
    await app.close();
  });

  it("knows behaviors, relations and slots", async () => {
    const app = await open(
      ["my-list", "my-item"],
      {
        ttml: `<my-list><my-item tt:for="{{3}}" name="n{{index}}"><view slot="head">h{{index}}</view><view slot="body">b{{index}}</view></my-item></my-list>`,
      },
      {
        "components/named.js": `module.exports = Behavior({ properties: { name: String }, methods: { hello() { return "hello " + this.data.name } } })`,
        ...component("my-list", {
          js: `Component({
            relations: { "./my-item": { type: "child", linked(item) { console.log("linked", item.hello()) } } },
            ready() { console.log("items", this.getRelationNodes("./my-item").length) } })`,
        }),
        ...component("my-item", {
          ttml: `<view class="box"><slot name="body"/><slot name="head"/></view>`,
          js: `const named = require("./named"); Component({ behaviors: [named], options: { multipleSlots: true }, relations: { "./my-list": { type: "parent" } } })`,
        }),
      },
    );
    await app.printsEventually("items 3");
    expect((await app.printed()).filter((line) => line.startsWith("linked"))).toEqual([
      "linked hello n0",
      "linked hello n1",
      "linked hello n2",
    ]);
    expect((await app.text("my-list")).split(/\s+/)).toEqual(["b0", "h0", "b1", "h1", "b2", "h2"]);
    await app.close();
  });

  it("keeps its styles to itself, and takes external classes", async () => {
    const app = await open(
      ["my-card"],
      {
        ttml: `<view class="title" id="mine">page</view><my-card title-class="red"/>`,
        ttss: ".title { color: rgb(1, 1, 1) } .red { color: rgb(255, 0, 0) }",
      },
      component("my-card", {
        ttml: `<view class="title" id="own">own</view><view class="title-class" id="given">given</view>`,
        ttss: ".title { color: rgb(2, 2, 2) } :host { display: block; border-left: 3px solid }",
        js: `Component({ externalClasses: ["title-class"] })`,
      }),
    );
    const style = (selector: string, property: string) =>
      app.frame.locator(selector).evaluate((node, name) => getComputedStyle(node).getPropertyValue(name), property);
    await app.frame.locator("#given").waitFor();
    expect(await style("#mine", "color")).toBe("rgb(1, 1, 1)");
    expect(await style("#own", "color")).toBe("rgb(2, 2, 2)");
    expect(await style("#given", "color")).toBe("rgb(255, 0, 0)");
    expect(await style("my-card", "border-left-width")).toBe("3px");
    await app.close();
  });

  it("that is broken leaves the page alive", async () => {
    const app = await open(
      ["my-bad", "my-good"],
      { ttml: `<my-bad/><my-good/><view>page</view>` },
      {
        ...component("my-bad", { js: `throw new Error("bad module")` }),
        ...component("my-good", {
          ttml: "<view>good</view>",
          js: `Component({ attached() { throw new Error("attached threw") } })`,
        }),
      },
    );
    await app.showsEventually("page");
    await app.showsEventually("good");
    expect((await app.reports("error")).map(({ message }) => message)).toEqual([
      "Error: bad module",
      "Error: attached threw",
    ]);
    await app.close();
  });

  it("makes pages too: the query is in its properties, its methods are bound", async () => {
    const app = await lab.open(
      {
        "pages/index/index.json": JSON.stringify({ usingComponents: {} }),
        "pages/index/index.ttml": `<view class="a" id="v">{{room}}</view>`,
        "pages/index/index.ttss": `.a { color: rgb(7, 7, 7) }`,
        "pages/index/index.js": `Component({ properties: { room: String }, methods: {
          onLoad(query) { const { say } = this; say(query.room); console.log(this.say === say) },
          say(word) { console.log("said", word, this.data.room) } } })`,
      },
      { query: { room: "r%201" } },
    );
    await app.printsEventually("said r%201 r%201");
    await app.printsEventually("true");
    expect(await app.text("#v")).toBe("r%201");
    const color = await app.frame.locator("#v").evaluate((node) => getComputedStyle(node).color);
    expect(color).toBe("rgb(7, 7, 7)");
    await app.close();
  });
});

describe("queries", () => {
  it("measure nodes of the page", async () => {
    const app = await open(
      [],
      {
        ttml: `<view id="a" style="width:50px;height:20px" data-x="1"/><view style="height:2000px"/>`,
        js: `Page({ onReady() {
          this.createSelectorQuery().select("#a").boundingClientRect((rect) => console.log("rect", rect.width, rect.height, rect.dataset.x))
            .selectViewport().scrollOffset((offset) => console.log("offset", offset.scrollTop, offset.scrollHeight)).exec((all) => console.log("all", all.length))
        }, onPageScroll({ scrollTop }) { console.log("scrolled", scrollTop) }, onReachBottom() { console.log("bottom") } })`,
      },
      {},
    );
    await app.printsEventually("all 2");
    expect(await app.printed()).toEqual(expect.arrayContaining(["rect 50 20 1", "offset 0 2020"]));
    await app.frame.locator(".lianmai-page").evaluate((node) => node.scrollTo(0, 5000));
    await app.printsEventually("scrolled 1417");
    await app.printsEventually("bottom");
    await app.close();
  });
});

describe("hot updates", () => {
  it("change styles and templates and keep the data of pages", async () => {
    const app = await open(
      [],
      {
        ttml: `<view id="v" class="v">old {{n}}</view><button bindtap="add">+</button>`,
        ttss: ".v { color: rgb(1, 0, 0) }",
        js: `Page({ data: { n: 0 }, add() { this.setData({ n: this.data.n + 1 }) } })`,
      },
      {},
    );
    await app.tap("tt-button");
    await until("it counts", async () => (await app.text("#v")) === "old 1");
    const other = await open(
      [],
      { ttml: `<view id="v" class="v">new {{n}}</view><button bindtap="add">+</button>` },
      {},
    );
    const script = await other.frame.evaluate(async () => (await fetch("app.js")).text());
    await other.close();
    await app.frame.evaluate(async (code) => {
      const loader = (window as unknown as { __lianmai: Record<string, (value: unknown) => unknown> }).__lianmai;
      // The other bundle hands its definition to whatever is called so.
      const run = new Function("__lianmai", code) as (own: { load(definition: Record<string, unknown>): void }) => void;
      const loading: unknown[] = [];
      run({ load: ({ templates }) => void loading.push(loader.updateTemplates?.(templates)) });
      await Promise.all(loading);
      loader.updateStyles?.({ "pages/index/index": ".v { color: rgb(0, 0, 2) }" });
    }, script);
    expect(await app.text("#v")).toBe("new 1");
    expect(await app.frame.locator("#v").evaluate((node) => getComputedStyle(node).color)).toBe("rgb(0, 0, 2)");
    await app.tap("tt-button");
    await until("it still counts", async () => (await app.text("#v")) === "new 2");
    await app.close();
  });
});
