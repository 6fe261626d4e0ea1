import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Frame } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  audioArrives,
  type ColouredFile,
  filmOf,
  launchBrowser,
  openSimulator,
  openTab,
  type Product,
  phoneFrames,
  pictureOf,
  root,
  showsColour,
  startProduct,
  type Tab,
  until,
  videoArrives,
  videosPlay,
} from "./harness/index.js";

/** Milliseconds; calls on bad networks are slow, and so is a machine with much else to do. */
const PATIENCE = 45_000;
const SLOWLY = { timeout: 4 * PATIENCE };
/** By which the sample knows its back end. */
const BACK_END = "https://rtc-demo.example.com";

let project: string;
let product: Product;
let browser: Browser;
let tab: Tab;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "lianmai-phones-"));
  await cp(join(root, "examples/video-call"), project, { recursive: true });
  // The tests speak for the program.
  const app = join(project, "app.js");
  await writeFile(app, `Function("return this")().tt = tt;\n${await readFile(app, "utf8")}`);
  [product, browser] = await Promise.all([
    startProduct({ project, backEnds: { [BACK_END]: join(root, "examples/backend") } }),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await product?.close();
  await rm(project, { recursive: true, force: true });
});

async function open(search: string): Promise<Tab> {
  const opened = await openSimulator(browser, { url: product.url + search });
  opened.page.setDefaultTimeout(PATIENCE);
  return opened;
}

/** The sample's two phones in a call. */
async function startCall(room: string): Promise<[Frame, Frame]> {
  const search = new URLSearchParams({ phones: "2", query: `room=${room}&autojoin=1` });
  tab = await open(`?${search}`);
  const [left, right] = await phoneFrames(tab.page, 2, PATIENCE);
  if (!left || !right) throw new Error("there are not two phones");
  await Promise.all([audioArrives(left, 1, PATIENCE), audioArrives(right, 1, PATIENCE)]);
  return [left, right];
}

/** Opens a menu of the first phone's tools. */
async function tool(name: string): Promise<void> {
  await tab.page
    .getByRole("article")
    .first()
    .hover({ position: { x: 40, y: 10 } });
  await tab.page.getByRole("article").first().getByRole("button", { name, exact: true }).click();
}

async function network(name: string): Promise<void> {
  await tool("网络");
  await tab.page.getByRole("radio", { name }).click();
  await tab.page.keyboard.press("Escape");
  await tab.page.locator("h1").click();
}

/** How many audio packets a phone got, and how many it had to ask for again, since it was first asked. */
function soundOf(phone: Frame): () => Promise<{ received: number; missed: number }> {
  let first: { received: number; missed: number } | undefined;
  return async () => {
    const now = await phone.evaluate(async () => {
      const connections = (window as { lianmaiPeerConnections?: RTCPeerConnection[] }).lianmaiPeerConnections ?? [];
      let [received, missed] = [0, 0];
      for (const connection of connections.filter((one) => one.connectionState !== "closed")) {
        for (const entry of (await connection.getStats()).values()) {
          if (entry.type !== "inbound-rtp" || entry.kind !== "audio") continue;
          received += entry.packetsReceived;
          missed += entry.nackCount ?? 0;
        }
      }
      return { received, missed };
    });
    first ??= now;
    return { received: now.received - first.received, missed: now.missed - first.missed };
  };
}

