import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { until } from "../harness/index.js";
import { type MiniProgram, RuntimeLab } from "./mini-program.js";

let lab: RuntimeLab;
/** A page that answers offers with a moving picture of its own: the media half of a WHEP server. */
let answerer: Page;
let server: Server;
let origin: string;
/** Method and path of everything that was asked of the server. */
let asked: string[] = [];
let segments: Record<string, Buffer>;

beforeAll(async () => {
  lab = await RuntimeLab.start();
  answerer = await lab.browser.newPage();
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    void answer(request).then(([status, headers, body]) => {
      response.writeHead(status, {
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "*",
        "access-control-allow-headers": "*",
        "access-control-expose-headers": "*",
        ...headers,
      });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // A page of loopback is a secure one, as WebRTC asks for.
  await answerer.goto(`${origin}/blank`);
  segments = await recordSegments(answerer);
});
afterAll(async () => {
  await lab?.close();
  await new Promise((resolve) => server?.close(resolve));
});
beforeEach(() => {
  asked = [];
});

async function answer(request: IncomingMessage): Promise<[number, Record<string, string>, string | Buffer]> {
  const { url = "", method } = request;
  if (method === "OPTIONS") return [204, {}, ""];
  if (url === "/blank") return [200, { "content-type": "text/html" }, "<!doctype html>"];
  const segment = segments?.[url];
  if (segment) return [200, { "content-type": "application/octet-stream" }, segment];
  if (url === "/live/whep" && method === "POST") {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const sdp = await answerer.evaluate(answerOffer, Buffer.concat(chunks).toString());
    return [201, { "content-type": "application/sdp", location: "/live/whep/session-1" }, sdp];
  }
  if (method === "DELETE") return [200, {}, ""];
  return [404, {}, "not found"];
}

/** Runs in the answerer's page. */
async function answerOffer(offer: string): Promise<string> {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  setInterval(() => {
    if (!pen) return;
    pen.fillStyle = `hsl(${performance.now() % 360} 80% 50%)`;
    pen.fillRect(0, 0, canvas.width, canvas.height);
  }, 50);
  const peer = new RTCPeerConnection();
  const [track] = canvas.captureStream().getVideoTracks();
  if (track) peer.addTrack(track);
  await peer.setRemoteDescription({ type: "offer", sdp: offer });
  await peer.setLocalDescription();
  await new Promise<void>((resolve) => {
    if (peer.iceGatheringState === "complete") resolve();
    peer.onicegatheringstatechange = () => {
      if (peer.iceGatheringState === "complete") resolve();
    };
  });
  Object.assign(window, { peer });
  return peer.localDescription?.sdp ?? "";
}

/** An HLS stream of one fragmented MP4, as Chromium records it. */
async function recordSegments(page: Page): Promise<Record<string, Buffer>> {
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    const drawing = setInterval(() => {
      if (!pen) return;
      pen.fillStyle = `hsl(${performance.now() % 360} 80% 50%)`;
      pen.fillRect(0, 0, canvas.width, canvas.height);
    }, 40);
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/mp4;codecs=vp9" });
    const chunks: Blob[] = [];
    recorder.ondataavailable = ({ data }) => chunks.push(data);
    const stopped = new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    recorder.start();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    recorder.stop();
    await stopped;
    clearInterval(drawing);
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
    return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
  });
  const file = Buffer.from(base64, "base64");
  const boxes = boxesOf(file);
  const start = boxes.find(({ type }) => type === "moof")?.at ?? file.length;
  const end = boxes.findLast(({ type }) => type === "mdat");
  const main = `#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=500000,CODECS="vp09.00.10.08"
video.m3u8
`;
  const playlist = `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:2
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-MAP:URI="init.mp4"
#EXTINF:1.5,
all.m4s
#EXT-X-ENDLIST
`;
  return {
    "/hls/live.m3u8": Buffer.from(main),
    "/hls/video.m3u8": Buffer.from(playlist),
    "/hls/init.mp4": file.subarray(0, start),
    "/hls/all.m4s": file.subarray(start, end ? end.at + end.size : file.length),
  };
}

