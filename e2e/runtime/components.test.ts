import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../harness/index.js";
import { type MiniProgram, RuntimeLab } from "./mini-program.js";

let lab: RuntimeLab;
beforeAll(async () => {
  lab = await RuntimeLab.start();
});
afterAll(() => lab?.close());

/** A page whose every handler `on` prints the type and detail of its events. */
async function show(ttml: string, data: object = {}, more: Record<string, string> = {}): Promise<MiniProgram> {
  return await lab.open({
    "pages/index/index.ttml": ttml,
    "pages/index/index.js": `Page({
      data: ${JSON.stringify(data)},
      on(e) { console.log(e.currentTarget.id, e.type, JSON.stringify(e.detail)) },
      set(e) { this.setData(e.currentTarget.dataset.data) },
    })`,
    ...more,
  });
}

describe("image", () => {
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>`;

  it("is 320 x 240, finds its file by both kinds of path, and tells its size", async () => {
    const app = await show(
      `<image id="a" src="/image/x.svg" bindload="on"/><image id="b" src="../../image/x.svg" mode="widthFix" style="width:100rpx" bindload="on"></image>
       <image id="c" src="/image/gone.svg" binderror="on"/>`,
      {},
      { "image/x.svg": picture },
    );
    await app.printsEventually('a load {"width":40,"height":20}');
    await app.printsEventually('b load {"width":40,"height":20}');
    await until("the missing one is told", async () =>
      (await app.printed()).some((line) => line.startsWith("c error")),
    );
    expect(await app.frame.locator("#a").boundingBox()).toMatchObject({ width: 320, height: 240 });
    expect(await app.frame.locator("#b").boundingBox()).toMatchObject({ width: 50, height: 25 });
    await app.close();
  });
});

describe("button", () => {
  it("keeps taps back while disabled and ignores an open-type that it does not know", async () => {
    const app = await show(
      `<button id="off" disabled bindtap="on">off</button><button id="odd" open-type="button" bindtap="on">odd</button>`,
    );
    await app.frame.locator("#off").click({ force: true });
    await app.tap("#odd");
    await until("a tap", async () => (await app.printed()).some((line) => line.startsWith("odd tap")));
    expect((await app.printed()).some((line) => line.startsWith("off"))).toBe(false);
    await app.close();
  });

  it("shows its hover class while it is pressed", async () => {
    const app = await show(`<button id="b">b</button><view id="v" hover-class="pressed" hover-start-time="0">v</view>`);
    for (const [id, hover] of [
      ["b", "button-hover"],
      ["v", "pressed"],
    ] as const) {
      await app.frame.locator(`#${id}`).hover();
      await app.page.mouse.down();
      await app.frame.locator(`#${id}.${hover}`).waitFor();
      await app.page.mouse.up();
      await app.frame.locator(`#${id}:not(.${hover})`).waitFor();
    }
    await app.close();
  });
});

describe("form", () => {
  const form = `
    <form id="f" bindsubmit="on" bindreset="on">
      <input name="text" value="hello"/><textarea name="long" value="lines"/>
      <switch name="on" checked/><slider name="much" value="30"/>
      <checkbox-group name="many" bindchange="on" id="many"><label><checkbox value="a" checked/><text id="la">A</text></label><label><checkbox value="b"/><text id="lb">B</text></label></checkbox-group>
      <radio-group name="one" bindchange="on" id="one"><label for="r2"><text id="lr">second</text></label><radio id="r1" value="x" checked/><radio id="r2" value="y"/></radio-group>
      <input value="without a name"/>
      <button id="s" form-type="submit">submit</button><button id="r" form-type="reset">reset</button>
    </form>`;

  it("collects its controls by name, and takes them back", async () => {
    const app = await show(form);
    await app.tap("#lb");
    await app.printsEventually('many change {"value":["a","b"]}');
    await app.tap("#lr");
    await app.printsEventually('one change {"value":"y"}');
    await app.tap("tt-switch");
    await app.frame.locator("tt-input input").first().fill("typed");
    await app.tap("#s");
    const submitted = await until("a submit", async () =>
      (await app.printed()).find((line) => line.startsWith("f submit")),
    );
    const value = { text: "typed", long: "lines", on: false, much: 30, many: ["a", "b"], one: "y" };
    expect(JSON.parse(submitted.slice("f submit ".length))).toMatchObject({ value });

    await app.tap("#r");
    await until("a reset", async () => (await app.printed()).some((line) => line.startsWith("f reset")));
    await app.tap("#s");
    const second = await until("a second submit", async () =>
      (await app.printed()).filter((line) => line.startsWith("f submit")).at(1),
    );
    const initial = { text: "hello", long: "lines", on: true, much: 30, many: ["a"], one: "x" };
    expect(JSON.parse(second.slice("f submit ".length))).toMatchObject({ value: initial });
    await app.close();
  });

  it("tells each change of a control once", async () => {
    const app = await show(`<label><switch id="w" bindchange="on"/><text id="t">label</text></label>`);
    await app.tap("tt-switch");
    await app.tap("#t");
    await app.printsEventually('w change {"value":false}');
    expect(await app.printed()).toEqual(['w change {"value":true}', 'w change {"value":false}']);
    await app.close();
  });
});

