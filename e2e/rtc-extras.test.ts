import { join } from "node:path";
import type { Browser, Frame } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  audioArrives,
  inboundStreams,
  launchBrowser,
  openSimulator,
  outboundStreams,
  type Product,
  phoneFrames,
  root,
  startProduct,
  type Tab,
  until,
  videoArrives,
} from "./harness/index.js";

/** What the original lacks, in real browsers over a real service: two phones in one room, driven call by call. */

interface Entry {
  name: string;
  errMsg?: string;
  errNo?: number;
  [key: string]: unknown;
}

let product: Product;
let browser: Browser;
let tab: Tab;
let ann: User;
let bob: User;
let rooms = 0;

/** One phone. */
class User {
  #answers = 0;

  constructor(
    readonly frame: Frame,
    readonly id: string,
  ) {}

  /** Types a call and taps the button: a gesture of the user's, as browsers want it for some of them. */
  async call(name: string, options: object = {}): Promise<Entry> {
    const before = this.#answers++;
    await this.frame.locator("#call input").fill(JSON.stringify([name, options]));
    await this.frame.locator("#run").click();
    const answers = await until(`${name} is answered`, async () => {
      const all = await this.#lines(".answer");
      return all.length > before && all;
    });
    return answers[before] as Entry;
  }

  /** The call has to succeed. */
  async do(name: string, options: object = {}): Promise<Entry> {
    const answer = await this.call(name, options);
    expect(answer.errMsg).toMatch(/:ok$/);
    return answer;
  }

  async events(name: string): Promise<Entry[]> {
    return (await this.#lines(".event")).filter((event) => event.name === name);
  }

  async event(name: string, matches: (event: Entry) => boolean = () => true): Promise<Entry> {
    return await until(`${this.id} hears ${name}`, async () => (await this.events(name)).find(matches));
  }

  async join(roomId: string): Promise<void> {
    await this.do("joinRtcRoom", { roomId, userId: this.id, token: product.token(roomId, this.id) });
  }

  async #lines(selector: string): Promise<Entry[]> {
    return (await this.frame.locator(selector).allInnerTexts()).map((line) => JSON.parse(line) as Entry);
  }
}

