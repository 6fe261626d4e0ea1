import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../harness/browser.js";
import { root } from "../harness/root.js";
import { until } from "../harness/until.js";
import { openProgram, type ProgramServer, startProgramServer } from "./program.js";

describe("the page for real phones", () => {
  let browser: Browser;
  let server: ProgramServer;
  let project: string;

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), "lianmai-reload-"));
    await cp(join(root, "e2e/phone/project"), project, { recursive: true });
    server = await startProgramServer(project);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(project, { recursive: true, force: true });
  });

  it("runs what was saved, on the pages that were open", async () => {
    const { page, tab, tt, frame } = await openProgram(browser, server);
    await tt("navigateTo", { url: "/pages/second/second?a=1" });
    await page.getByRole("heading", { name: "第二页" }).waitFor();
    const file = join(project, "pages/second/second.ttml");
    await writeFile(file, `<text id="new">新的内容</text>${await readFile(file, "utf8")}`);
    await until("the new page is shown", async () => (await (await frame()).locator("#new").count()) === 1);
    expect(await (await frame()).locator("#query").textContent()).toBe('{"a":"1"}');
    await page.getByRole("button", { name: "返回" }).click();
    await page.getByRole("heading", { name: "首页" }).waitFor();
    expect(tab.pageErrors).toEqual([]);
    await tab.close();
  });

  it("goes back a page by the phone's own gesture, and comes to the background with the browser", async () => {
    const { page, tab, tt, frame } = await openProgram(browser, server);
    await tt("navigateTo", { url: "/pages/second/second" });
    await page.getByRole("heading", { name: "第二页" }).waitFor();
    await page.evaluate("history.back()");
    await page.getByRole("heading", { name: "首页" }).waitFor();

    await (await frame()).evaluate(
      `window.heard = []; tt.onAppHide(() => heard.push("hide")); tt.onAppShow(() => heard.push("show"))`,
    );
    for (const hidden of [true, false]) {
      await page.evaluate((hidden) => {
        Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    }
    expect(await (await frame()).evaluate("heard")).toEqual(["hide", "show"]);
    expect(tab.pageErrors).toEqual([]);
    await tab.close();
  });
});
