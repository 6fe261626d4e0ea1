import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../harness/index.js";
import { RuntimeLab } from "./mini-program.js";

// What published programs depend on without saying so.

let lab: RuntimeLab;
beforeAll(async () => {
  lab = await RuntimeLab.start();
});
afterAll(() => lab?.close());

const page = (ttml: string, js: string) => ({ "pages/index/index.ttml": ttml, "pages/index/index.js": js });

describe("page methods", () => {
  it("are bound once, so that they can be handed out bare and taken back", async () => {
    const app = await lab.open(
      page(
        `<view id="v">{{got}}</view>`,
        `const listeners = new Set();
        Page({
          data: { got: "" },
          onState(value) { this.setData({ got: value }); },
          onLoad() {
            const { onState } = this;
            listeners.add(onState);
            for (const listener of listeners) listener("called bare");
            listeners.delete(this.onState);
            console.log("left", listeners.size, this.onState === onState);
          },
        })`,
      ),
    );
    await app.showsEventually("called bare");
    await app.printsEventually("left 0 true");
    await app.close();
  });

  it("assigned later are called by events", async () => {
    const app = await lab.open(
      page(`<button bindtap="later">x</button>`, `Page({ onLoad() { this.later = () => console.log("later ran"); } })`),
    );
    await app.tap("tt-button");
    await app.printsEventually("later ran");
    await app.close();
  });
});

describe("names of the browser", () => {
  it("do not exist for user code, and may be shown as if they were data", async () => {
    const app = await lab.open(
      page(
        `<view id="v">[{{me}}]</view>`,
        `Page({ onLoad() {
          console.log(typeof window, typeof self, typeof document, typeof RTCPeerConnection, typeof globalThis);
          this.setData({ me: self }, () => console.log("shown"));
        } })`,
      ),
    );
    await app.printsEventually("undefined undefined undefined undefined undefined");
    await app.printsEventually("shown");
    expect(await app.text("#v")).toBe("[]");
    await app.close();
  });
});

describe("a query", () => {
  it("arrives as it was written", async () => {
    const app = await lab.open(
      {
        ...page(
          `<button bindtap="go">go</button>`,
          `Page({ go() { tt.navigateTo({ url: "../room/room?token=" + encodeURIComponent("a+b/=") + "&name=%E4%BD%A0" }); } })`,
        ),
        "pages/room/room.ttml": "<view>room</view>",
        "pages/room/room.js": `Page({ onLoad(options) { console.log(options.token, options.name, this.options === options); } })`,
      },
      { path: "pages/index/index" },
    );
    await app.tap("tt-button");
    await app.printsEventually("a%2Bb%2F%3D %E4%BD%A0 true");
    await app.close();
  });
});

describe("an event", () => {
  it("carries data, and the row's own when its text was tapped", async () => {
    const app = await lab.open(
      page(
        `<view bindtap="go" data-path="/a" data-stream="{{stream}}" mark:row="7"><text id="">inner</text></view>`,
        `Page({
          data: { stream: { userId: "u1", tracks: [1] } },
          go(e) {
            console.log(e.type, e.target.dataset.path, e.currentTarget.dataset.stream.userId, e.mark.row);
            console.log(Object.keys(e).join());
            e.currentTarget.dataset.stream.userId = "changed";
            console.log(this.data.stream.userId);
            return false;
          },
        })`,
      ),
    );
    await app.tap("tt-text");
    await app.printsEventually("tap /a u1 7");
    await app.printsEventually("type,timeStamp,target,currentTarget,mark,detail,touches,changedTouches");
    await app.printsEventually("u1");
    await app.close();
  });

  it("bubbles through handlers that return false, and stops at catch", async () => {
    const app = await lab.open(
      page(
        `<view bindtap="outer"><view catch:tap="middle"><view bind:tap="inner" id="i">x</view></view></view>
         <view capture-bind:tap="captured"><view bindtap="bubbled" id="j">y</view></view>`,
        `Page({
          inner() { console.log("inner"); return false; },
          middle() { console.log("middle"); },
          outer() { console.log("outer"); },
          captured() { console.log("captured"); },
          bubbled() { console.log("bubbled"); },
        })`,
      ),
    );
    await app.tap("#i");
    await app.tap("#j");
    await app.printsEventually("bubbled");
    expect((await app.printed()).filter((line) => !line.includes("app.js"))).toEqual([
      "inner",
      "middle",
      "captured",
      "bubbled",
    ]);
    await app.close();
  });

  it("without its handler is told and breaks nothing", async () => {
    const app = await lab.open(page(`<button bindtap="gone">x</button>`, "Page({})"));
    await app.tap("tt-button");
    await until("a warning", async () => (await app.printed()).some((line) => line.includes('has no method "gone"')));
    await app.close();
  });

  it("is a long press after a while, and then no tap follows", async () => {
    const app = await lab.open(
      page(
        `<view bindlongpress="long" bindtap="tap" bindtouchstart="start" bindtouchend="end" id="v">hold</view>`,
        `Page({
          long() { console.log("long"); }, tap() { console.log("tap"); },
          start(e) { console.log("start", e.touches.length, e.changedTouches[0].identifier); },
          end(e) { console.log("end", e.touches.length, e.changedTouches.length); },
        })`,
      ),
    );
    await app.frame.locator("#v").hover();
    await app.page.mouse.down();
    await app.printsEventually("long");
    await app.page.mouse.up();
    await app.printsEventually("end 0 1");
    expect(await app.printed()).toEqual(expect.arrayContaining(["start 1 0", "long"]));
    expect(await app.printed()).not.toContain("tap");
    await app.close();
  });
});

