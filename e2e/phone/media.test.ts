import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchBrowser } from "../harness/browser.js";
import { until } from "../harness/until.js";
import { openProgram, type Program, type ProgramServer, startProgramServer } from "./program.js";

/** A picture of 40 x 20, half of it seen through. */
const PICTURE = `(() => {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 40, height: 20 });
  const context = canvas.getContext("2d");
  context.fillStyle = "#f00";
  context.fillRect(0, 0, 20, 20);
  return canvas.toDataURL("image/png").split(",")[1];
})()`;

describe("media in a mini-program", () => {
  let browser: Browser;
  let server: ProgramServer;
  let program: Program;
  let page: Page;
  let frame: Frame;
  let tt: Program["tt"];

  beforeAll(async () => {
    server = await startProgramServer();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  beforeEach(async () => {
    program = await openProgram(browser, server, {
      permissions: ["geolocation"],
      geolocation: { latitude: 39.9, longitude: 116.4 },
    });
    ({ page, tt } = program);
    frame = await program.frame();
  });
  afterEach(async () => {
    expect(program.tab.pageErrors).toEqual([]);
    await program.tab.close();
  });

  /** Puts the picture into the user's folder. */
  const storePicture = (path: string) =>
    frame.evaluate(`tt.getFileSystemManager().writeFileSync("${path}", ${PICTURE}, "base64")`);

  it("chooses pictures from a tap, measures them and makes them smaller", async () => {
    await frame.evaluate(
      `document.body.addEventListener("click", () => tt.chooseImage({ count: 2, complete: (result) => { window.chosen = result; } }), { once: true })`,
    );
    const picture = Buffer.from((await frame.evaluate(PICTURE)) as string, "base64");
    const chooser = page.waitForEvent("filechooser");
    await frame.locator("#box").click();
    await (await chooser).setFiles([
      { name: "a.png", mimeType: "image/png", buffer: picture },
      { name: "b.png", mimeType: "image/png", buffer: picture },
    ]);
    await frame.waitForFunction("window.chosen");
    const { tempFilePaths, tempFiles } = (await frame.evaluate("chosen")) as {
      tempFilePaths: string[];
      tempFiles: { size: number }[];
    };
    expect(tempFilePaths).toEqual([expect.stringMatching(/^ttfile:\/\/temp\/.*\.png$/), expect.any(String)]);
    expect(tempFiles[0]?.size).toBe(picture.length);
    const path = tempFilePaths[0] ?? "";
    expect(await tt("getImageInfo", { src: path })).toMatchObject({ width: 40, height: 20, type: "png", path });
    const { tempFilePath } = (await tt("compressImage", { src: path, quality: 10 })) as { tempFilePath: string };
    expect(await tt("getImageInfo", { src: tempFilePath })).toMatchObject({ width: 40, height: 20, type: "jpeg" });
    expect(await tt("getImageInfo", { src: "ttfile://user/none.png" })).toMatchObject({
      errMsg: expect.stringContaining("no such file"),
    });
    expect(await tt("getImageInfo", { src: "/app.json" })).toMatchObject({
      errMsg: expect.stringMatching(/^getImageInfo:fail/),
    });
  });

  it("keeps saved files over a restart, and shows them over the whole phone", async () => {
    await storePicture("ttfile://user/a.png");
    await storePicture("ttfile://user/b.png");
    await page.reload();
    frame = await program.frame();
    expect(await tt("getSavedFileList")).toMatchObject({
      fileList: [{ filePath: "ttfile://user/a.png" }, { filePath: "ttfile://user/b.png" }],
    });
    await tt("previewImage", {
      urls: ["ttfile://user/a.png", "ttfile://user/b.png"],
      current: "ttfile://user/b.png",
    });
    const pictures = page.getByRole("dialog", { name: "图片预览" });
    await pictures.getByText("2 / 2").waitFor();
    await until("both pictures are loaded", () =>
      pictures
        .locator("img")
        .evaluateAll((images) => images.every((image) => (image as HTMLImageElement).naturalWidth === 40)),
    );
    await page.keyboard.press("ArrowLeft");
    await pictures.getByText("1 / 2").waitFor();
    await page.keyboard.press("Escape");
    await pictures.waitFor({ state: "detached" });
  });

  it("gives pictures to the user as downloads, once the user allows it", async () => {
    await storePicture("ttfile://user/a.png");
    const saved = tt("saveImageToPhotosAlbum", { filePath: "ttfile://user/a.png" });
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "允许" }).click();
    expect((await download).suggestedFilename()).toMatch(/^\d+\.png$/);
    expect(await saved).toEqual({ errMsg: "saveImageToPhotosAlbum:ok" });
  });

  it("records the microphone into a file that plays", async () => {
    await frame.evaluate(`
      window.heard = [];
      const recorder = tt.getRecorderManager();
      for (const event of ["Start", "Pause", "Resume", "Error"]) recorder["on" + event]((value) => heard.push(event + (value ? value.errMsg : "")));
      recorder.onStop((result) => { window.recorded = result; });
      recorder.start({ duration: 60000 });
      window.recorder = recorder;
    `);
    await page.getByRole("button", { name: "允许" }).click();
    const hears = (...events: string[]) =>
      until(`the recorder says ${events}`, async () => String(await frame.evaluate("heard")) === String(events));
    await hears("Start");
    await frame.evaluate("recorder.pause()");
    await hears("Start", "Pause");
    await frame.evaluate("recorder.resume()");
    await hears("Start", "Pause", "Resume");
    await frame.evaluate("recorder.stop()");
    await frame.waitForFunction("window.recorded");
    const path = (await frame.evaluate("recorded.tempFilePath")) as string;
    expect(path).toMatch(/^ttfile:\/\/temp\/.*\.(webm|m4a|mp4|bin)$/);
    await frame.evaluate(`
      window.played = [];
      const audio = tt.createInnerAudioContext();
      for (const event of ["Canplay", "Play", "Ended", "Error"]) audio["on" + event]((value) => played.push(value ? value.errMsg : event));
      audio.autoplay = true;
      audio.src = recorded.tempFilePath;
    `);
    await until("the recording was played to its end", async () =>
      ((await frame.evaluate("played")) as string[]).includes("Ended"),
    );
  });

  it("draws on a canvas and reads it as a picture", async () => {
    await tt("navigateTo", { url: "/pages/stage/stage" });
    await storePicture("ttfile://user/a.png");
    await frame.locator("#board canvas").waitFor();
    await frame.evaluate(`new Promise((resolve) => {
      const context = tt.createCanvasContext("board");
      context.setFillStyle("#00ff00");
      context.fillRect(0, 0, 30, 30);
      context.drawImage("ttfile://user/a.png", 40, 0, 40, 20);
      context.setFontSize(20);
      context.fillText("字", 5, 45);
      context.draw(false, resolve);
    })`);
    const pixel = (x: number, y: number) =>
      frame.evaluate(
        `[...document.querySelector("#board canvas").getContext("2d").getImageData(${x}, ${y}, 1, 1).data].join()`,
      );
    expect([await pixel(10, 10), await pixel(45, 5), await pixel(90, 45)]).toEqual([
      "0,255,0,255",
      "255,0,0,255",
      "0,0,0,0",
    ]);
    const options = { canvasId: "board", x: 0, y: 0, width: 30, height: 30, destWidth: 15 };
    const { tempFilePath } = (await tt("canvasToTempFilePath", options)) as { tempFilePath: string };
    expect(await tt("getImageInfo", { src: tempFilePath })).toMatchObject({ width: 15, height: 30, type: "png" });
    expect(await tt("canvasToTempFilePath", { canvasId: "none" })).toMatchObject({
      errMsg: 'canvasToTempFilePath:fail there is no canvas "none" on the page',
    });
  });

  it("plays an animation step by step", async () => {
    await tt("navigateTo", { url: "/pages/stage/stage" });
    await frame.waitForFunction("window.stage");
    await frame.evaluate(`
      const animation = tt.createAnimation({ duration: 50 });
      animation.translateX(40).opacity(0.5).step().width(20).step();
      stage.setData({ animation: animation.export() });
    `);
    await until("the second step is done", async () => {
      const box = await frame.locator("#moved").boundingBox();
      const opacity = await frame.locator("#moved").evaluate((node) => getComputedStyle(node).opacity);
      return box?.x === 40 && box.width === 20 && opacity === "0.5";
    });
  });

  it("drives a video by its id", async () => {
    await tt("navigateTo", { url: "/pages/stage/stage" });
    await frame.waitForFunction("window.stage");
    await frame.evaluate(`new Promise(async (resolve) => {
      const canvas = document.createElement("canvas");
      const context = canvas.getContext("2d");
      const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: "video/webm" });
      recorder.ondataavailable = async ({ data }) => {
        const bytes = await data.arrayBuffer();
        tt.getFileSystemManager().writeFileSync("ttfile://user/film.webm", bytes);
        stage.setData({ film: "ttfile://user/film.webm" }, resolve);
      };
      recorder.start();
      for (let frame = 0; frame < 20; frame++) {
        context.fillRect(frame, 0, 10, 10);
        await new Promise(requestAnimationFrame);
      }
      recorder.stop();
    })`);
    await frame.evaluate(`window.film = tt.createVideoContext("film"); film.play()`);
    const player = frame.locator("#film video");
    await until("the film plays", () => player.evaluate((video: HTMLVideoElement) => video.currentTime > 0));
    await frame.evaluate("film.stop()");
    await until("the film stopped at its start", () =>
      player.evaluate((video: HTMLVideoElement) => video.paused && video.currentTime === 0),
    );
  });

  it("says where the device is, once the user allows it", async () => {
    const asked = tt("getLocation");
    await page.getByRole("button", { name: "允许" }).click();
    expect(await asked).toMatchObject({ errMsg: "getLocation:ok", latitude: 39.9, longitude: 116.4 });
  });

  it("plays a payment as the user of the phone decides", async () => {
    const paid = tt("pay", { orderInfo: { order_id: "1", order_token: "2" }, service: 5 });
    await page.getByRole("button", { name: "支付失败" }).click();
    expect(await paid).toEqual({ errMsg: "pay:ok", code: 2 });
  });
});
