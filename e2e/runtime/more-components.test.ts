import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../harness/index.js";
import { type MiniProgram, RuntimeLab } from "./mini-program.js";

let lab: RuntimeLab;
beforeAll(async () => {
  lab = await RuntimeLab.start();
});
afterAll(() => lab?.close());

/** A page whose handler `on` prints the type and detail of its events. */
async function show(
  ttml: string,
  data: object = {},
  more = "",
  files: Record<string, string> = {},
): Promise<MiniProgram> {
  return await lab.open({
    "pages/index/index.ttml": ttml,
    "pages/index/index.js": `Page({
      data: ${JSON.stringify(data)},
      on(e) { console.log(e.currentTarget.id, e.type, JSON.stringify(e.detail)) },
      ${more}
    })`,
    "app.js": `App({}); Function("return window")().tt = tt`,
    ...files,
  });
}

/** Turns a wheel of the open panel to an item, as a finger would. */
async function turn(app: MiniProgram, selector: string, index: number): Promise<void> {
  await app.frame.locator(selector).evaluate((node, at) => node.scrollTo(0, at * 34), index);
}

describe("picker", () => {
  it("lets choose one of a range", async () => {
    const app = await show(
      `<picker id="p" range="{{range}}" range-key="name" value="{{1}}" header-text="pick" bindchange="on" bindcancel="on"><view id="open">open</view></picker>`,
      { range: [{ name: "one" }, { name: "two" }, { name: "three" }] },
    );
    await app.tap("#open");
    await app.showsEventually("pick");
    await app.frame.getByText("取消").click();
    await app.printsEventually("p cancel {}");
    await app.tap("#open");
    await turn(app, ".lianmai-wheel-items", 2);
    await app.frame.getByText("确定").click();
    await app.printsEventually('p change {"value":2}');
    await app.close();
  });

  it("offers the regions of China", async () => {
    const app = await show(
      `<picker id="p" mode="region" value="{{place}}" bindchange="on"><view id="open">open</view></picker>`,
      { place: ["浙江省", "杭州市", "西湖区"] },
    );
    await app.tap("#open");
    await app.showsEventually("西湖区");
    const cities = app.frame.locator(".lianmai-wheel:nth-child(2) .lianmai-wheel-items > div");
    expect(await cities.allInnerTexts()).toContain("宁波市");
    await turn(app, ".lianmai-wheel:nth-child(2) .lianmai-wheel-items", 1);
    await app.showsEventually("海曙区");
    await app.frame.getByText("确定").click();
    await app.printsEventually(
      'p change {"value":["浙江省","宁波市","海曙区"],"code":["330000","330200","330203"],"postcode":""}',
    );
    await app.close();
  });

  it("offers dates that there are", async () => {
    const app = await show(
      `<picker id="p" mode="date" value="2024-01-31" bindchange="on"><view id="open">open</view></picker>`,
    );
    await app.tap("#open");
    const days = app.frame.locator(".lianmai-wheel:nth-child(3) .lianmai-wheel-items > div");
    await until("January is there", async () => (await days.count()) === 31);
    await turn(app, ".lianmai-wheel:nth-child(2) .lianmai-wheel-items", 1);
    await until("February is there", async () => (await days.count()) === 29);
    await app.frame.getByText("确定").click();
    await app.printsEventually('p change {"value":"2024-02-29"}');
    await app.close();
  });
});

describe("picker-view", () => {
  it("tells the index in every column", async () => {
    const app = await show(
      `<picker-view id="v" value="{{value}}" bindchange="on" style="height:200px"><picker-view-column><view tt:for="{{5}}">a{{index}}</view></picker-view-column><picker-view-column><view tt:for="{{5}}">b{{index}}</view></picker-view-column></picker-view>`,
      { value: [1, 3] },
    );
    const second = "tt-picker-view-column:nth-child(2) .lianmai-wheel-items";
    await until("it stands where the page put it", () =>
      app.frame.locator(second).evaluate((node) => Math.round(node.scrollTop / 34) === 3),
    );
    await turn(app, second, 4);
    await app.printsEventually('v change {"value":[1,4]}');
    await app.close();
  });
});

