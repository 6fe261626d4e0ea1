import type { Server } from "node:http";
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import { launchBrowser } from "../harness/browser.js";
import { until } from "../harness/until.js";
import { listen, openProgram, type Program, type ProgramServer, startProgramServer } from "./program.js";

/** What a mini-program sees of `tt`, on the page for real phones, with the dev server behind it. */
describe("tt in a mini-program", () => {
  let browser: Browser;
  let server: ProgramServer;
  let backEnd: Server;
  let backEndOrigin: string;
  let program: Program;
  let page: Page;
  let frame: Frame;
  let tt: Program["tt"];

  beforeAll(async () => {
    server = await startProgramServer();
    ({ server: backEnd, origin: backEndOrigin } = await listen(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      response.writeHead(request.url === "/teapot" ? 418 : 200, {
        "content-type": "application/json",
        "x-name": "back",
      });
      response.end(JSON.stringify({ method: request.method, url: request.url, body, cookie: request.headers.cookie }));
    }));
    const sockets = new WebSocketServer({ server: backEnd });
    sockets.on("connection", (socket, request) => {
      socket.send(String(request.headers["x-name"]));
      socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
    });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    backEnd?.closeAllConnections();
    backEnd?.close();
  });
  beforeEach(async () => {
    program = await openProgram(browser, server, { permissions: ["clipboard-read", "clipboard-write"] });
    ({ page, tt } = program);
    frame = await program.frame();
  });
  afterEach(async () => {
    expect(program.tab.pageErrors).toEqual([]);
    await program.tab.close();
  });

  it("sends requests through the dev server, past CORS, with headers that browsers keep back", async () => {
    const answer = await tt("request", { url: `${backEndOrigin}/x`, data: { a: "中" }, header: { Cookie: "a=b" } });
    expect(answer).toMatchObject({
      errMsg: "request:ok",
      statusCode: 200,
      header: { "x-name": "back" },
      data: { method: "GET", url: "/x?a=%E4%B8%AD", cookie: "a=b" },
    });
    expect(await tt("request", { url: `${backEndOrigin}/teapot`, method: "POST", data: { b: 1 } })).toMatchObject({
      statusCode: 418,
      data: { method: "POST", body: '{"b":1}' },
    });
    expect(await tt("request", { url: "http://127.0.0.1:9/" })).toMatchObject({
      errMsg: expect.stringMatching(/^request:fail .*127\.0\.0\.1:9/),
    });
    const isOurs = await frame.evaluate(async (url) => {
      const api = (window as unknown as { tt: { request(options: object): Promise<{ data: unknown }> } }).tt;
      return (await api.request({ url, responseType: "arraybuffer" })).data instanceof ArrayBuffer;
    }, backEndOrigin);
    expect(isOurs).toBe(true);
  });

  it("uploads what it downloaded", async () => {
    const { tempFilePath } = (await tt("downloadFile", { url: `${backEndOrigin}/file` })) as { tempFilePath: string };
    const answer = await tt("uploadFile", {
      url: `${backEndOrigin}/up`,
      filePath: tempFilePath,
      name: "photo",
      formData: { from: "me" },
    });
    expect(JSON.parse(String(answer?.data)).body).toMatch(
      /name="from"\s+me[\s\S]*name="photo"; filename="[\w.-]+"[\s\S]*"url":"\/file"/,
    );
  });

  it("talks over a socket", async () => {
    const heard = await frame.evaluate(
      (url) =>
        new Promise((resolve) => {
          interface Task {
            onOpen(callback: () => void): void;
            onMessage(callback: (event: { data: string | ArrayBuffer }) => void): void;
            onClose(callback: (event: { code: number }) => void): void;
            send(options: object): void;
            close(options: object): void;
          }
          const api = (window as unknown as { tt: { connectSocket(options: object): Task } }).tt;
          const messages: unknown[] = [];
          const { onOpen, onMessage, onClose, send, close } = api.connectSocket({ url, header: { "x-name": "mini" } });
          onOpen(() => send({ data: "hello" }));
          onMessage(({ data }) => {
            messages.push(typeof data === "string" ? data : new Uint8Array(data).length);
            if (messages.length === 2) send({ data: new ArrayBuffer(3) });
            else if (messages.length === 3) close({ code: 3001, reason: "done" });
          });
          onClose(({ code }) => resolve([...messages, code]));
        }),
      backEndOrigin.replace("http", "ws"),
    );
    expect(heard).toEqual(["mini", "hello", 3, 3001]);
  });

  it("opens pages with their query as it stands, names them, and goes back", async () => {
    expect(await tt("navigateTo", { url: "../second/second?token=a%2Bb" })).toEqual({ errMsg: "navigateTo:ok" });
    await until("the query arrived", async () => (await frame.locator("#query").textContent())?.includes("a%2Bb"));
    await page.getByRole("heading", { name: "第二页" }).waitFor();
    await page.getByRole("button", { name: "返回" }).click();
    await page.getByRole("heading", { name: "首页" }).waitFor();
    expect(await tt("navigateTo", { url: "/pages/mine/mine" })).toMatchObject({
      errMsg: expect.stringContaining("navigateTo:fail"),
    });
    expect(await tt("switchTab", { url: "/pages/mine/mine" })).toEqual({ errMsg: "switchTab:ok" });
    await page.locator(".tab-bar button[aria-current=page]", { hasText: "我的" }).waitFor();
    expect(await tt("setTabBarBadge", { index: 0, text: "7" })).toEqual({ errMsg: "setTabBarBadge:ok" });
    await page.getByRole("button", { name: /首页 ?7/ }).click();
    await frame.locator("#box").waitFor();
  });

  it("shows toasts and dialogs on the phone", async () => {
    await tt("showToast", { title: "保存成功", duration: 60_000 });
    await page.getByRole("status").getByText("保存成功").waitFor();
    await tt("hideToast");
    const answer = tt("showActionSheet", { itemList: ["拍照", "相册"] });
    await page.getByRole("button", { name: "相册" }).click();
    expect(await answer).toEqual({ errMsg: "showActionSheet:ok", tapIndex: 1 });
  });

  it("keeps what it stored when it starts anew", async () => {
    await tt("setStorage", { key: "k", data: { list: [1, "二"] } });
    await page.reload();
    frame = await program.frame();
    await frame.waitForSelector("#box");
    expect(await tt("getStorage", { key: "k" })).toEqual({ errMsg: "getStorage:ok", data: { list: [1, "二"] } });
  });

  it("logs in as the user of the address", async () => {
    expect(await tt("login")).toMatchObject({
      errMsg: "login:ok",
      isLogin: true,
      anonymousCode: expect.stringMatching(/.{8}/),
    });
    expect(await tt("getUserProfile")).toMatchObject({ userInfo: { nickName: "Ann" } });
  });

  it("asks on the phone before it allows a scope", async () => {
    const refused = tt("authorize", { scope: "scope.camera" });
    await page.getByRole("button", { name: "拒绝" }).click();
    expect(await refused).toMatchObject({ errMsg: "authorize:fail auth deny", errNo: 10200 });
    const opened = tt("openSetting");
    await page.getByRole("switch", { name: "摄像头" }).click();
    await page.getByRole("button", { name: "返回" }).click();
    expect(await opened).toMatchObject({ authSetting: { "scope.camera": true } });
    expect(await tt("authorize", { scope: "scope.camera" })).toMatchObject({ data: { "scope.camera": "ok" } });
  });

  it("measures nodes and scrolls the page", async () => {
    const query = (call: string) =>
      frame.evaluate(
        `new Promise((resolve) => { const query = tt.createSelectorQuery(); query.${call}; query.exec((results) => resolve(results[0])); })`,
      );
    expect(await query(`select("#box").boundingClientRect()`)).toMatchObject({ id: "box", width: 187.5, height: 40 });
    await tt("pageScrollTo", { selector: "#end", duration: 0 });
    await until("the page is scrolled", async () => {
      const { top } = (await query(`select("#end").boundingClientRect()`)) as { top: number };
      return top < 700;
    });
    expect(await tt("pageScrollTo", { selector: "#nothing" })).toMatchObject({
      errMsg: "pageScrollTo:fail no node matches the selector #nothing",
    });
  });

  it("writes and reads the clipboard", async () => {
    expect(await tt("setClipboardData", { data: "复制" })).toEqual({ errMsg: "setClipboardData:ok" });
    expect(await tt("getClipboardData")).toEqual({ errMsg: "getClipboardData:ok", data: "复制" });
  });
});