describe("the network of one phone", SLOWLY, () => {
  let left: Frame;

  beforeAll(async () => {
    [left] = await startCall("network");
  }, 4 * PATIENCE);
  afterAll(() => tab?.close());

  it("loses packets of media, which are asked for again", async () => {
    const sound = async (what: string) => {
      const heard = soundOf(left);
      return await until(
        what,
        async () => {
          const now = await heard();
          return now.received > 300 && now.missed / now.received;
        },
        PATIENCE,
      );
    };
    const before = await sound("enough packets came the good way");
    await network("20% 丢包");
    const after = await sound("enough packets came the bad way");
    // Of 300 packets each is lost with 0.2; a machine with too much to do loses some by itself.
    expect(after).toBeGreaterThan(before + 0.06);
  });

  it("is cut, told to the program, and taken up again by the call", async () => {
    await left.evaluate(() => {
      const { tt, heard = [] } = window as unknown as {
        tt: { onNetworkStatusChange(handler: (status: { networkType: string }) => void): void };
        heard?: string[];
      };
      Object.assign(window, { heard });
      tt.onNetworkStatusChange(({ networkType }) => heard.push(networkType));
    });
    await network("断网");
    const status = async () => (await left.locator("#status").textContent()) ?? "";
    await until("the call says that it reconnects", async () => /重连|重新连接/.test(await status()), PATIENCE);
    expect(await left.evaluate(() => (window as { heard?: string[] }).heard)).toEqual(["none"]);
    const refused = await left.evaluate(
      (address) =>
        new Promise<string>((resolve) =>
          (window as unknown as { tt: { request(options: object): void } }).tt.request({
            url: `${address}/api/login`,
            success: () => resolve("answered"),
            fail: ({ errMsg }: { errMsg: string }) => resolve(errMsg),
          }),
        ),
      BACK_END,
    );
    expect(refused).toMatch(/offline/);

    await network("不限制");
    await until("the call is back", async () => (await status()) === "", PATIENCE);
    await audioArrives(left, 1, PATIENCE);
    expect(tab.pageErrors).toEqual([]);
  });

  it("makes requests as slow as it says", async () => {
    await network("高延迟");
    const milliseconds = await left.evaluate(
      (address) =>
        new Promise<number>((resolve) => {
          const began = performance.now();
          (window as unknown as { tt: { request(options: object): void } }).tt.request({
            url: `${address}/api/login`,
            method: "POST",
            complete: () => resolve(performance.now() - began),
          });
        }),
      BACK_END,
    );
    expect(milliseconds).toBeGreaterThanOrEqual(500);
  });
});

describe("the camera of one phone", SLOWLY, () => {
  afterAll(() => tab?.close());

  it("shows the test pattern, a picture or a film from one moment to the next, and is missing where there is none", async () => {
    const [, right] = await startCall("camera");
    await tool("手机设置");
    const choose = async (name: string) => {
      await tab.page.locator(".settings-card .semi-select").nth(1).click();
      await tab.page.getByRole("option", { name }).click();
    };
    await choose("测试画面");
    await videoArrives(right);
    // The pattern's left bar is white; what Chromium makes up is green all over.
    const [white, picture, film] = [
      [242, 242, 242],
      [200, 30, 160],
      [20, 90, 220],
    ] as const;
    await until("the other phone sees the pattern", () => showsColour(right, white, "corner"), PATIENCE);

    const give = async (file: ColouredFile, ask: () => Promise<void>) => {
      const [chooser] = await Promise.all([tab.page.waitForEvent("filechooser"), ask()]);
      await chooser.setFiles(file);
    };
    await give(await pictureOf(tab.page, picture), () => choose("图片或视频"));
    await until("the other phone sees the picture", () => showsColour(right, picture, "middle"), PATIENCE);
    await give(await filmOf(tab.page, film), () => tab.page.getByRole("button", { name: "换一个文件" }).click());
    await until("the other phone sees the film", () => showsColour(right, film, "middle"), PATIENCE);
    await choose("没有摄像头");
    await tab.page.getByRole("tab", { name: "通话" }).click();
    await tab.page
      .locator(".calls .is-red", { hasText: /10\d{3}|2\d{4}/ })
      .first()
      .waitFor();
  });
});

