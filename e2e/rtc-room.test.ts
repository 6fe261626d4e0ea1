import type { PhoneFrameElement } from "@lianmai/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "./harness/index.js";
import { RuntimeLab } from "./runtime/mini-program.js";

let lab: RuntimeLab;
beforeAll(async () => {
  lab = await RuntimeLab.start();
});
afterAll(() => lab?.close());

/** A program of one page with this template. */
async function open(ttml: string, ttss = "", data = "{}", before?: () => void) {
  const files = {
    "pages/index/index.ttml": ttml,
    "pages/index/index.ttss": ttss,
    "pages/index/index.js": `Page({
      data: ${data},
      failed({ detail }) { console.log(detail.errNo, detail.errMsg) },
      tapped({ currentTarget }) { console.log("tapped", currentTarget.id, currentTarget.dataset.user) },
      change() { this.setData({ mode: "film" }) },
    })`,
  };
  return await lab.open(files, {}, before);
}

describe("rtc-room", () => {
  it("[3 size] fills its parent where no size is given, and has the size of its class where one is", async () => {
    const app = await open(
      `<view class="box"><rtc-room mode="camera" /></view><rtc-room class="small" user-id="u" mode="video" />`,
      ".box { width: 200px; height: 150px } .small { width: 64px; height: 48px; border-radius: 8px }",
    );
    await app.frame.locator("tt-rtc-room").nth(1).waitFor({ state: "attached" });
    const [first, second] = await app.frame.locator("tt-rtc-room").all();
    expect(await first?.boundingBox()).toMatchObject({ width: 200, height: 150 });
    expect(await second?.boundingBox()).toMatchObject({ width: 64, height: 48 });
    await app.close();
  });

  it("[3 fit] shows silent, inline video that is cut to fit, screens whole, and as object-fit and mirror say", async () => {
    const app = await open(`
      <rtc-room id="a" mode="camera" />
      <rtc-room id="b" mode="screen" user-id="u" />
      <rtc-room id="c" mode="video" userId="u" object-fit="contain" mirror />`);
    const tiles = app.frame.locator("tt-rtc-room > video");
    await tiles.nth(2).waitFor({ state: "attached" });
    const shown = await tiles.evaluateAll((videos) =>
      (videos as HTMLVideoElement[]).map((video) => {
        const { objectFit, transform } = getComputedStyle(video);
        return [video.muted, video.autoplay, video.playsInline, objectFit, transform !== "none"];
      }),
    );
    expect(shown).toEqual([
      [true, true, true, "cover", false],
      [true, true, true, "contain", false],
      [true, true, true, "contain", true],
    ]);
    await app.close();
  });

  it("[3 common] is tapped as any other element, also where its video is", async () => {
    const app = await open(
      `<rtc-room id="tile" class="tile" data-user="u" mode="camera" bindtap="tapped" />`,
      ".tile { width: 100px; height: 100px }",
    );
    await app.tap("#tile");
    await app.printsEventually("tapped tile u");
    await app.close();
  });

  it("[3 binderror] tells the program, and the developer, of a mode that does not exist", async () => {
    const message = `rtcRoom creation failed: mode should be one of "camera", "video", "screen", but got "film"`;
    const app = await open(
      `<rtc-room mode="{{mode}}" binderror="failed" /><button bindtap="change">change</button>`,
      "",
      `{ mode: "film" }`,
    );
    await app.printsEventually(`21301 ${message}`);
    await until("the developer is told", async () =>
      (await app.printed()).some((line) => line.includes(`<rtc-room> in pages/index/index: ${message}`)),
    );
    await app.close();
  });

  it("[3 user-id] [3 mode] takes an undefined user-id and a changing mode without a word", async () => {
    const app = await open(
      `<rtc-room user-id="{{nobody}}" mode="{{mode}}" binderror="failed" /><button bindtap="change">change</button>`,
      "",
      `{ mode: "video" }`,
    );
    await app.tap("tt-button");
    await app.printsEventually(
      `21301 rtcRoom creation failed: mode should be one of "camera", "video", "screen", but got "film"`,
    );
    expect((await app.printed()).filter((line) => line.startsWith("21"))).toHaveLength(1);
    await app.close();
  });

  it("[2 21301] cannot be created with a mode that there is not", async () => {
    const app = await open(`<rtc-room mode="film" binderror="failed" />`);
    await app.printsEventually(
      `21301 rtcRoom creation failed: mode should be one of "camera", "video", "screen", but got "film"`,
    );
    await app.close();
  });

  it("[2 21200] says that it is not available in a browser without WebRTC", async () => {
    const app = await open(`<rtc-room mode="camera" binderror="failed" />`, "", "{}", () => {
      Object.defineProperty(globalThis, "RTCPeerConnection", { value: undefined });
    });
    await app.printsEventually("21200 rtc-room is not available: this browser has no WebRTC");
    await app.close();
  });

  it("[1.3 user id attribute] [3 blank] takes user-id and userId, and is blank without a picture", async () => {
    const app = await open(`<rtc-room id="a" user-id="u" mode="video" /><rtc-room id="b" userId="u" mode="video" />`);
    const tiles = app.frame.locator("tt-rtc-room[blank] > video");
    await tiles.nth(1).waitFor({ state: "attached" });
    const visible = await tiles.evaluateAll((videos) => videos.map((video) => getComputedStyle(video).visibility));
    expect(visible).toEqual(["hidden", "hidden"]);
    await app.close();
  });

  it("[3 layering] lies in the flow: other elements cover it, it scrolls, and its parent clips it", async () => {
    const app = await open(
      `<scroll-view scroll-y class="list"><view class="box"><rtc-room mode="camera" /><text class="name">Ann</text></view>
       <view class="rest" /></scroll-view>`,
      `.list { height: 150px } .box { position: relative; width: 100px; height: 100px; overflow: hidden }
       .name { position: absolute; left: 0; top: 0; z-index: 1 } .rest { height: 400px }`,
    );
    await app.frame.locator(".name").waitFor();
    const look = () =>
      app.frame.evaluate(() => {
        const box = document.querySelector(".name")?.getBoundingClientRect();
        const tile = document.querySelector("tt-rtc-room")?.getBoundingClientRect();
        const top = box && document.elementFromPoint(box.x + 2, box.y + 2)?.textContent;
        return { top: top?.trim(), y: Math.round(tile?.y ?? 0), width: tile?.width };
      });
    const before = await look();
    expect(before).toMatchObject({ top: "Ann", width: 100 });
    await app.frame.locator(".rest").scrollIntoViewIfNeeded();
    await app.frame.evaluate(() => document.querySelector(".rest")?.scrollIntoView({ block: "end" }));
    await until("the tile has scrolled along", async () => (await look()).y < before.y);
    await app.close();
  });

  it("[1.0 bridge] [3 lifecycle] [3 device-position] [1.3 device-position] [3 one preview] shows the own camera in several tiles, turns it, and lets go of it with its page", async () => {
    const allow = () => {
      const host = (frameElement as PhoneFrameElement | null)?.lianmaiHost;
      if (host) host.requestPermission = async () => "granted";
    };
    const files = {
      "pages/index/index.ttml": `
        <rtc-room tt:if="{{shown}}" class="tile" mode="camera" device-position="{{side}}" />
        <rtc-room class="tile" mode="{{mode}}" />
        <button id="start" bindtap="start">start</button>
        <button id="turn" bindtap="turn">turn</button>
        <button id="drop" bindtap="drop">drop</button>`,
      "pages/index/index.ttss": ".tile { width: 80px; height: 60px }",
      "pages/index/index.js": `Page({
        data: { shown: true, side: "front", mode: "camera" },
        onLoad() { this.ctx = tt.createRtcRoomContext({ appId: "0123456789abcdef01234567" }) },
        start() { this.ctx.changeVideoCapture({ state: 1, success: () => console.log("started") }) },
        turn() { this.setData({ side: "back", mode: "camera" }) },
        drop() { this.setData({ shown: false, mode: "video" }) },
      })`,
    };
    const app = await lab.open(files, {}, allow);
    const mirrored = () => app.frame.locator("tt-rtc-room[mirrored]").count();
    const blank = () => app.frame.locator("tt-rtc-room[blank]").count();
    await app.tap("#start");
    await app.printsEventually("started");
    await until(
      "both tiles show the camera in a mirror",
      async () => (await blank()) === 0 && (await mirrored()) === 2,
    );
    await app.tap("#turn");
    await until("the camera looks the other way", async () => (await blank()) === 0 && (await mirrored()) === 0);
    await app.tap("#drop");
    await until("one tile is gone, the other blank", async () => (await blank()) === 1);
    expect(await app.frame.locator("tt-rtc-room").count()).toBe(1);
    await app.close();
  });
});
