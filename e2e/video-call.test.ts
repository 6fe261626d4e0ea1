import type { Browser, Frame } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  audioArrives,
  inboundStreams,
  launchBrowser,
  openSimulator,
  type Product,
  phoneFrames,
  startProduct,
  type Tab,
  until,
  videoArrives,
  videosPlay,
} from "./harness/index.js";

let product: Product;
let browser: Browser;
let tab: Tab;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.close();
});

/** Opens the simulator with the sample in every phone. */
async function openPhones(query: string, count = 2): Promise<Frame[]> {
  const search = new URLSearchParams({ phones: String(count), query });
  tab = await openSimulator(browser, { url: `${product.url}?${search}` });
  return await phoneFrames(tab.page, count);
}

/** Two phones in a room of their own, in a running call. */
async function startCall(room: string): Promise<[Frame, Frame]> {
  const [left, right] = await openPhones(`room=${room}&autojoin=1`);
  if (!left || !right) throw new Error("there are not two phones");
  await Promise.all([showTiles(left, 2), showTiles(right, 2)]);
  await Promise.all([videoArrives(left), videoArrives(right)]);
  return [left, right];
}

const tiles = (phone: Frame) => phone.locator(".slot:visible");

async function showTiles(phone: Frame, count: number): Promise<void> {
  await until(`${count} tile(s) are shown`, async () => (await tiles(phone).count()) === count);
}

/** The tile of the other one: the own one always comes first. */
const otherTile = (phone: Frame) => tiles(phone).nth(1);

/** Buttons have the same names on both pages; the covered page does not count. */
const button = (phone: Frame, id: string) => phone.locator(`#${id}:visible`);

/** Whether sound arrives is told by energy that grows; none must grow over many packets. */
async function silenceArrives(phone: Frame): Promise<void> {
  await until("no sound arrives", async () => {
    const heard = (await inboundStreams(phone)).filter(({ kind }) => kind === "audio");
    return heard.length === 0 || !(await audioArrives(phone, 1, 1500).catch(() => false));
  });
}

/** One call; each test leaves it as it found it, until the last ones leave. */
describe("the sample, two phones side by side", () => {
  let left: Frame;
  let right: Frame;
  beforeAll(async () => {
    [left, right] = await startCall("together");
  });
  afterAll(() => tab?.close());

  it("shows and plays both ways without a tap", async () => {
    await Promise.all([videosPlay(left, 2), videosPlay(right, 2)]);
    await Promise.all([audioArrives(left), audioArrives(right)]);
    expect(tab.pageErrors).toEqual([]);
    const time = () => left.locator("#time").innerText();
    const before = await time();
    expect(before).toMatch(/^0\d:\d\d$/);
    await until("the call's time runs", async () => (await time()) > before);
  });

  it("mutes and unmutes: the other one sees the mark and hears nothing meanwhile", async () => {
    await audioArrives(right);
    await button(left, "mic").click();
    await otherTile(right).locator(".mark").waitFor({ state: "visible" });
    await silenceArrives(right);
    await button(left, "mic").click();
    await otherTile(right).locator(".mark").waitFor({ state: "hidden" });
    await audioArrives(right);
  });

  it("turns the camera off and on: the other one sees the first letter of the name meanwhile", async () => {
    await button(left, "camera").click();
    await otherTile(right).locator(".avatar").waitFor({ state: "visible" });
    expect(await otherTile(right).locator("video").count()).toBe(0);
    // Sound goes on without a picture.
    await audioArrives(right);
    await button(left, "camera").click();
    await otherTile(right).locator("video").waitFor({ state: "visible" });
    await videosPlay(right, 2);
  });

  it("turns the camera round: the own picture is no mirror then, and the other one goes on seeing", async () => {
    const own = tiles(left).first().locator("tt-rtc-room");
    expect(await own.getAttribute("mirrored")).toBe("");
    await button(left, "flip").click();
    await until("the own picture is no mirror", async () => (await own.getAttribute("mirrored")) === null);
    await videoArrives(right);
  });

  it("lists the members by name", async () => {
    await button(left, "members").click();
    const names = left.locator(".sheet .person-name");
    await until("two members are listed by name, oneself first", async () =>
      /^\p{Script=Han}{2}（我） \p{Script=Han}{2}$/u.test((await names.allInnerTexts()).join(" ")),
    );
    await left.locator(".shade.open").click({ position: { x: 20, y: 20 } });
    await left.locator(".sheet.open").waitFor({ state: "detached" });
  });

  it("enlarges a tile on a double tap, and back", async () => {
    const height = async () => (await otherTile(left).boundingBox())?.height ?? 0;
    const before = await height();
    await otherTile(left).dblclick();
    await until("the tile is enlarged", async () => (await height()) > before * 1.9);
    await otherTile(left).dblclick();
    await until("the tile is as before", async () => Math.abs((await height()) - before) < 2);
  });

  it("leaves and comes back", async () => {
    await button(left, "hangup").click();
    await left.locator("#enter:visible").waitFor();
    await showTiles(right, 1);
    // The preview goes on after the call.
    await videosPlay(left, 1);
    await left.locator("#enter:visible").click();
    await Promise.all([showTiles(left, 2), showTiles(right, 2)]);
    await Promise.all([videoArrives(left), videoArrives(right), audioArrives(left), audioArrives(right)]);
    expect(tab.pageErrors).toEqual([]);
  });

  it("leaves when the phone goes away", async () => {
    await (await left.frameElement()).evaluate((frame) => (frame as Element).remove());
    await showTiles(right, 1);
  });
});

describe("the sample with more phones", () => {
  afterEach(() => tab?.close());

  it("has a tile for each, and everybody sees everybody", async () => {
    const phones = await openPhones("room=many&autojoin=1", 3);
    await Promise.all(phones.map((phone) => showTiles(phone, 3)));
    for (const phone of phones) await videoArrives(phone, 2);
  });
});

describe("the home page", () => {
  afterEach(() => tab?.close());

  it("shows the own preview and says under each field what is wrong with it", async () => {
    const [phone] = await openPhones("room=demo", 1);
    if (!phone) throw new Error("there is no phone");
    await videosPlay(phone, 1);
    const errors = phone.locator(".error");
    await phone.locator("#name input").fill("");
    await phone.locator("#room input").fill("我的 房间");
    await phone.locator("#enter").click();
    await until("both fields say it", async () => (await errors.nth(1).innerText()) !== "");
    expect(await errors.allInnerTexts()).toEqual([
      "请填写名字",
      "房间号只能用字母、数字和 @ . _ -，最多 128 个字符",
      "",
    ]);
    await phone.locator("#name input").fill("小明");
    await phone.locator("#room input").fill("fine");
    await phone.locator("#enter").click();
    await showTiles(phone, 1);
    expect(await tiles(phone).locator(".name").innerText()).toBe("小明（我）");
  });
});
