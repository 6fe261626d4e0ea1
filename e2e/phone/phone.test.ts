import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchBrowser, openTab, type Tab } from "../harness/browser.js";
import { until } from "../harness/until.js";
import { type PhonePage, startPhonePage } from "./phone-page.js";

interface PhoneWindow {
  lianmai: { Phone: new (container: Element, options: object) => Record<string, unknown> };
  phones: Record<string, (...args: unknown[]) => unknown>[];
  events: unknown[][];
}

describe("the phone", () => {
  let served: PhonePage;
  let browser: Browser;
  let tab: Tab;
  let page: Page;

  beforeAll(async () => {
    served = await startPhonePage();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });
  beforeEach(async () => {
    tab = await openTab(browser, served.url, { viewport: { width: 920, height: 900 } });
    page = tab.page;
  });
  afterEach(async () => {
    expect(tab.pageErrors).toEqual([]);
    await tab.close();
  });

  /** Adds a phone and waits for its mini-program's first page. */
  async function addPhone(id: string, options: object = {}): Promise<Frame> {
    return frameOf(await makePhone(id, options));
  }

  /** Adds a phone and says which one it is. */
  async function makePhone(id: string, options: object): Promise<number> {
    return page.evaluate(
      ([id, options]) => {
        const { lianmai, ...rest } = window as unknown as PhoneWindow;
        const phones = rest.phones ?? [];
        const events: unknown[][] = rest.events ?? [];
        Object.assign(window, { phones, events });
        const phone = new lianmai.Phone(document.body, {
          id,
          frameUrl: "/__app/frame.html",
          layout: "device",
          appName: "视频通话",
          user: { id, name: "小王", color: "#3370ff" },
          login: async () => ({ code: "code", anonymousCode: "anonymous", isLogin: true }),
          fetch,
          signalingUrl: "ws://127.0.0.1/rtc",
          ...options,
        });
        const on = phone.on as (event: string, listener: (...args: unknown[]) => void) => void;
        for (const event of ["ready", "exit", "failed", "permissionChanged"]) {
          on.call(phone, event, (...args) => events.push([id, event, ...args]));
        }
        phones.push(phone as PhoneWindow["phones"][number]);
        return phones.length - 1;
      },
      [id, options] as const,
    );
  }

  async function frameOf(index: number): Promise<Frame> {
    const handle = await until(`phone ${index} shows its first page`, async () => {
      const frame = await page.evaluateHandle((index) => {
        const phone = (window as unknown as PhoneWindow).phones[index] as unknown as {
          stack: unknown[];
          frame: HTMLIFrameElement;
        };
        return phone.stack.length > 0 && phone.frame.isConnected ? phone.frame : null;
      }, index);
      return frame.asElement();
    });
    const frame = await until("the frame has a document", () => handle.contentFrame());
    await frame.waitForFunction("window.host");
    return frame;
  }

  const call = (index: number, method: string, ...args: unknown[]) =>
    page.evaluate(
      ([index, method, args]) => {
        (window as unknown as PhoneWindow).phones[index]?.[method]?.(...args);
      },
      [index, method, args] as const,
    );
  const events = () => page.evaluate(() => (window as unknown as PhoneWindow).events);
  const phone = (index = 0) => page.locator(".lianmai-phone").nth(index);

  it("shows bars as the mini-program sets them, and sends back and tabs to it", async () => {
    const frame = await addPhone("bars");
    await frame.evaluate(`
      window.heard = [];
      host.on("back", () => heard.push("back"));
      host.on("tab", (index) => heard.push(index));
      host.setNavigationBar({ title: "房间", backgroundColor: "#161823", frontColor: "white", loading: false, canGoBack: true, hidden: false });
      host.setTabBar({ visible: true, selected: 0, color: "#888888", selectedColor: "#fe2c55", backgroundColor: "#ffffff", items: [{ text: "首页" }, { text: "我的", dot: true }] });
    `);
    await phone().getByRole("heading", { name: "房间" }).waitFor();
    await phone().getByRole("button", { name: "返回" }).click();
    await phone().getByRole("button", { name: "我的" }).click();
    expect(await frame.evaluate("heard")).toEqual(["back", 1]);
  });

  it("gives the page the room between the bars, and all of the phone without a navigation bar", async () => {
    const frame = await addPhone("room");
    const size = () => frame.evaluate("[innerWidth, innerHeight]");
    expect(await size()).toEqual([375, 812 - 88]);
    await frame.evaluate(
      `host.setNavigationBar({ title: "", backgroundColor: "#ffffff", frontColor: "black", loading: false, canGoBack: false, hidden: true })`,
    );
    await until("the page fills the phone", async () => String(await size()) === "375,812");
    const insets = () =>
      frame.evaluate(
        `["top", "right", "bottom", "left"].map((side) => getComputedStyle(document.documentElement).getPropertyValue("--safe-area-inset-" + side)).join()`,
      );
    expect(await insets()).toBe("44px,0px,34px,0px");
    await call(0, "setDevice", { screenWidth: 812, screenHeight: 375 });
    await until("the phone is turned", async () => String(await size()) === "812,375");
    expect(await insets()).toBe("0px,44px,21px,44px");
  });

  it("answers a modal by its buttons and by Esc, and takes it away on a reload", async () => {
    const frame = await addPhone("modal");
    const ask = (frame: Frame) =>
      frame.evaluate(
        `window.answer = undefined; void host.showModal({ title: "退出", content: "确定？", confirmText: "确定", cancelText: "取消", showCancel: true }).then((result) => { window.answer = result; top.lastAnswer = result; })`,
      );
    const answer = () => page.waitForFunction("window.lastAnswer").then((handle) => handle.jsonValue());
    for (const [act, expected] of [
      [() => phone().getByRole("button", { name: "确定" }).click(), { button: "confirm" }],
      [() => phone().getByRole("button", { name: "取消" }).click(), { button: "cancel" }],
      [() => page.keyboard.press("Escape"), { button: "cancel" }],
    ] as const) {
      await page.evaluate("window.lastAnswer = undefined");
      await ask(frame);
      await phone().getByRole("alertdialog", { name: "退出" }).waitFor();
      await act();
      expect(await answer()).toEqual(expected);
    }
    await ask(frame);
    await call(0, "reload");
    await until("no dialog is left", async () => (await phone().getByRole("alertdialog").count()) === 0);
  });

  it("keeps focus inside a dialog and gives it back to the page", async () => {
    const frame = await addPhone("focus");
    await frame.getByLabel("field").click();
    await frame.evaluate(
      `void host.showModal({ title: "昵称", content: "", confirmText: "好", cancelText: "取消", showCancel: true, editable: true }).then((result) => { window.answer = result; })`,
    );
    await page.keyboard.type("小李");
    const focused = () =>
      phone().evaluate((host) => {
        const active = host.shadowRoot?.activeElement;
        return active instanceof HTMLTextAreaElement ? "field" : active?.textContent;
      });
    expect(await focused()).toBe("field");
    for (const expected of ["取消", "好", "field"]) {
      await page.keyboard.press("Tab");
      expect(await focused()).toBe(expected);
    }
    await phone().getByRole("button", { name: "好" }).click();
    expect(await frame.evaluate("answer")).toEqual({ button: "confirm", text: "小李" });
    await page.keyboard.type("x");
    expect(await frame.getByLabel("field").inputValue()).toBe("x");
  });

  it("does not disturb the phone beside it, nor what is focused in the document", async () => {
    const [first, second] = [await addPhone("left"), await addPhone("right")];
    await page.locator("#outside").focus();
    await second.evaluate(
      `void host.showModal({ title: "", content: "二", confirmText: "好", cancelText: "", showCancel: false }); host.storage.set("k", "2")`,
    );
    await phone(1).getByRole("alertdialog").waitFor();
    expect(await page.evaluate("document.activeElement.id")).toBe("outside");
    expect(await phone(0).getByRole("alertdialog").count()).toBe(0);
    expect(await first.evaluate(`host.storage.get("k") ?? null`)).toBeNull();
    await first.getByLabel("field").click();
    await page.keyboard.press("Escape");
    expect(await phone(1).getByRole("alertdialog").count()).toBe(1);
  });

  it("asks for a permission once, remembers the answer over reloads, and changes it in the settings", async () => {
    let frame = await addPhone("permission");
    const request = () =>
      frame.evaluate(
        `Promise.all([host.requestPermission("scope.camera"), host.requestPermission("scope.camera")]).then((states) => { window.states = states; }); 0`,
      );
    await request();
    await phone().getByRole("alertdialog", { name: "“视频通话”申请 使用你的摄像头" }).waitFor();
    await phone().getByRole("button", { name: "拒绝" }).click();
    await frame.waitForFunction("window.states");
    expect(await frame.evaluate("states")).toEqual(["denied", "denied"]);

    await call(0, "close");
    frame = await addPhone("permission").then(() => frameOf(1));
    expect(await frame.evaluate(`host.permission("scope.camera")`)).toBe("denied");
    await frame.evaluate(
      `host.on("permissionChanged", (scope, state) => { window.changed = [scope, state]; }); void host.openSettings().then(() => { window.left = true; })`,
    );
    await phone().getByRole("switch", { name: "摄像头" }).click();
    expect(await frame.evaluate("changed")).toEqual(["scope.camera", "granted"]);
    await phone().getByRole("button", { name: "返回" }).click();
    await frame.waitForFunction("window.left");
    await request();
    await frame.waitForFunction("window.states");
    expect(await frame.evaluate("states")).toEqual(["granted", "granted"]);
  });

  it("asks again when the mini-program went away under the question", async () => {
    let frame = await addPhone("abandoned");
    await frame.evaluate(`host.requestPermission("scope.record").catch(() => {}); 0`);
    await phone().getByRole("alertdialog").waitFor();
    await call(0, "reload");
    frame = await frameOf(0);
    await until("the question is gone", async () => (await phone().getByRole("alertdialog").count()) === 0);
    expect(await frame.evaluate(`host.permission("scope.record")`)).toBe("unasked");
  });

  it("opens the same pages after a reload that keeps the stack", async () => {
    const frame = await addPhone("stack");
    await frame.evaluate(
      `host.report({ kind: "route", stack: [{ path: "a/a", query: {} }, { path: "b/b", query: { x: "1" } }] })`,
    );
    await call(0, "reload", { keepStack: true });
    expect(await (await frameOf(0)).evaluate("({ ...host.launch })")).toEqual({
      path: "b/b",
      query: { x: "1" },
      scene: "",
      stack: [{ path: "a/a", query: {} }],
    });
  });

  it("closes the mini-program by the capsule and opens it again", async () => {
    await addPhone("exit");
    await phone().getByRole("button", { name: "关闭小程序" }).click();
    await phone().getByText("小程序已关闭").waitFor();
    expect(await phone().locator("iframe").count()).toBe(0);
    await phone().getByRole("button", { name: "重新打开" }).click();
    await frameOf(0);
    expect(await events()).toEqual([
      ["exit", "ready"],
      ["exit", "exit"],
      ["exit", "ready"],
    ]);
  });

  it("lets the frame end its calls before it goes, by a reload and by closing", async () => {
    for (const end of ["reload", "close"]) {
      const index = await makePhone(`end-${end}`, {});
      const frame = await frameOf(index);
      await frame.evaluate(`addEventListener("pagehide", () => { top.ended = "${end}"; })`);
      await call(index, end);
      expect(await page.evaluate("window.ended")).toBe(end);
    }
  });

  it("says so when the frame cannot be loaded", async () => {
    await makePhone("fail", { frameUrl: "/nowhere" });
    await phone().getByText("小程序加载失败").waitFor();
    expect(await events()).toEqual([["fail", "failed", expect.stringContaining("/nowhere")]]);
  });

  it("lives without a database, and remembers nothing then", async () => {
    await page.evaluate(() => {
      indexedDB.open = () => {
        throw new DOMException("no database here", "SecurityError");
      };
    });
    const frame = await addPhone("memory");
    await frame.evaluate(`host.storage.set("k", "v")`);
    expect(await frame.evaluate(`host.storage.get("k")`)).toBe("v");
    expect(tab.consoleLines).toContainEqual(expect.stringContaining("This browser keeps no database"));
  });

  it("speaks English and turns dark while it runs", async () => {
    const frame = await addPhone("english");
    await call(0, "setLanguage", "en");
    await call(0, "setTheme", "dark");
    await phone().getByRole("button", { name: "Close the mini-program" }).waitFor();
    expect(await frame.evaluate("[host.device().language, host.device().theme]")).toEqual(["en", "dark"]);
  });

  it("fills a real screen without a status bar of its own", async () => {
    await page.setViewportSize({ width: 390, height: 780 });
    const frame = await addPhone("real", { layout: "fullscreen" });
    expect(await frame.evaluate("[innerWidth, innerHeight]")).toEqual([390, 780 - 44]);
    expect(await frame.evaluate("[host.device().screenWidth, host.device().screenHeight]")).toEqual([390, 780]);
  });
});