describe("phones that share a computer", SLOWLY, () => {
  afterEach(() => tab?.close());

  it("share its microphone, which stays with the others when one is closed or starts anew", async () => {
    tab = await open(`?${new URLSearchParams({ phones: "3", query: "room=shared&autojoin=1" })}`);
    const phones = await phoneFrames(tab.page, 3, PATIENCE);
    await Promise.all(phones.map((phone) => audioArrives(phone, 2, PATIENCE)));
    await tool("关闭手机");
    const [second, third] = await phoneFrames(tab.page, 2, PATIENCE);
    if (!second || !third) throw new Error("there are not two phones left");
    await Promise.all([audioArrives(second, 1, PATIENCE), audioArrives(third, 1, PATIENCE)]);
    await tool("重新加载");
    await audioArrives(third, 1, PATIENCE);
    const [again] = await phoneFrames(tab.page, 2, PATIENCE);
    if (!again) throw new Error("the phone is gone");
    await audioArrives(again, 1, PATIENCE);
  });

  it("give fewer frames a second and longer packets of sound where they are many for its cores, say so, and give more again when some are closed", async () => {
    tab = await openTab(browser, "about:blank");
    // Six phones with their own pictures only are no burden to the test.
    const session = await tab.context.newCDPSession(tab.page);
    await session.send("Emulation.setHardwareConcurrencyOverride", { hardwareConcurrency: 1 });
    await tab.page.goto(`${product.url}?phones=6&path=pages/home/home`);
    const last = (await phoneFrames(tab.page, 6, PATIENCE)).at(-1);
    if (!last) throw new Error("there are not six phones");
    const cameraGives = async (frameRate: number) => {
      await until(
        `the camera gives ${frameRate} frames a second`,
        async () => {
          const given = await last.evaluate(() => {
            const stream = document.querySelector("video")?.srcObject as MediaStream | null;
            return stream?.getVideoTracks()[0]?.getSettings().frameRate;
          });
          return given === frameRate;
        },
        PATIENCE,
      );
      await videosPlay(last, 1);
    };
    await cameraGives(5);
    await tab.page.locator(".console", { hasText: "每秒最多 5 帧" }).waitFor();
    await last.locator("#enter").click();
    await until(
      "its sound goes in packets of 40 ms",
      () =>
        last.evaluate(() => {
          const connections = (window as { lianmaiPeerConnections?: RTCPeerConnection[] }).lianmaiPeerConnections ?? [];
          return connections.some(({ remoteDescription }) => /^a=ptime:40\b/m.test(remoteDescription?.sdp ?? ""));
        }),
      PATIENCE,
    );
    for (let rest = 6; rest > 3; rest--) await tool("关闭手机");
    await cameraGives(15);
  });
});

describe("the device of one phone", SLOWLY, () => {
  afterAll(() => tab?.close());

  it("has another size and another name at once", async () => {
    tab = await open("?phones=1&path=pages/home/home");
    const [phone] = await phoneFrames(tab.page, 1, PATIENCE);
    await tool("手机设置");
    await tab.page.locator(".settings-card .semi-select").first().click();
    await tab.page.getByRole("option", { name: /Pixel 7/ }).click();
    await until("the page is as wide as the new phone", async () => (await phone?.evaluate(() => innerWidth)) === 412);
    const info = await phone?.evaluate(() =>
      (window as unknown as { tt: { getSystemInfoSync(): object } }).tt.getSystemInfoSync(),
    );
    expect(info).toMatchObject({ model: "Pixel 7", screenWidth: 412, screenHeight: 915, system: "Android 14" });
  });
});

describe("the pages of a phone", SLOWLY, () => {
  afterAll(() => tab?.close());

  it("are a tree: what is chosen in the page is chosen there, and its data can be changed", async () => {
    tab = await open("?phones=1&path=pages/home/home");
    const [phone] = await phoneFrames(tab.page, 1, PATIENCE);
    if (!phone) throw new Error("there is no phone");
    await tab.page.getByRole("tab", { name: "组件" }).click();
    const item = tab.page.getByRole("treeitem", { name: /#enter/ });
    await item.hover();
    await phone.locator(".lianmai-highlight").waitFor();
    await tab.page.getByRole("button", { name: "在手机上选择" }).click();
    await phone.locator("#flip").click();
    // What lies there is the picture in the button.
    await tab.page.getByRole("treeitem", { name: /image.*flip\.svg/, selected: true }).waitFor();

    // The tree is walked by keys as well.
    await item.focus();
    await tab.page.keyboard.press("ArrowUp");
    await until("another node has the focus", () =>
      tab.page.evaluate(() => document.activeElement?.getAttribute("role") === "treeitem"),
    );

    await tab.page.getByRole("tab", { name: "数据" }).click();
    await tab.page.locator(".page-data").getByTitle("编辑 initial", { exact: true }).click();
    await tab.page.getByLabel("编辑 initial").fill("连");
    await tab.page.keyboard.press("Enter");
    await until("the page shows it", async () => (await phone.locator(".avatar").first().textContent()) === "连");
    expect(tab.pageErrors).toEqual([]);
  });
});
