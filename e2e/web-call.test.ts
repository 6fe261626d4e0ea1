import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  audioArrives,
  launchBrowser,
  openSimulator,
  openTab,
  type Product,
  phoneFrames,
  startProduct,
  type Tab,
  until,
  videoArrives,
  videosPlay,
} from "./harness/index.js";

const ROOM = "web-and-phone";

describe("a web page and a phone in one room", () => {
  let product: Product;
  let browser: Browser;
  let simulator: Tab;
  let web: Tab;
  let phone: Frame;

  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
    const search = new URLSearchParams({ phones: "1", query: `room=${ROOM}&autojoin=1` });
    simulator = await openSimulator(browser, { url: `${product.url}?${search}` });
    [phone] = (await phoneFrames(simulator.page, 1)) as [Frame];
    web = await openTab(browser, new URL(`web-call/?room=${ROOM}&name=Web&user=web-1&lang=en`, product.url).href);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.close();
  });

  it("see and hear each other", async () => {
    await web.page.locator("button.enter").click();
    for (const target of [phone, web.page]) {
      await videoArrives(target);
      await audioArrives(target);
      await videosPlay(target, 2);
    }
    await until("the phone shows who is in the web page", () =>
      names(phone, ".tile .name").then((all) => all.includes("Web")),
    );
    expect(await names(web.page, ".tile .tag span")).toHaveLength(2);
  });

  it("show when the other one is muted", async () => {
    await web.page.locator("footer button").first().click();
    const mark = phone.locator(".tile", { hasText: "Web" }).locator(".mark");
    await mark.waitFor({ state: "visible" });
    await web.page.locator("footer button").first().click();
    await mark.waitFor({ state: "hidden" });
    await audioArrives(phone);
  });

  it("go on when a stranger sends nonsense, whose socket is closed with the reason", async () => {
    const closed = await web.page.evaluate(
      (url) =>
        new Promise<{ code: number; reason: string }>((resolve) => {
          const socket = new WebSocket(url);
          socket.onopen = () => socket.send('{"type":"request","id":1,"method":"join","params":{"roomId":7}}');
          socket.onclose = ({ code, reason }) => resolve({ code, reason });
        }),
      new URL("rtc/v1", product.url.replace(/^http/, "ws")).href,
    );
    expect(closed.code).toBeGreaterThanOrEqual(4000);
    expect(closed.reason).not.toBe("");
    await videoArrives(phone);
    await videoArrives(web.page);
  });

  it("leave a history of how it went, with what only the pages know", async () => {
    const [app] = await product.service.apps.list();
    const { history } = product.service;
    await until("both have told how the other's picture plays", async () => {
      const range = { start: Date.now() - 600_000, end: Date.now() };
      const filter = { appId: app?.appId ?? "", roomId: ROOM, direction: "down" as const };
      const curves = await history.quality.curves(filter, range);
      const told = curves.filter(
        ({ source, bytes, played, width, fps }) =>
          source === "camera" && bytes > 0 && played > 0 && (width ?? 0) > 0 && (fps ?? 0) > 0,
      );
      return new Set(told.map(({ userId }) => userId)).size === 2;
    });
    const range = { start: Date.now() - 600_000, end: Date.now() };
    const page = { number: 1, size: 10 };
    const { items } = await history.calls.users({ appId: app?.appId ?? "", roomId: ROOM, range, page });
    expect(items).toHaveLength(2);
    for (const { stays } of items) {
      expect(stays[0]).toMatchObject({ leftAt: null, os: "linux", client: expect.stringMatching(/^web\//) });
      expect(new Set(stays[0]?.publications.map(({ source }) => source))).toEqual(new Set(["camera", "microphone"]));
    }
  });

  it("see it when the other one leaves", async () => {
    await web.page.getByRole("button", { name: "Leave" }).click();
    await web.page.locator("button.enter").waitFor();
    await until("the phone is alone", () => names(phone, ".tile .name").then((all) => all.length === 1));
    await until("the server knows it too", () => product.service.stats().participants === 1);
  });

  it("have no errors that nobody caught", () => {
    expect([...simulator.pageErrors, ...web.pageErrors]).toEqual([]);
  });
});

async function names(target: Page | Frame, selector: string): Promise<string[]> {
  return (await target.locator(selector).allInnerTexts()).map((name) => name.trim());
}
