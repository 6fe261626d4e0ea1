import { join } from "node:path";
import { AccessToken, Privilege } from "@lianmai/server-sdk";
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

const PROJECT = join(root, "e2e", "fixtures", "guide");
const BACK_END = { "https://rtc-demo.example.com": join(root, "examples", "backend") };

let product: Product;
let browser: Browser;
let tab: Tab;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct({ project: PROJECT, backEnds: BACK_END }), launchBrowser()]);
});
afterEach(() => tab?.close());
afterAll(async () => {
  await browser?.close();
  await product?.close();
});

async function openPhones(path: string, query: string, count: number, from = browser): Promise<Frame[]> {
  const search = new URLSearchParams({ phones: String(count), path, query });
  tab = await openSimulator(from, { url: `${product.url}?${search}` });
  return await phoneFrames(tab.page, count);
}

describe("the guide's steps", () => {
  it.each(["auto", "manual"])("with %s publishing and subscribing make a call", async (mode) => {
    const phones = await openPhones(`pages/${mode}/index`, `room=${mode}`, 2);
    for (const phone of phones) {
      await videosPlay(phone, 2);
      await videoArrives(phone);
      await audioArrives(phone);
    }
    const [left, right] = phones;
    await left?.locator("#leave").click();
    await until("the exit succeeds", async () => (await left?.locator("#log").innerText()) === "exitRtcRoom:ok");
    await until("the other one is alone", async () => (await right?.locator("tt-rtc-room").count()) === 1);
    const hints = tab.consoleLines.filter((line) => line.includes("changeStreamSubscribeState"));
    expect(hints.length > 0).toBe(mode === "manual");
    expect(tab.pageErrors).toEqual([]);
  });
});

/** One call of the page `cases`: a method and its options. */
type Call = [method: string, options: object];

interface Answer {
  errMsg: string;
  errNo?: number;
  counts: { success: number; fail: number; complete: number };
}

/** Lets one phone make calls, and hands back what each was answered. */
async function answersTo(calls: Call[], appId = product.app.appId, from = browser) {
  const cases = encodeURIComponent(JSON.stringify({ appId, calls }));
  const [phone] = await openPhones("pages/cases/index", `cases=${cases}`, 1, from);
  if (!phone) throw new Error("there is no phone");
  await roundsAre(phone, 1);
  return { phone, answers: await listed<Answer>(phone, "answer") };
}

async function roundsAre(phone: Frame, rounds: number): Promise<void> {
  await until(`${rounds} round(s) are over`, async () => (await phone.locator("#rounds").innerText()) === `${rounds}`);
}

async function listed<T>(phone: Frame, name: string): Promise<T[]> {
  return (await phone.locator(`.${name}`).allInnerTexts()).map((line) => JSON.parse(line) as T);
}

/** The page still reacts. */
async function isAlive(phone: Frame): Promise<void> {
  await phone.locator("#tap").click();
  await until("the page reacts", async () => (await phone.locator("#tap").innerText()) === "tapped 1");
}

const now = () => Math.floor(Date.now() / 1000);

function foreignToken(fields: { appId?: string; appKey?: string }): string {
  return new AccessToken({ appId: fields.appId ?? product.app.appId, roomId: "r1", userId: "u1" })
    .grant(Privilege.PublishStream)
    .grant(Privilege.SubscribeStream)
    .serialize(fields.appKey ?? product.app.appKey);
}

