import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "./harness/index.js";
import { RuntimeLab } from "./runtime/mini-program.js";

let lab: RuntimeLab;
beforeAll(async () => {
  lab = await RuntimeLab.start();
});
afterAll(() => lab?.close());

/** A program of one page with this template. */
async function open(ttml: string, ttss = "", data = "{}") {
  return await lab.open({
    "pages/index/index.ttml": ttml,
    "pages/index/index.ttss": ttss,
    "pages/index/index.js": `Page({
      data: ${data},
      failed({ detail }) { console.log(detail.errNo, detail.errMsg) },
      tapped({ currentTarget }) { console.log("tapped", currentTarget.id, currentTarget.dataset.user) },
      change() { this.setData({ mode: "film" }) },
    })`,
  });
}

describe("rtc-room", () => {
  it("fills its parent where no size is given, and has the size of its class where one is", async () => {
    const app = await open(
      `<view class="box"><rtc-room mode="camera" /></view><rtc-room class="small" user-id="u" mode="video" />`,
      ".box { width: 200px; height: 150px } .small { width: 64px; height: 48px; border-radius: 8px }",
    );
    const [first, second] = await app.frame.locator("tt-rtc-room").all();
    expect(await first?.boundingBox()).toMatchObject({ width: 200, height: 150 });
    expect(await second?.boundingBox()).toMatchObject({ width: 64, height: 48 });
    await app.close();
  });

  it("shows silent, inline video that is cut to fit, screens whole, and as object-fit and mirror say", async () => {
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

  it("is tapped as any other element, also where its video is", async () => {
    const app = await open(
      `<rtc-room id="tile" class="tile" data-user="u" mode="camera" bindtap="tapped" />`,
      ".tile { width: 100px; height: 100px }",
    );
    await app.tap("#tile");
    await app.printsEventually("tapped tile u");
    await app.close();
  });

  it("tells binderror, and the developer, of a mode that does not exist", async () => {
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

  it("takes an undefined user-id and a changing mode without a word", async () => {
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
});
