import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  audioArrives,
  launchBrowser,
  openSimulator,
  openTab,
  type Product,
  phoneFrames,
  root,
  startProduct,
  type Tab,
  until,
  videoArrives,
} from "./harness/index.js";

/** Milliseconds; a machine with much else to do is slow to start two browsers and a call. */
const PATIENCE = 45_000;
const SLOWLY = { timeout: 4 * PATIENCE };
/** The name by which the phone reaches the server; nothing but the browser's own rule leads it to loopback. */
const PHONE_HOST = "phone.lianmai.test";
const PIXEL = {
  viewport: { width: 412, height: 840 },
  hasTouch: true,
  isMobile: true,
  // Nobody stands in front of this browser to accept the certificate.
  ignoreHTTPSErrors: true,
  userAgent:
    "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
};

/** Another one beside it. */
const GALAXY = {
  ...PIXEL,
  viewport: { width: 360, height: 760 },
  userAgent: PIXEL.userAgent.replace("Pixel 7", "SM-G991B"),
};

let project: string;
let product: Product;
let browser: Browser;
let phoneBrowser: Browser;
let desk: Tab;
let phone: Tab;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "lianmai-phone-"));
  await cp(join(root, "examples/video-call"), project, { recursive: true });
  const app = join(project, "app.js");
  await writeFile(
    app,
    `console.log("hello from", tt.getSystemInfoSync().model, { nested: [1] });\n${await readFile(app, "utf8")}`,
  );
  [product, browser, phoneBrowser] = await Promise.all([
    startProduct({
      project,
      phones: 1,
      phoneHost: PHONE_HOST,
      backEnds: { "https://rtc-demo.example.com": join(root, "examples/backend") },
    }),
    launchBrowser(),
    launchBrowser({ resolve: { [PHONE_HOST]: "127.0.0.1" } }),
  ]);
  desk = await openSimulator(browser, {
    url: `${product.url}?phones=1&query=${encodeURIComponent("room=lan&autojoin=1")}`,
  });
  phone = await openTab(phoneBrowser, product.phoneUrl ?? "", PIXEL);
  for (const { page } of [desk, phone]) page.setDefaultTimeout(PATIENCE);
}, 4 * PATIENCE);
afterAll(async () => {
  await Promise.all([browser?.close(), phoneBrowser?.close()]);
  await product?.close();
  await rm(project, { recursive: true, force: true });
});

const phoneFrame = (tab = phone): Promise<Frame> =>
  until("the mini-program runs on the phone", () =>
    tab.page.frames().find((frame) => new URL(frame.url()).pathname === "/__app/frame.html"),
  );

/** Answers every question of the phone until none is left. */
async function allow(page: Page, isDone: () => Promise<boolean>): Promise<void> {
  const yes = page.getByRole("alertdialog").getByRole("button", { name: "允许", exact: true });
  const answer = async () => {
    // A question that slides away is no longer one.
    if ((await yes.count()) > 0)
      await yes
        .last()
        .tap({ timeout: 5_000 })
        .catch(() => undefined);
    return await isDone();
  };
  await until("the phone's questions are answered", answer, PATIENCE);
}

/** Goes into the room where the simulator's phone is, by touch alone. */
async function enter(tab: Tab): Promise<Frame> {
  const frame = await phoneFrame(tab);
  await allow(tab.page, async () => {
    const off = await frame.locator("#mic.off:visible, #camera.off:visible").count();
    return off === 0 && (await frame.locator("video:visible").count()) > 0;
  });
  await frame.locator("#room:visible input").fill("lan");
  await frame.locator("#enter:visible").tap();
  return frame;
}

const tab = (name: string) => desk.page.getByRole("tab", { name }).click();
const onlyPhone = () => desk.page.locator(".phone-filter").getByRole("button", { name: /^Pixel 7/ });

describe("a phone over HTTPS under a name of its own", SLOWLY, () => {
  it("has a secure page with one certificate for page and signalling", async () => {
    const url = new URL(phone.page.url());
    expect([url.protocol, url.hostname]).toEqual(["https:", PHONE_HOST]);
    expect(await phone.page.evaluate(() => [isSecureContext, typeof navigator.mediaDevices])).toEqual([true, "object"]);
  });

  it("stands in a call with a phone of the simulator, by touch alone", async () => {
    const frame = await enter(phone);
    await audioArrives(frame, 1, PATIENCE);
    await videoArrives(frame);
    const [simulated] = await phoneFrames(desk.page, 1);
    if (!simulated) throw new Error("the simulator has no phone");
    await videoArrives(simulated);
    expect(phone.pageErrors).toEqual([]);
  });
});

