import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  launchBrowser,
  openSimulator,
  type Product,
  phoneFrames,
  root,
  startProduct,
  type Tab,
  until,
} from "./harness/index.js";

let browser: Browser;
let product: Product;
let project: string;
let tab: Tab;

/** A page that tells how it was started and what its user allows. */
const PAGE = `Page({
  data: { start: "", answer: "" },
  onLoad(query) {
    const { path, scene } = tt.getLaunchOptionsSync();
    this.setData({ start: path + " " + (query.from || "") + " " + (scene || "none") });
    tt.setStorageSync("word", "kept");
  },
  ask() {
    tt.authorize({
      scope: "scope.camera",
      success: () => this.setData({ answer: "granted" }),
      fail: () => this.setData({ answer: "denied" }),
    });
  },
  read() { this.setData({ answer: String(tt.getStorageSync("word")) }); },
});`;
const VIEW = `<view class="start">{{start}}</view><view class="answer">answer: {{answer}}</view>
<button class="ask" bindtap="ask">ask</button><button class="read" bindtap="read">read</button>`;

beforeAll(async () => {
  browser = await launchBrowser();
  project = await mkdtemp(join(tmpdir(), "lianmai-settings-"));
  await cp(join(root, "e2e", "fixtures", "hot-changes"), project, { recursive: true });
  for (const name of ["index", "second"]) {
    await writeFile(join(project, `pages/${name}/index.js`), PAGE);
    await writeFile(join(project, `pages/${name}/index.ttml`), VIEW);
  }
  const config = join(project, "project.config.json");
  const modes = [
    { name: "From a card", pathName: "pages/second/index", query: "from=card", scene: 1011 },
    { name: "Plain", pathName: "pages/index/index", query: "from=plain" },
  ];
  const condition = { miniprogram: { current: 1, list: modes } };
  await writeFile(config, JSON.stringify({ ...JSON.parse(await readFile(config, "utf8")), condition }));
  product = await startProduct({ project });
});
afterAll(async () => {
  await browser?.close();
  await product?.close();
  await rm(project, { recursive: true, force: true });
});

const page = (): Page => tab.page;
const says = (frame: Frame | undefined, name: string, text: string) =>
  until(`${name} says ${text}`, async () => (await frame?.locator(`.${name}:visible`).innerText()) === text);

async function open(query: string, size = { width: 1600, height: 1000 }): Promise<void> {
  await tab?.close();
  tab = await openSimulator(browser, { url: product.url + query }, { viewport: size });
}

describe("how phones start", () => {
  it("is the project's current compile mode, another one that is chosen, or a page, query and scene of one's own", async () => {
    await open("?phones=2");
    for (const frame of await phoneFrames(page(), 2)) await says(frame, "start", "pages/index/index plain none");

    const menu = page().getByRole("button", { name: "编译模式" });
    await menu.click();
    await page()
      .getByRole("button", { name: /From a card/ })
      .click();
    await until("both phones start anew", async () => {
      const frames = await phoneFrames(page(), 2);
      const starts = await Promise.all(frames.map((frame) => frame.locator(".start:visible").innerText()));
      return starts.every((start) => start === "pages/second/index card 1011");
    });
    expect(new URL(page().url()).searchParams.get("scene")).toBe("1011");

    await menu.click();
    await page().getByLabel("启动页面").fill("/pages/index/index");
    await page().getByLabel("启动参数").fill("?from=me");
    await page().getByLabel("场景值").fill("1037");
    await page().locator(".launch-form button[type=submit]").click();
    await until("a phone starts as was said", async () => {
      const [frame] = await phoneFrames(page(), 2);
      return (await frame?.locator(".start:visible").innerText()) === "pages/index/index me 1037";
    });
  });
});

describe("what a phone's user allowed", () => {
  it("is that phone's alone, and is changed from outside while the program runs", async () => {
    await open("?phones=2");
    const [first, second] = await phoneFrames(page(), 2);
    await first?.locator(".ask:visible").click();
    await says(first, "answer", "answer: granted");

    await page()
      .getByRole("article")
      .first()
      .hover({ position: { x: 40, y: 10 } });
    await page().getByRole("article").first().getByRole("button", { name: "手机设置", exact: true }).click();
    await page().getByRole("switch", { name: "摄像头" }).uncheck();
    await page().keyboard.press("Escape");
    await page().locator("h1").click();
    // The phone is told of the change in a message of its own, which may come after the next click.
    await until("the first phone is denied the camera", async () => {
      await first?.locator(".ask:visible").click();
      return (await first?.locator(".answer:visible").innerText()) === "answer: denied";
    });
    await second?.locator(".ask:visible").click();
    await says(second, "answer", "answer: granted");
    expect(tab.pageErrors).toEqual([]);
  });
});

describe("what a phone keeps", () => {
  it("is changed and taken away in the panel", async () => {
    await open("?phones=1");
    const [phone] = await phoneFrames(page(), 1);
    await says(phone, "answer", "answer:");
    await page().getByRole("tab", { name: "存储" }).click();
    await page().getByRole("button", { name: "编辑 word", exact: true }).click();
    await page().getByRole("textbox", { name: "编辑 word", exact: true }).fill('"from the desk"');
    await page().keyboard.press("Enter");
    await page().locator(".storage").getByText('"from the desk"').waitFor();
    await phone?.locator(".read:visible").click();
    await says(phone, "answer", "answer: from the desk");
    await page().getByRole("button", { name: "删除 word", exact: true }).click();
    await until("the phone has forgotten it", async () => {
      await phone?.locator(".read:visible").click();
      return (await phone?.locator(".answer:visible").innerText()) === "answer:";
    });
  });
});

describe("the zoom", () => {
  it.each([
    [1440, 900],
    [1280, 720],
  ])("shows all phones of one, two, four and six, and the sign that adds one, in %d x %d", async (width, height) => {
    for (const count of [1, 2, 4, 6]) {
      await open(`?phones=${count}`, { width, height });
      await phoneFrames(page(), count);
      const stage = await page().getByRole("main").boundingBox();
      const tiles = await page().locator(".phone-tile, .add-tile button").all();
      expect(tiles.length).toBe(count + 1);
      for (const tile of tiles) {
        const box = await tile.boundingBox();
        expect(box && stage && box.x >= stage.x && box.x + box.width <= stage.x + stage.width + 1).toBe(true);
        expect(box && stage && box.y >= stage.y && box.y + box.height <= stage.y + stage.height + 1).toBe(true);
      }
    }
  });

  it("is as high as the window, or as many percent as was said", async () => {
    await open("?phones=2");
    await phoneFrames(page(), 2);
    const height = async () => (await page().locator(".phone-space").first().boundingBox())?.height ?? 0;
    for (const [name, expected] of [
      ["50%", 416],
      ["100%", 832],
    ] as const) {
      await page().locator(".top-bar-zoom").click();
      await page().getByRole("option", { name }).click();
      await until(`phones are ${name} large`, async () => Math.abs((await height()) - expected) < 1);
    }
  });
});
