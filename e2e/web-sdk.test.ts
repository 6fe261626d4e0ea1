import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  audioArrives,
  launchBrowser,
  openTab,
  type Product,
  root,
  startProduct,
  type Tab,
  until,
  videoArrives,
  videosPlay,
} from "./harness/index.js";

/** The client as web pages use it: by a React hook, and by a script tag. */

let product: Product;
let browser: Browser;
let tabs: Tab[] = [];

beforeAll(async () => {
  const examples = join(root, "examples");
  const pages = {
    "/react-call": join(examples, "react-call", "dist"),
    "/script-tag": join(examples, "script-tag"),
    "/sdk": join(root, "packages", "client", "dist"),
  };
  [product, browser] = await Promise.all([startProduct({ pages }), launchBrowser()]);
});
afterEach(async () => {
  await Promise.all(tabs.map((tab) => tab.close()));
  tabs = [];
});
afterAll(async () => {
  await browser?.close();
  await product?.close();
});

async function open(path: string): Promise<Tab> {
  const tab = await openTab(browser, new URL(path, product.url).href);
  tabs.push(tab);
  return tab;
}

describe("the React hook and the script tag", () => {
  it("make a call with one another, with pictures, sound and names, until one leaves", async () => {
    const react = await open("react-call/?room=sdk&user=web-react&lang=en");
    await react.page.getByRole("button", { name: "Join" }).click();
    await react.page.getByRole("button", { name: "Turn the microphone on" }).click();
    await react.page.getByRole("button", { name: "Turn the camera on" }).click();
    await react.page.getByText("web-react (me)").waitFor();

    const script = await open("script-tag/index.html?user=web-script");
    await script.page.locator("[name=room]").fill("sdk");
    await script.page.getByRole("button", { name: /Join/ }).click();
    for (const { page } of [react, script]) {
      await videoArrives(page);
      await audioArrives(page);
      await videosPlay(page, 2);
    }
    await react.page.getByText("web-script").waitFor();
    expect(
      await script.page.evaluate(() => Object.keys((window as unknown as { Lianmai: object }).Lianmai).length),
    ).toBeGreaterThan(10);

    await react.page.getByRole("button", { name: "Turn the microphone off" }).click();
    await react.page.getByText("muted").waitFor();
    await script.page.getByRole("button", { name: /Leave/ }).click();
    await until("the other one is alone", async () => (await react.page.locator(".tile").count()) === 1);
    await react.page.getByRole("button", { name: "Leave" }).click();
    await react.page.getByRole("button", { name: "Join" }).waitFor();
    expect([...react.pageErrors, ...script.pageErrors]).toEqual([]);
  });

  it("say what went wrong, and may try again", async () => {
    const react = await open("react-call/?room=a%20room&user=web-react&lang=en");
    await react.page.getByRole("button", { name: "Join" }).click();
    await react.page.getByRole("alert").waitFor();
    await react.page.getByLabel("Room").fill("sdk-2");
    await react.page.getByRole("button", { name: "Join" }).click();
    await react.page.getByText("web-react (me)").waitFor();
  });
});