describe("the desktop", SLOWLY, () => {
  it("names the phone by its device, and shows what it prints with the place in the sources", async () => {
    const card = desk.page.locator(".remote-card");
    await card.getByText("Pixel 7", { exact: true }).waitFor();
    await card.getByText(/^已连接/).waitFor();
    await onlyPhone().click();
    const line = desk.page.locator(".console li", { hasText: 'hello from Pixel 7 {"nested":[1]}' });
    await line.getByText("app.js:1:9").waitFor();
  });

  it("shows the phone's requests, storage and pages, and changes them there", async () => {
    await tab("网络");
    await desk.page.locator(".network").getByText("/api/rtc/token").first().waitFor();
    await tab("存储");
    await desk.page.locator(".storage").getByText('"lan"').first().waitFor();
    await tab("数据");
    const page = desk.page.locator(".page-data", { hasText: "pages/room/room" });
    await page.getByTitle("编辑 room", { exact: true }).click();
    await desk.page.getByLabel("编辑 room", { exact: true }).fill("changed-from-the-desk");
    await desk.page.keyboard.press("Enter");
    const frame = await phoneFrame();
    await frame.getByText("changed-from-the-desk").waitFor();
  });

  it("shows the phone's call: each step, and what flows", async () => {
    await tab("通话");
    await desk.page.locator(".calls li", { hasText: "joinRtcRoom" }).getByText(/^成功/).first().waitFor();
    await desk.page
      .locator(".track-name", { hasText: "↑" })
      .filter({ hasText: /摄像头.*\d+k/ })
      .first()
      .waitFor();
    await desk.page.locator(".track-name", { hasText: "↓" }).filter({ hasText: "麦克风" }).first().waitFor();
  });

  it("brings a saved template to the phone without leaving the call", async () => {
    const frame = await phoneFrame();
    const file = join(project, "pages/room/room.ttml");
    await writeFile(file, `<text id="saved">saved</text>${await readFile(file, "utf8")}`);
    await frame.locator("#saved").waitFor();
    // The same frame as before: a new start would have made another.
    await videoArrives(frame);
  });

  it("says that the phone is gone, and takes it up again where it was", async () => {
    await phone.page.goto("about:blank");
    await desk.page
      .locator(".remote-card.is-gone")
      .getByText(/^已断开/)
      .waitFor();
    await phone.page.goBack();
    await desk.page.locator(".remote-card:not(.is-gone)").waitFor();
    expect(await desk.page.locator(".remote-card").count()).toBe(1);
    expect(desk.pageErrors).toEqual([]);
  });
});

describe("several phones at once", SLOWLY, () => {
  let second: Tab;
  beforeAll(async () => {
    second = await openTab(phoneBrowser, product.phoneUrl ?? "", GALAXY);
    second.page.setDefaultTimeout(PATIENCE);
  });

  const filter = (name: string | RegExp) => desk.page.locator(".phone-filter").getByRole("button", { name });
  const hello = (model: string) => desk.page.locator(".console li", { hasText: `hello from ${model}` });

  it("stand in one call, and each has both of the others", async () => {
    const [first, other] = await Promise.all([enter(phone), enter(second)]);
    await Promise.all([videoArrives(first, 2), videoArrives(other, 2)]);
    expect(second.pageErrors).toEqual([]);
  });

  it("are told apart on the desktop: a card each, and each line of the console under its phone's name", async () => {
    await desk.page.locator(".remote-card").nth(1).waitFor();
    const models = desk.page.locator(".remote-card strong");
    expect((await models.allInnerTexts()).sort()).toEqual(["Pixel 7", "SM-G991B"]);

    await tab("控制台");
    await filter("全部").click();
    for (const model of ["Pixel 7", "SM-G991B"]) {
      await hello(model).locator(".console-name", { hasText: model }).first().waitFor();
    }
    for (const [own, others] of [
      ["Pixel 7", "SM-G991B"],
      ["SM-G991B", "Pixel 7"],
    ] as const) {
      await filter(new RegExp(`^${own}`)).click();
      await hello(own).first().waitFor();
      expect(await hello(others).count()).toBe(0);
    }
  });

  it("have a call inspector each", async () => {
    await tab("通话");
    for (const own of [/^Pixel 7/, /^SM-G991B/]) {
      if ((await filter(own).getAttribute("aria-pressed")) !== "true") await filter(own).click();
      await desk.page.locator(".calls li", { hasText: "joinRtcRoom" }).getByText(/^成功/).first().waitFor();
      await desk.page.locator(".track-name", { hasText: "↓" }).filter({ hasText: "摄像头" }).nth(1).waitFor();
    }
  });

  it("get a saved template together, and stay in the call", async () => {
    const frames = await Promise.all([phoneFrame(), phoneFrame(second)]);
    const file = join(project, "pages/room/room.ttml");
    await writeFile(file, `<text id="both">both</text>${await readFile(file, "utf8")}`);
    await Promise.all(frames.map((frame) => frame.locator("#both").waitFor()));
    await Promise.all(frames.map((frame) => videoArrives(frame, 2)));
    expect(desk.pageErrors).toEqual([]);
  });
});