describe("input", () => {
  it("takes no more than maxlength, hides passwords and follows focus", async () => {
    const app = await show(
      `<input id="i" maxlength="3" focus="{{focus}}" password placeholder="three" placeholder-style="color:red"/><button bindtap="set" data-data="{{ {focus: true} }}">f</button>`,
      { focus: false },
    );
    const field = app.frame.locator("#i input");
    expect(await field.getAttribute("type")).toBe("password");
    await app.tap("tt-button");
    await until("the field has the focus", () => field.evaluate((node) => document.activeElement === node));
    await app.page.keyboard.type("12345");
    expect(await field.inputValue()).toBe("123");
    expect(await app.frame.locator(".lianmai-placeholder").isVisible()).toBe(false);
    await app.close();
  });

  it("binds both ways with model:value", async () => {
    const app = await show(`<input model:value="{{v}}"/><view id="v">{{v}}</view>`, { v: "a" });
    await app.frame.locator("tt-input input").fill("typed");
    await until("the page has it", async () => (await app.text("#v")) === "typed");
    await app.close();
  });
});

describe("slider", () => {
  it("snaps to its steps and tells changing and change", async () => {
    const app = await show(`<slider id="s" min="0" max="10" step="5" bindchange="on" bindchanging="on" show-value/>`);
    const box = await app.frame.locator(".lianmai-slider-track").boundingBox();
    if (!box) throw new Error("the slider is not drawn");
    await app.page.mouse.move(box.x + 1, box.y + 1);
    await app.page.mouse.down();
    await app.page.mouse.move(box.x + box.width * 0.55, box.y + 1, { steps: 4 });
    await app.page.mouse.up();
    await app.printsEventually('s change {"value":5}');
    expect(await app.printed()).toEqual(['s changing {"value":5}', 's change {"value":5}']);
    await app.close();
  });
});

describe("scroll-view", () => {
  const rows = `<view tt:for="{{20}}" id="row{{index}}" style="height:100px">row {{index}}</view>`;

  it("tells where it is and that an end was reached", async () => {
    const app = await show(
      `<scroll-view id="s" scroll-y style="height:200px" bindscroll="on" bindscrolltolower="on" bindscrolltoupper="on">${rows}</scroll-view>`,
    );
    await app.frame.locator("#s").evaluate((node) => node.scrollTo(0, 2000));
    await app.printsEventually('s scrolltolower {"direction":"bottom"}');
    await until("scrolling is told", async () =>
      (await app.printed()).some((line) => /s scroll .*"scrollTop":1800,.*"scrollHeight":2000/.test(line)),
    );
    await app.frame.locator("#s").evaluate((node) => node.scrollTo(0, 0));
    await app.printsEventually('s scrolltoupper {"direction":"top"}');
    await app.close();
  });

  it("goes where the page sends it", async () => {
    const app = await show(
      `<scroll-view id="s" scroll-y style="height:200px" scroll-top="{{top}}" scroll-into-view="{{into}}">${rows}</scroll-view>
       <button id="b1" bindtap="set" data-data="{{ {into: 'row7'} }}">1</button><button id="b2" bindtap="set" data-data="{{ {top: 10} }}">2</button>`,
      { top: 300, into: "" },
    );
    const at = (top: number) =>
      until(`it is at ${top}`, () =>
        app.frame.locator("#s").evaluate((node, wanted) => node.scrollTop === wanted, top),
      );
    await at(300);
    await app.tap("#b1");
    await at(700);
    await app.tap("#b2");
    await at(10);
    await app.close();
  });

  it("scrolls sideways over pages of inline blocks", async () => {
    const app = await show(
      `<scroll-view id="s" scroll-x="{{true}}" style="white-space:nowrap;width:300px" bindscroll="on"><view style="display:inline-block;width:100%;height:10px" tt:for="{{3}}"/></scroll-view>`,
    );
    expect(await app.frame.locator("#s").evaluate((node) => node.scrollWidth)).toBe(900);
    await app.frame.locator("#s").evaluate((node) => node.scrollTo(300, 0));
    await until("scrolling is told", async () =>
      (await app.printed()).some((line) => line.includes('"scrollLeft":300')),
    );
    await app.close();
  });
});