describe("bad input", () => {
  it("gets its documented errNo and says which it was, and the page goes on living", async () => {
    const good = { roomId: "r1", userId: "u1", token: product.token("r1", "u1") };
    const cases: [options: object, errNo: number, text: RegExp][] = [
      [{ ...good, token: foreignToken({ appKey: "f".repeat(32) }) }, 21101, /key/i],
      [{ ...good, token: foreignToken({ appId: "f".repeat(24) }) }, 21101, /app/i],
      [{ ...good, token: product.token("r1", "u1", { expireAt: now() - 60 }) }, 21101, /expire/i],
      [{ ...good, token: product.token("r2", "u1") }, 21101, /r2/],
      [{ ...good, token: product.token("r1", "u2") }, 21101, /u2/],
      [{ ...good, token: "nonsense" }, 21101, /token/],
      [{ ...good, token: undefined }, 20000, /params.token should be string, but got undefined/],
      [{ ...good, roomId: "a room" }, 20000, /params.roomId .* but got "a room"/],
      [{ ...good, userId: "x".repeat(129) }, 20000, /params.userId .*129 characters/],
    ];
    const { phone, answers } = await answersTo([
      ...cases.map(([options]): Call => ["joinRtcRoom", options]),
      ["joinRtcRoom", good],
      ["joinRtcRoom", { ...good, roomId: "r2" }],
      ["exitRtcRoom", { roomId: "r1" }],
    ]);
    const failures = answers.slice(0, cases.length);
    for (const [index, [, errNo, text]] of cases.entries()) {
      expect(failures[index]).toMatchObject({ errNo, counts: { success: 0, fail: 1, complete: 1 } });
      expect(failures[index]?.errMsg).toMatch(/^joinRtcRoom:fail /);
      expect(failures[index]?.errMsg).toMatch(text);
    }
    // Each is told apart by words, not by number alone.
    expect(new Set(failures.map(({ errMsg }) => errMsg)).size).toBe(cases.length);
    expect(answers.slice(cases.length)).toMatchObject([
      { errMsg: "joinRtcRoom:ok", counts: { success: 1, fail: 0, complete: 1 } },
      { errNo: 21100, errMsg: "joinRtcRoom:fail user u1 is already in the room r1" },
      { errMsg: "exitRtcRoom:ok" },
    ]);
    await isAlive(phone);
    expect(tab.pageErrors).toEqual([]);
  });

  it.each([
    ["Your_AppId", 20000, /the appId "Your_AppId"/],
    ["f".repeat(24), 21102, /f{24}/],
  ])("as the AppId %s says so", async (appId, errNo, text) => {
    const options = { roomId: "r1", userId: "u1", token: foreignToken({}) };
    const { phone, answers } = await answersTo([["joinRtcRoom", options]], appId);
    expect(answers).toMatchObject([{ errNo }]);
    expect(answers[0]?.errMsg).toMatch(text);
    await isAlive(phone);
  });

  it("is also a camera that the user refuses: 10200", async () => {
    const refusing = await launchBrowser({ devices: "denied" });
    try {
      const calls: Call[] = [
        ["changeVideoCapture", { state: 1 }],
        ["changeAudioCapture", { state: 1 }],
        ["changeVideoCapture", { state: 0 }],
      ];
      const { phone, answers } = await answersTo(calls, undefined, refusing);
      expect(answers).toMatchObject([{ errNo: 10200 }, { errNo: 10200 }, { errMsg: "changeVideoCapture:ok" }]);
      expect(answers[0]?.errMsg).toMatch(/^changeVideoCapture:fail auth deny: .*camera/);
      expect(answers[1]?.errMsg).toMatch(/^changeAudioCapture:fail auth deny: .*microphone/);
      await isAlive(phone);
    } finally {
      await refusing.close();
    }
  });

  it("is also a server that cannot be reached: 21102, and the next try succeeds when it can", async () => {
    const good = { roomId: "r3", userId: "u1", token: product.token("r3", "u1") };
    const { phone } = await answersTo([
      ["joinRtcRoom", good],
      ["exitRtcRoom", {}],
    ]);
    await tab.context.setOffline(true);
    await phone.locator("#run").click();
    await roundsAre(phone, 2);
    await tab.context.setOffline(false);
    await phone.locator("#run").click();
    await roundsAre(phone, 3);
    const answers = await listed<Answer>(phone, "answer");
    expect(answers.map(({ errNo }) => errNo)).toEqual([undefined, undefined, 21102, undefined, undefined, undefined]);
    expect(answers[2]?.errMsg).toMatch(/^joinRtcRoom:fail .*(reach|connect)/);
  });

  it("is also a token that expires during the call: 21108, then interrupted, and one may join again", async () => {
    const expiring = { roomId: "r4", userId: "u1", token: product.token("r4", "u1", { expireAt: now() + 4 }) };
    const { phone, answers } = await answersTo([["joinRtcRoom", expiring]]);
    expect(answers).toMatchObject([{ errMsg: "joinRtcRoom:ok" }]);
    const told = await until("the end is told", async () => {
      const events = await listed<{ state: string; errNo: number; errMsg: string }>(phone, "event");
      return events.at(-1)?.state === "interrupted" && events;
    });
    expect(told.slice(-2)).toMatchObject([
      { state: "removed", errNo: 21108 },
      { state: "interrupted", errNo: 21108 },
    ]);
    expect(told.at(-1)?.errMsg).toMatch(/token/i);
    await isAlive(phone);
  });
});