describe("movable-view", () => {
  it("follows the finger inside its area", async () => {
    const app = await show(
      `<movable-area style="width:200px;height:200px"><movable-view id="m" direction="all" x="10" y="10" style="width:50px;height:50px" bindchange="on">m</movable-view></movable-area>`,
    );
    await app.printsEventually('m change {"x":10,"y":10,"source":""}');
    await app.page.mouse.move(30, 30);
    await app.page.mouse.down();
    await app.page.mouse.move(400, 60, { steps: 3 });
    await app.page.mouse.up();
    await app.printsEventually('m change {"x":150,"y":40,"source":"touch"}');
    await app.close();
  });
});

describe("placeholders", () => {
  it("with a style of their own begin where the text begins", async () => {
    const app = await show(
      `<input style="padding:10px 12px;height:44px" placeholder="name" placeholder-style="color:red"/><textarea style="padding:6px 20px" placeholder="story" placeholder-style="color:red"/>`,
    );
    await app.showsEventually("story");
    for (const [tag, indent] of [
      ["input", 12],
      ["textarea", 20],
    ] as const) {
      const left = await app.frame.locator(`tt-${tag}`).evaluate((node) => {
        const range = document.createRange();
        range.selectNodeContents(node.querySelector(".lianmai-placeholder") ?? node);
        return range.getBoundingClientRect().left - node.getBoundingClientRect().left;
      });
      expect({ tag, left }).toEqual({ tag, left: indent });
    }
    await app.close();
  });
});

describe("rich-text", () => {
  it("shows HTML and nodes, and nothing that runs", async () => {
    const app = await show(`<rich-text id="a" nodes="{{html}}"/><rich-text id="b" nodes="{{nodes}}"/>`, {
      html: `<p style="width:75rpx" onclick="parent.hit=1">bold <b>text</b><script>parent.hit=1</script><img src="x" onerror="parent.hit=1"><a href="javascript:parent.hit=1">link</a><iframe src="/"></iframe></p>`,
      nodes: [
        {
          name: "div",
          attrs: { class: "c", onclick: "parent.hit=1" },
          children: [{ type: "text", text: "<i>plain</i>" }],
        },
        { name: "script", children: [{ type: "text", text: "parent.hit=1" }] },
        { name: "img", attrs: { src: "javascript:parent.hit=1" } },
      ],
    });
    await app.showsEventually("bold text");
    expect(await app.text("#b .c")).toBe("<i>plain</i>");
    expect(await app.frame.locator("#a p").evaluate((node) => getComputedStyle(node).width)).toBe("37.5px");
    await app.frame.locator("#a a").click();
    const html = await app.frame.evaluate(() => document.body.innerHTML);
    expect(html).not.toMatch(/onclick|onerror|javascript:|<iframe|hit=1<\/script>/);
    expect(await app.frame.evaluate(() => (window.parent as { hit?: number }).hit)).toBeUndefined();
    await app.close();
  });
});

describe("canvas", () => {
  it("is handed out by a selector query", async () => {
    const app = await show(
      `<canvas id="c" type="2d" style="width:100px;height:50px"/>`,
      {},
      `onReady() {
        this.createSelectorQuery().select("#c").fields({ node: true, size: true, computedStyle: ["display"] }).exec(([{ node, width, display }]) => {
          node.width = 20; node.height = 10
          const pen = node.getContext("2d"); pen.fillStyle = "rgb(9,8,7)"; pen.fillRect(0, 0, 5, 5)
          console.log(width, display, Array.from(pen.getImageData(1, 1, 1, 1).data).join())
        })
        tt.createSelectorQuery().select("#c").node(({ node }) => console.log("node", typeof node.getContext)).exec()
      }`,
    );
    await app.printsEventually("100 block 9,8,7,255");
    await app.printsEventually("node function");
    await app.close();
  });
});

describe("video and web-view", () => {
  it("tell what they cannot show", async () => {
    const app = await show(
      `<video id="v" src="/gone.mp4" binderror="on"/><view tt:if="{{web}}"><web-view id="w" src="{{web}}" bindload="on" binderror="on"/></view><button bindtap="next">n</button>`,
      { web: "" },
      `next() { this.setData({ web: this.data.web ? "ftp://x" : "http://127.0.0.1:9/" }) }`,
    );
    await until("the video fails", async () => (await app.printed()).some((line) => line.startsWith("v error")));
    await app.tap("tt-button");
    await app.frame.locator("tt-web-view iframe").waitFor();
    expect(await app.frame.locator("tt-web-view iframe").getAttribute("sandbox")).toContain("allow-scripts");
    await app.close();
  });
});