function boxesOf(file: Buffer): { type: string; at: number; size: number }[] {
  const boxes: { type: string; at: number; size: number }[] = [];
  for (let at = 0; at + 8 <= file.length; ) {
    const size = file.readUInt32BE(at) || file.length - at;
    boxes.push({ type: file.toString("latin1", at + 4, at + 8), at, size });
    at += size;
  }
  return boxes;
}

async function show(src: string, more = "", before?: () => void): Promise<MiniProgram> {
  return await lab.open(
    {
      "app.js": `App({}); Function("return window")().tt = tt`,
      "pages/index/index.ttml": `<live-player tt:if="{{there}}" id="l" src="{{src}}" muted ${more} bindstatechange="on" binderror="on" style="width:200px;height:100px"/>`,
      "pages/index/index.js": `Page({ data: { there: true, src: ${JSON.stringify(src)} },
        on(e) { console.log(e.type, e.detail.code, e.detail.errMsg || "") },
        onLoad() { Function("return window")().page = this } })`,
    },
    {},
    before,
  );
}

const frames = (app: MiniProgram) =>
  app.frame
    .locator("#l video")
    .evaluate((video) => (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames);

it("plays WHEP, tells its states, and hangs up when it goes", async () => {
  const app = await show(`${origin}/live/whep`, "autoplay");
  await app.printsEventually("statechange 2001 ");
  await app.printsEventually("statechange 2004 ");
  await until("pictures arrive", async () => (await frames(app)) > 5);
  await app.frame.evaluate(() => {
    const { page } = window as unknown as { page: { setData(data: object): void } };
    page.setData({ there: false });
  });
  await until("the session is ended", () => asked.includes("DELETE /live/whep/session-1"));
  await app.close();
});

it("waits for its context without autoplay, and stops by it", async () => {
  const app = await show(`${origin}/live/whep`);
  await app.frame.locator("#l video").waitFor();
  expect(asked).toEqual([]);
  const call = (name: string) =>
    app.frame.evaluate((method) => {
      type Context = Record<string, () => Promise<{ errMsg: string }>>;
      const { tt } = window as unknown as { tt: { createLivePlayerContext(id: string): Context } };
      return tt
        .createLivePlayerContext("l")
        [method]?.()
        .then(({ errMsg }) => errMsg);
    }, name);
  expect(await call("play")).toBe("play:ok");
  await until("pictures arrive", async () => (await frames(app)) > 5);
  expect(await call("unmute")).toBe("unmute:ok");
  expect(await call("stop")).toBe("stop:ok");
  await until("the session is ended", () => asked.includes("DELETE /live/whep/session-1"));
  await app.close();
});

it("plays HLS by the library where the browser cannot, and by the browser where it can", async () => {
  const byLibrary = await show(`${origin}/hls/live.m3u8`, "autoplay", () => {
    HTMLMediaElement.prototype.canPlayType = () => "";
  });
  await until("pictures arrive", async () => (await frames(byLibrary)) > 5);
  await byLibrary.printsEventually("statechange 2004 ");
  await byLibrary.printsEventually("statechange 2006 ");
  await byLibrary.close();
  const byBrowser = await show(`${origin}/hls/live.m3u8`, "autoplay");
  await until("pictures arrive", async () => (await frames(byBrowser)) > 5);
  await byBrowser.close();
});

it.each([
  ["/live/movie.mp4", "show it with <video>"],
  ["/live/stream.flv", "FLV streams cannot be played"],
  ["/gone/whep", "404: there is no such stream"],
  ["/gone/live.m3u8", "404"],
])("says why %s is not played", async (path, reason) => {
  const app = await show(origin + path, "autoplay", () => {
    HTMLMediaElement.prototype.canPlayType = () => "";
  });
  await until("the page is told", async () =>
    (await app.printed()).some((line) => line.startsWith("error -2301") && line.includes(reason)),
  );
  await app.close();
});
