import { join } from "node:path";
import type { Browser, Frame } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  audioArrives,
  launchBrowser,
  openSimulator,
  type Product,
  phoneFrames,
  root,
  startProduct,
  type Tab,
  until,
  videoArrives,
  videosPlay,
} from "./harness/index.js";

const BACK_END = { "https://rtc-demo.example.com": join(root, "examples", "backend") };

let browser: Browser;
let product: Product | undefined;
let tab: Tab | undefined;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  await tab?.close();
  await product?.close();
  product = undefined;
});
afterAll(() => browser?.close());

async function openTwo(fixture: string, query: string): Promise<[Frame, Frame]> {
  product = await startProduct({ project: join(root, "e2e", "fixtures", fixture), backEnds: BACK_END });
  const search = new URLSearchParams({ phones: "2", query });
  tab = await openSimulator(browser, { url: `${product.url}?${search}` });
  const [left, right] = await phoneFrames(tab.page, 2);
  if (!left || !right) throw new Error("there are not two phones");
  return [left, right];
}

const errors = () => tab?.consoleLines.filter((line) => line.startsWith("error:") && !line.includes("favicon")) ?? [];

/** Programs that exist use the API in ways that its documentation does not mention; these do as they do. */
describe("a call app of several pages in JavaScript", () => {
  it("previews, calls, mutes, flips, leaves with another room id, and comes back", async () => {
    const [left, right] = await openTwo("call-app", "room=several");
    // A preview without a user-id, on a page that hands it over when it is hidden.
    await Promise.all([videosPlay(left, 1), videosPlay(right, 1)]);
    await left.locator("#note input").fill("a b");
    await until("the page sets what is typed", async () => (await left.locator("#note input").inputValue()) === "A B");
    for (const phone of [left, right]) await phone.locator(".go").click();
    const names = (phone: Frame) => phone.locator(".name:visible");
    await until("both see both", async () => (await names(left).count()) === 2 && (await names(right).count()) === 2);
    for (const phone of [left, right]) {
      await videosPlay(phone, 2);
      await videoArrives(phone);
      await audioArrives(phone);
    }
    expect(await left.locator(".name.mine").innerText()).toMatch(/ \(me\) on$/);

    expect(await left.locator(".info").innerText()).toContain("note: A B=/你");
    expect(await left.locator(".screenPlayer").getAttribute("class")).toBe("screenPlayer false");
    expect(await left.locator(".screenPlayer").isVisible()).toBe(false);

    const othersOf = (phone: Frame) => phone.locator(".name:not(.mine)");
    await left.locator(".mute").click();
    await until("the other sees the mute", async () => / off$/.test(await othersOf(right).innerText()));
    await left.locator(".unmute").click();
    await until("the other sees the unmute", async () => / on$/.test(await othersOf(right).innerText()));
    await audioArrives(right);
    await left.locator(".flip").click();
    await videoArrives(right);

    await left.locator(".stream").nth(1).click();
    const picked = async () => /picked: (\S+)/.exec(await left.locator(".info").innerText())?.[1];
    await until("the object in the tile's data comes back with the tap", async () => Boolean(await picked()));

    await left.locator(".leave").click();
    await until("the other is alone", async () => (await names(right).count()) === 1);
    await videosPlay(left, 1);
    await left.locator(".go:visible").click();
    await until("both see both again", async () => (await names(right).count()) === 2);
    await videoArrives(left);
    await videoArrives(right);
    expect(errors()).toEqual([]);
    expect(tab?.pageErrors).toEqual([]);
  });
});

describe("a quick start in TypeScript", () => {
  it("goes its steps with methods called without this, and handlers added with every click", async () => {
    const [left, right] = await openTwo("quick-start", "");
    for (const phone of [left, right]) {
      await phone.locator(".title").click();
      const step = async (name: string, state: string) => {
        await phone.locator(`.${name}`).click();
        await until(`it is ${state}`, async () => (await phone.locator(".state").innerText()).startsWith(state));
      };
      await until("it is ready", async () => (await phone.locator(".state").innerText()).startsWith("ready"));
      await step("capture", "captured");
      await step("join", "joined");
      // A second click must neither join twice nor add the handlers twice.
      await step("join", "failed 21100");
      await step("publish", "published");
    }
    for (const phone of [left, right]) {
      await videosPlay(phone, 2);
      await audioArrives(phone);
      await until("the audio is on", async () => (await phone.locator(".state").innerText()).endsWith("audio: on"));
    }
    await left.locator(".leave").click();
    await until("the other is gone", async () => (await right.locator(".remote tt-rtc-room").count()) === 0);
    // The own preview outlives the call.
    await videosPlay(left, 1);
    expect(tab?.pageErrors).toEqual([]);
  });
});