describe("page-meta", () => {
  it("gives the whole page a style, a font size and a place to scroll to, and takes them back", async () => {
    const app = await show(
      `<page-meta tt:if="{{there}}" page-style="padding-top: 75rpx" background-color="{{color}}" root-font-size="20px" scroll-top="{{top}}" scroll-duration="0" bindscroll="on" id="meta"/><view style="height:3000px">tall</view>`,
      { there: true, color: "#010203", top: "0px" },
      `onLoad() { Function("return window")().page = this }`,
    );
    const style = () =>
      app.frame.locator("tt-page").evaluate((page) => {
        const { paddingTop, backgroundColor } = getComputedStyle(page);
        return [paddingTop, backgroundColor, getComputedStyle(document.documentElement).fontSize];
      });
    const set = (data: object) =>
      app.frame.evaluate(
        (now) => (window as unknown as { page: { setData(data: object): void } }).page.setData(now),
        data,
      );
    await app.showsEventually("tall");
    expect(await style()).toEqual(["37.5px", "rgb(1, 2, 3)", "20px"]);
    await set({ color: "#040506", top: "500px" });
    expect((await style())[1]).toBe("rgb(4, 5, 6)");
    await app.printsEventually('meta scroll {"scrollTop":500}');
    await set({ there: false });
    expect(await style()).toEqual(["0px", "rgba(0, 0, 0, 0)", "16px"]);
    await app.close();
  });
});

describe("pull-down refresh", () => {
  it("starts by pulling and by call, and ends by call", async () => {
    const app = await show(
      "<view style='height:300px'>pull me</view>",
      {},
      `onPullDownRefresh() { console.log("refresh"); tt.stopPullDownRefresh({ complete: () => console.log("stopped") }) }, onReady() { setTimeout(() => tt.startPullDownRefresh()) }`,
      { "pages/index/index.json": JSON.stringify({ enablePullDownRefresh: true }) },
    );
    await app.printsEventually("stopped");
    await app.page.mouse.move(100, 20);
    await app.page.mouse.down();
    await app.page.mouse.move(100, 180, { steps: 4 });
    await app.page.mouse.up();
    await until(
      "it was refreshed twice",
      async () => (await app.printed()).filter((line) => line === "refresh").length === 2,
    );
    expect(await app.frame.locator(".lianmai-page[refreshing]").count()).toBe(0);
    await app.close();
  });
});

describe("a built-in component", () => {
  it("lets go of what it holds when it leaves the page, by condition or with the page", async () => {
    const app = await show(
      `<view tt:if="{{there}}"><swiper id="s" autoplay interval="40" duration="0" circular bindchange="on"><swiper-item/><swiper-item/></swiper></view>
       <video id="v" src="/a.mp4" bindpause="on"/><button bindtap="toggle">t</button>`,
      { there: true },
      `toggle() {
        this.setData({ there: false })
        console.log("gone")
        let ticks = 0
        const timer = setInterval(() => { if (++ticks === 5) { clearInterval(timer); console.log("five intervals later") } }, 40)
      }`,
    );
    await app.printsEventually('s change {"current":1,"currentItemId":"","source":"autoplay"}');
    const video = await app.frame.locator("video").elementHandle();
    await app.tap("tt-button");
    await app.printsEventually("five intervals later");
    const printed = await app.printed();
    // A swiper that went on would have turned in between.
    const after = printed.slice(printed.indexOf("gone"), printed.indexOf("five intervals later"));
    expect(after.filter((line) => line.startsWith("s change"))).toEqual([]);
    expect(await video?.evaluate((node) => (node as HTMLVideoElement).hasAttribute("src"))).toBe(true);
    await app.frame.evaluate(() => {
      const { tt } = window as unknown as { tt: { reLaunch(options: object): void } };
      tt.reLaunch({ url: "/pages/index/index" });
    });
    await until("the video is released", () =>
      video?.evaluate((node) => !(node as HTMLVideoElement).hasAttribute("src")),
    );
    await app.close();
  });
});

describe("a component of the platform that is not here", () => {
  it("says so and leaves the page alive", async () => {
    const app = await show(`<ad id="m" binderror="on"/><camera id="c" binderror="on"/><view>page</view>`);
    await app.printsEventually('m error {"errMsg":"<ad> is not available outside of the platform","errCode":-1}');
    await app.printsEventually('c error {"errMsg":"auth deny"}');
    await app.showsEventually("page");
    await app.close();
  });
});