describe("data", () => {
  it("keeps what is no data by identity and shows the rest", async () => {
    const app = await lab.open(
      page(
        `<view id="v">{{ctx.name}}|{{tree.child.name}}</view>`,
        `class Context { constructor() { this.name = "ctx"; this.self = this; } join() { return "joined"; } }
        const ctx = new Context();
        Page({
          data: { early: ctx },
          client: ctx,
          onLoad() {
            const tree = { child: { name: "leaf" } };
            tree.child.parent = tree;
            this.setData({ ctx, tree, "deep.list[1].fn": () => 1 });
            console.log(this.data.ctx === ctx, this.data.ctx.join(), this.data.tree === tree, this.data.early === ctx);
            console.log(this.client === ctx, typeof this.data.deep.list[1].fn);
          },
        })`,
      ),
    );
    await app.printsEventually("true joined true true");
    await app.printsEventually("true function");
    expect(await app.text("#v")).toBe("ctx|leaf");
    const printed = await app.printed();
    expect(printed.filter((line) => line.includes("does not reach the view"))).toHaveLength(4);
    expect(printed.some((line) => line.includes('"tree.child.parent" (cyclic reference)'))).toBe(true);
    await app.close();
  });

  it("that is not there is empty in the template, and a false class is the word", async () => {
    const app = await lab.open(
      page(
        `<view id="v" class="a {{mode === 'full' && 'big'}}" hidden="{{nothing}}">[{{list[0].userId}}][{{name[0]}}]</view>`,
        `Page({ data: { list: [], name: "Ann", mode: "half" } })`,
      ),
    );
    expect(await app.text("#v")).toBe("[][A]");
    expect(await app.frame.locator("#v").getAttribute("class")).toBe("a false");
    await app.close();
  });

  it("reaches callbacks and onReady in a tab that nobody looks at", async () => {
    const app = await lab.open(
      page(
        `<view>{{n}}</view>`,
        `Page({ data: { n: 0 }, onReady() { console.log("ready") }, onLoad() { this.step(); }, step() {
          if (this.data.n === 3) return console.log("three");
          this.setData({ n: this.data.n + 1 }, this.step);
        } })`,
      ),
      {},
      // Where nothing is painted, no frame ever comes.
      () => {
        window.requestAnimationFrame = () => 0;
      },
    );
    await app.printsEventually("three");
    await app.printsEventually("ready");
    await app.close();
  });
});

describe("the app", () => {
  it("is there at the top of every module, and its fields are shared", async () => {
    const app = await lab.open({
      "app.js": `const helper = require("./common/helper"); App({ micOn: true, onLaunch() { this.launched = helper.app === this; } })`,
      "common/helper.js": "const app = getApp(); module.exports = { app, mic: () => app.micOn }",
      ...page(
        `<view id="v">{{micOn}}</view>`,
        `import helper from "../../common/helper"
        const app = getApp()
        Page({ data: { micOn: app.micOn }, onLoad() {
          app.micOn = false
          console.log(app.launched, helper.mic(), getCurrentPages().length, getCurrentPages()[0] === this, this.route)
        } })`,
      ),
    });
    await app.printsEventually("true false 1 true pages/index/index");
    expect(await app.text("#v")).toBe("true");
    await app.close();
  });
});

describe("an input", () => {
  it("is controlled: the page may set the same value again", async () => {
    const app = await lab.open(
      page(
        `<input id="i" name="n" value="{{v}}" placeholder="room" bindinput="typed" bindconfirm="done" bindfocus="on" bindblur="off"></input><view id="v">{{v}}</view>`,
        `Page({
          data: { v: "" },
          typed(e) { console.log("typed", e.detail.value, e.detail.cursor); if (e.detail.value === "clear") this.setData({ v: "" }); },
          done(e) { console.log("done", e.detail.value); }, on() { console.log("on"); }, off(e) { console.log("off", e.detail.value); },
        })`,
      ),
    );
    const field = app.frame.locator("#i input");
    await field.pressSequentially("ab");
    await app.printsEventually("typed ab 2");
    expect(await field.inputValue()).toBe("ab");
    await field.fill("clear");
    await until("the page has cleared it", async () => (await field.inputValue()) === "");
    await field.pressSequentially("x");
    await field.press("Enter");
    await app.printsEventually("done x");
    await app.printsEventually("off x");
    expect((await app.printed()).filter((line) => line.startsWith("typed"))).toEqual([
      "typed a 1",
      "typed ab 2",
      "typed clear 5",
      "typed x 1",
    ]);
    await app.close();
  });
});