describe("swiper", () => {
  const items = `<swiper-item tt:for="{{n}}" item-id="i{{index}}"><view class="page">page {{index}}</view></swiper-item>`;

  it("turns by finger and by current, and says who turned it", async () => {
    const app = await show(
      `<swiper id="s" current="{{c}}" duration="50" indicator-dots bindchange="on" bindanimationfinish="on">${items}</swiper><button bindtap="set" data-data="{{ {c: 2} }}">2</button>`,
      { n: 3, c: 0 },
    );
    await app.showsEventually("page 0");
    await app.page.mouse.move(300, 60);
    await app.page.mouse.down();
    await app.page.mouse.move(40, 62, { steps: 5 });
    await app.page.mouse.up();
    await app.printsEventually('s change {"current":1,"currentItemId":"i1","source":"touch"}');
    await app.tap("tt-button");
    await app.printsEventually('s animationfinish {"current":2,"currentItemId":"i2","source":""}');
    expect(await app.frame.locator(".lianmai-swiper-dots i[current]").count()).toBe(1);
    expect(await app.frame.locator("text=page 2").boundingBox()).toMatchObject({ x: 0, width: 375 });
    await app.close();
  });

  it("turns by itself around a circle, and takes pages that come later", async () => {
    const app = await show(
      `<swiper id="s" autoplay interval="60" duration="20" circular bindchange="on">${items}</swiper><button bindtap="set" data-data="{{ {n: 3} }}">3</button>`,
      { n: 2 },
    );
    await app.printsEventually('s change {"current":0,"currentItemId":"i0","source":"autoplay"}');
    await app.tap("tt-button");
    await app.printsEventually('s change {"current":2,"currentItemId":"i2","source":"autoplay"}');
    await app.close();
  });
});

describe("navigator", () => {
  it("opens pages and tells when it cannot", async () => {
    const app = await show(
      `<navigator id="ok" url="../two/two?x=%20">go</navigator><navigator id="bad" url="/pages/none/none" bindfail="on">bad</navigator>`,
      {},
      {
        "pages/two/two.ttml": "<view>two {{x}}</view>",
        "pages/two/two.js": "Page({ onLoad({ x }) { this.setData({ x }) } })",
        "app.json": JSON.stringify({ pages: ["pages/index/index", "pages/two/two"] }),
      },
    );
    await app.tap("#bad");
    await until("the failure is told", async () =>
      (await app.printed()).some((line) => line.includes("bad fail") && line.includes("navigateTo:fail")),
    );
    await app.tap("#ok");
    await app.showsEventually("two %20");
    await app.close();
  });
});

describe("progress and icon", () => {
  it("are drawn", async () => {
    const app = await show(`<progress percent="40" show-info/><icon type="warn" size="40"/>`);
    expect(await app.text("tt-progress")).toBe("40%");
    expect(await app.frame.locator("tt-icon svg").boundingBox()).toMatchObject({ width: 40, height: 40 });
    await app.close();
  });
});
