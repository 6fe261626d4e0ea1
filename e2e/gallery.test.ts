import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Frame } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { documentedFunctions } from "../packages/runtime/src/api/documentation/table.js";
import { WORKING_TAGS } from "../packages/runtime/src/components/index.js";
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

const PROJECT = join(root, "examples", "gallery");

let browser: Browser;
let product: Product;
let tab: Tab;
let phone: Frame;

beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct({ project: PROJECT })]);
});
afterAll(async () => {
  await browser?.close();
  await product?.close();
});

beforeEach(async () => {
  tab = await openSimulator(browser, { url: `${product.url}?phones=1` });
  const [frame] = await phoneFrames(tab.page, 1);
  if (!frame) throw new Error("there is no phone");
  phone = frame;
});
afterEach(() => tab?.close());

/** Goes from the first page to one of its list. */
async function open(url: string): Promise<void> {
  await phone.locator(`.item:visible[id="${url}"]`).click();
  await phone.locator(".code:visible").first().waitFor();
}

async function back(): Promise<void> {
  await tab.page.locator(".screen").getByRole("button", { name: "返回" }).click();
  await phone.locator("#search:visible").waitFor();
}

const errors = () => [
  ...tab.pageErrors.map(({ stack }) => stack),
  ...tab.consoleLines.filter((line) => line.startsWith("error:") && !line.includes("favicon")),
];

describe("the gallery", () => {
  it("opens every page of app.json without an error, and shows every component and function that there is", async () => {
    const { pages } = JSON.parse(await readFile(join(PROJECT, "app.json"), "utf8")) as { pages: string[] };
    const urls = await until("the list is there", async () => {
      const found = await phone.locator(".item").evaluateAll((items) => items.map((item) => item.id));
      return found.length > 0 && found;
    });
    expect(new Set(["pages/home/home", ...urls.map((url) => url.slice(1).replace(/\?.*/, ""))])).toEqual(
      new Set(pages),
    );

    const tags = new Set<string>();
    const words = new Set<string>();
    for (const url of urls) {
      await open(url);
      for (const tag of await phone.locator("tt-page:visible *").evaluateAll((all) => all.map((one) => one.localName)))
        tags.add(tag.replace(/^tt-/, ""));
      const code = await phone.locator("tt-page:visible").last().innerText();
      for (const word of code.match(/\w+/g) ?? []) words.add(word);
      expect({ url, errors: errors() }).toEqual({ url, errors: [] });
      expect(await tab.page.locator(".error-overlay").count(), url).toBe(0);
      expect(await phone.locator(".lianmai-page-error").count(), url).toBe(0);
      await back();
    }
    // A layer of its own is there only while it is open.
    const shown = WORKING_TAGS.filter((tag) => tag !== "root-portal");
    expect(shown.filter((tag) => !tags.has(tag))).toEqual([]);
    const functions = (await documentedFunctions()).filter(({ support }) => support !== "refused");
    expect(functions.filter(({ name }) => !words.has(name)).map(({ name }) => name)).toEqual([]);
  });

  it("finds by name, changes a component by its attributes, and tells its events", async () => {
    await phone.locator("#search input").fill("slider");
    await until("one is found", async () => (await phone.locator(".item:visible").count()) === 1);
    await open("/pages/slider/slider");
    await phone.locator(".switch-show-value:visible").click();
    await until("the code follows", async () => !(await code()).includes("show-value"));
    expect(await phone.locator("#slider .lianmai-slider-value").isVisible()).toBe(false);

    const box = await phone.locator("#slider .lianmai-slider-track").boundingBox();
    if (!box) throw new Error("the slider is not shown");
    await phone.locator("#slider .lianmai-slider-track").click({ position: { x: box.width / 2, y: 1 } });
    await until("the event is listed", async () => (await log())[0]?.includes('{"value":50}'));
  });

  it("hands over what a form has in it", async () => {
    await open("/pages/form/form");
    await phone.locator("#name input").fill("Ann");
    await phone.locator("#submit").click();
    await until("the form was submitted", async () =>
      (await log())[0]?.includes('"name":"Ann","open":true,"volume":60'),
    );
    await back();
  });

  it("shows results and errors of functions as they come", async () => {
    await open("/pages/api/api?topic=storage");
    const call = async (name: string, result: string) => {
      await phone.locator(`#call-${name}`).click();
      const shown = phone.locator(".call", { has: phone.locator(`#call-${name}`) }).locator(".result");
      await until(`${name} shows ${result}`, async () => (await shown.innerText()).includes(result));
    };
    await call("setStorage", '"errMsg": "setStorage:ok"');
    await call("getStorage", '"count": 1');
    await back();
    await open("/pages/api/api?topic=bars");
    await call("setTabBarBadge", '"errMsg": "setTabBarBadge:fail');
    expect(errors()).toEqual([]);
  });
});

const code = () => phone.locator(".code:visible").innerText();
/** The events that the page lists, newest first. */
const log = () => phone.locator(".event:visible").allInnerTexts();
