import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RuntimeLab } from "./mini-program.js";

let lab: RuntimeLab;
beforeAll(async () => {
  lab = await RuntimeLab.start();
});
afterAll(() => lab?.close());

describe("a page", () => {
  it("is drawn and reacts", async () => {
    const app = await lab.open({
      "pages/index/index.ttml": `<view class="n">{{n}}</view><button bindtap="add" data-by="2">add</button>`,
      "pages/index/index.js": `Page({
        data: { n: 1 },
        add(e) { this.setData({ n: this.data.n + Number(e.currentTarget.dataset.by) }, () => console.log("drawn", this.data.n)) },
      })`,
      "pages/index/index.ttss": ".n { width: 375rpx; color: rgb(1, 2, 3) }",
    });
    await app.showsEventually("1");
    await app.tap("tt-button");
    await app.printsEventually("drawn 3");
    expect(await app.text(".n")).toBe("3");
    expect(await app.frame.locator(".n").evaluate((node) => getComputedStyle(node).width)).toBe("187.5px");
    await app.close();
  });
});