beforeAll(async () => {
  [product, browser] = await Promise.all([
    startProduct({ project: join(root, "e2e", "fixtures", "extras") }),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await product?.close();
});

beforeEach(async () => {
  const search = new URLSearchParams({ phones: "2", query: `app=${product.app.appId}` });
  tab = await openSimulator(browser, { url: `${product.url}?${search}` });
  const [left, right] = (await phoneFrames(tab.page, 2)) as [Frame, Frame];
  [ann, bob] = [new User(left, "ann"), new User(right, "bob")];
  rooms += 1;
  return () => tab.close();
});

const room = () => `extras-${rooms}`;
/** One after the other: both phones are in one page, which has one focus. */
const join2 = async () => {
  await ann.join(room());
  await bob.join(room());
};

describe("additive: messages in the room", () => {
  it("reach everybody else or one user, text and bytes, and are refused beyond 64 KB", async () => {
    await join2();
    await ann.do("sendRtcMessage", { message: "你好" });
    expect(await bob.event("onRtcMessage")).toMatchObject({ userId: "ann", isPrivate: false, message: "你好" });
    await bob.do("sendRtcMessage", { bytes: [0, 255, 7], userId: "ann" });
    expect(await ann.event("onRtcMessage")).toMatchObject({ userId: "bob", isPrivate: true, message: [0, 255, 7] });
    expect(await bob.events("onRtcMessage")).toHaveLength(1);
    const long = await ann.call("sendRtcMessage", { length: 65_537 });
    expect(long).toMatchObject({ errNo: 20000, errorCode: 115999 });
    expect(long.errMsg).toContain("at most 64 KB, but has 65537 bytes");
    const nobody = await ann.call("sendRtcMessage", { message: "?", userId: "nobody" });
    expect(nobody.errMsg).toContain('User "nobody" is not in the room');
  });
});

describe("additive: screen sharing", () => {
  it("shows a screen to the others until it is stopped", async () => {
    await join2();
    await ann.do("changeScreenCapture", { state: 1, audio: false });
    await bob.frame.locator("tt-rtc-room.screen > video").waitFor();
    await videoArrives(bob.frame);
    await until("both show the screen", async () => {
      const sizes = await Promise.all(
        [ann, bob].map(({ frame }) =>
          frame.locator("tt-rtc-room.screen > video").evaluate((video) => (video as HTMLVideoElement).videoWidth),
        ),
      );
      return sizes.every((width) => width > 0);
    });
    await ann.do("changeScreenCapture", { state: 0 });
    await until("the tile goes", async () => (await bob.frame.locator("tt-rtc-room.screen").count()) === 0);
  });

  it("says why not in a browser that cannot", async () => {
    await ann.frame.evaluate(() => {
      Object.defineProperty(navigator.mediaDevices, "getDisplayMedia", { value: undefined });
    });
    const refused = await ann.call("changeScreenCapture", { state: 1 });
    expect(refused).toMatchObject({ errNo: 21200, errorType: "F" });
    expect(refused.errMsg).toMatch(/is not available: this browser cannot share a screen, as those of phones cannot/);
  });
});

describe("additive: sound of others", () => {
  it("is set and muted for one member alone, also above what comes", async () => {
    await join2();
    await bob.do("setRemoteAudioVolume", { userId: "ann", volume: 40 });
    await ann.do("changeAudioCapture", { state: 1 });
    await audioArrives(bob.frame);
    const heard = await bob.do("getRtcStats");
    expect(heard.stats).toMatchObject({ remote: [{ userId: "ann", source: "microphone" }] });
    await bob.do("setRemoteAudioMuted", { userId: "ann", muted: true });
    await bob.do("setRemoteAudioVolume", { userId: "ann", volume: 150 });
    await bob.do("setRemoteAudioMuted", { userId: "ann", muted: false });
    expect(await bob.call("setRemoteAudioVolume", { userId: "ann", volume: 201 })).toMatchObject({ errNo: 20000 });
    // Nothing of it is asked of the other: its packets go on arriving. How it sounds is tested with the client.
    const packets = async () => {
      const [voice] = (await inboundStreams(bob.frame)).filter(({ kind }) => kind === "audio");
      return voice?.packetsReceived ?? 0;
    };
    const before = await packets();
    await until("more packets arrive", async () => (await packets()) > before);
  });
});

describe("additive: statistics", () => {
  it("tell bit rates, loss, delay, sizes, freezes and concealment of every track", async () => {
    await join2();
    await ann.do("changeVideoCapture", { state: 1 });
    await ann.do("changeAudioCapture", { state: 1 });
    await videoArrives(bob.frame);
    await audioArrives(bob.frame);
    type Track = Record<string, unknown> & { source: string };
    const stats = async (user: User) =>
      (await user.do("getRtcStats")).stats as { connection: object; local: Track[]; remote: Track[] };
    await stats(bob);
    const { remote } = await until("all figures are there", async () => {
      const now = await stats(bob);
      const video = now.remote.find(({ source }) => source === "camera");
      return video?.bitrate !== undefined && Number(video.framesPerSecond) > 0 && now;
    });
    const [camera, microphone] = ["camera", "microphone"].map((name) => remote.find(({ source }) => source === name));
    for (const track of [camera, microphone]) {
      for (const figure of ["bitrate", "packetsLost", "jitter", "lossRatio"])
        expect(track?.[figure]).toBeTypeOf("number");
    }
    for (const figure of ["width", "height", "framesPerSecond", "freezes"])
      expect(camera?.[figure]).toBeTypeOf("number");
    expect(microphone?.concealed).toBeTypeOf("number");
    const { local, connection } = await stats(ann);
    expect(local.map(({ source }) => source).sort()).toEqual(["camera", "microphone"]);
    expect(connection).toMatchObject({ rtt: expect.any(Number) });
    const quality = await bob.event("onRtcNetworkQuality", ({ local: own }) => (own as Entry).rxQuality !== 0);
    expect(quality.local).toMatchObject({ userId: "bob", rxQuality: expect.any(Number), rtt: expect.any(Number) });
    expect(quality.remote).toMatchObject([{ userId: "ann" }]);
  });
});

describe("additive: noise suppression", () => {
  it("runs RNNoise in an AudioWorklet, loaded only when asked for, and the voice still arrives", async () => {
    const loaded = () =>
      ann.frame.evaluate(() =>
        performance.getEntriesByType("resource").flatMap(({ name }) => /lianmai-rnnoise[\w-]*\.wasm$/.exec(name) ?? []),
      );
    await join2();
    await ann.do("changeAudioCapture", { state: 1 });
    await audioArrives(bob.frame);
    expect(await loaded()).toEqual([]);
    await ann.do("changeAnsMode", { mode: 3 });
    expect(await loaded()).not.toEqual([]);
    await audioArrives(bob.frame);
    await ann.do("changeAnsMode", { mode: 0 });
    await audioArrives(bob.frame);
  });
});

describe("additive: devices", () => {
  it("are listed and chosen", async () => {
    await join2();
    await ann.do("changeAudioCapture", { state: 1 });
    await ann.do("changeVideoCapture", { state: 1 });
    const { devices } = (await ann.do("getRtcDevices")) as unknown as { devices: { kind: string; deviceId: string }[] };
    const kinds = new Set(devices.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(["camera", "microphone", "speaker"]);
    for (const kind of kinds) {
      const last = devices.filter((device) => device.kind === kind).at(-1);
      await ann.do("setRtcDevice", { kind, deviceId: last?.deviceId ?? "" });
    }
    await audioArrives(bob.frame);
    await videoArrives(bob.frame);
    const unknown = await ann.call("setRtcDevice", { kind: "camera", deviceId: "none" });
    expect(unknown).toMatchObject({ errNo: 20000 });
    expect(unknown.errMsg).toContain("names no camera; getRtcDevices lists");
  });
});

describe("additive: picture-in-picture", () => {
  it("puts a tile's picture into a small window and back, and says so where nothing is shown", async () => {
    await join2();
    await ann.do("changeVideoCapture", { state: 1 });
    await videoArrives(bob.frame);
    const none = await bob.call("changePictureInPicture", { state: 1, userId: "nobody" });
    expect(none.errMsg).toContain('no rtc-room of mode "video" shows a picture of user "nobody" now');
    const answer = await bob.call("changePictureInPicture", { state: 1, userId: "ann" });
    if (answer.errNo === undefined) {
      expect(await bob.frame.evaluate(() => document.pictureInPictureElement?.tagName)).toBe("VIDEO");
      await bob.do("changePictureInPicture", { state: 0, userId: "ann" });
      await bob.event("leavepictureinpicture");
    } else {
      // A browser without windows of its own, such as a headless one, says so in its own words.
      expect(answer).toMatchObject({ errNo: 21200, errorType: "F" });
    }
  });
});

describe("additive: reason of a removal", () => {
  it("is told when the same user joins elsewhere", async () => {
    await ann.join(room());
    await ann.event("onRtcStateChanged", ({ data }) => (data as Entry).state === "joined");
    await bob.do("joinRtcRoom", { roomId: room(), userId: "ann", token: product.token(room(), "ann") });
    expect(await ann.event("onRtcChatInterrupted")).toMatchObject({ errNo: -1004, reason: "duplicate_login" });
  });
});

describe("the voice engine of mini-games", () => {
  it("talks with a context in the same room, and mutes for the others to see", async () => {
    await bob.join(room());
    const channel = { channelId: room(), uid: "ann", token: product.token(room(), "ann") };
    await ann.do("engine.joinChannel", channel);
    await ann.event("engine.joinChannelSuccess");
    expect(await ann.event("engine.userJoined")).toMatchObject({ args: ["bob", expect.any(Number)] });
    await ann.do("engine.enableLocalAudio");
    await audioArrives(bob.frame);
    await bob.do("changeAudioCapture", { state: 1 });
    await audioArrives(ann.frame);
    await ann.event("engine.firstRemoteAudioFrame");
    await ann.do("engine.muteLocalAudioStream");
    await ann.do("engine.adjustRecordingSignalVolume", { volume: 150 });
    await ann.do("engine.unmuteLocalAudioStream");
    await audioArrives(bob.frame);
    expect((await outboundStreams(ann.frame)).filter(({ kind }) => kind === "video")).toEqual([]);
    await bob.do("exitRtcRoom");
    expect(await ann.event("engine.userOffline")).toMatchObject({ args: ["bob", 0] });
    await ann.do("engine.destroy");
    expect((await ann.call("engine.leaveChannel")).errCode).toBe(101);
  });
});

describe("permissions", () => {
  it("[4.4 settings] tt.getSetting tells what was answered, and tt.openSetting changes it", async () => {
    const asking = new URLSearchParams({ phones: "1", query: `app=${product.app.appId}` });
    const other = await openSimulator(browser, { url: `${product.url}?${asking}` });
    try {
      await other.page.evaluate(() => localStorage.setItem("lianmai-simulator", `{"askPermissions":true}`));
      await other.page.reload();
      const [frame] = (await phoneFrames(other.page, 1)) as [Frame];
      const user = new User(frame, "ann");
      expect((await user.do("tt.getSetting")).authSetting).toEqual({});
      const refused = user.call("changeAudioCapture", { state: 1 });
      await other.page.getByRole("button", { name: "拒绝" }).click();
      expect(await refused).toMatchObject({ errNo: 10200 });
      expect((await user.do("tt.getSetting")).authSetting).toEqual({ "scope.record": false });
      expect(await user.call("changeAudioCapture", { state: 1 })).toMatchObject({ errNo: 10200 });
      const opened = user.call("tt.openSetting");
      await other.page.getByRole("switch").click();
      await other.page.getByRole("dialog").getByRole("button", { name: "返回" }).click();
      expect((await opened).authSetting).toEqual({ "scope.record": true });
      await user.do("changeAudioCapture", { state: 1 });
    } finally {
      await other.close();
    }
  });
});
