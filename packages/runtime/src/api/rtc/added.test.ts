import { describe, expect, it } from "vitest";
import { ask, JOIN, ScriptedTrack, Stage, settle } from "./rtc.fixture.js";
import { inCall, recorder, requests } from "./spec/stage.fixture.js";
import { tileBoardOf } from "./tile-board-of.js";
import type { Tile, TilePicture } from "./tiles.js";

describe("additive: screen sharing", () => {
  it("is published whatever autoPublish says, shown to oneself, and ends with the call", async () => {
    const { stage, context } = await inCall({ autoPublish: false });
    const pictures: TilePicture[] = [];
    tileBoardOf(stage.environment).bind({
      request: { mode: "screen", userId: "alice" },
      show: (picture) => pictures.push(picture),
      refuse: () => undefined,
      floatPicture: async () => undefined,
    });
    expect((await ask(context.changeScreenCapture, { state: 1 })).kind).toBe("success");
    await settle();
    expect(requests(stage).slice(1)).toEqual(["publish screen", "publish screenAudio"]);
    expect(pictures.at(-1)).toMatchObject({ track: { label: "screen" }, mirrored: false });
    expect((await ask(context.changeScreenCapture, { state: 1 })).kind).toBe("success");
    expect(stage.devices.screens).toHaveLength(1);
    await ask(context.exitRtcRoom);
    await settle();
    expect(stage.devices.screens[0]?.screen.readyState).toBe("ended");
    expect(stage.devices.screens[0]?.screenAudio?.readyState).toBe("ended");
  });

  it("may begin before the join, without sound where that is not wanted", async () => {
    const stage = new Stage();
    const context = stage.context();
    await ask(context.changeScreenCapture, { state: 1, audio: false });
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    expect(requests(stage)).toEqual(["join", "publish screen"]);
  });

  it("ended by the browser's own button is told, and is no longer published", async () => {
    const { stage, context } = await inCall();
    const { seen, handler } = recorder();
    await ask(context.changeScreenCapture, { state: 1 });
    await settle();
    context.onRtcStateChanged(handler);
    stage.devices.screens[0]?.screen.endByItself();
    await settle();
    expect(seen).toMatchObject([{ errNo: 0, data: { state: "screenEnded" } }]);
    expect(requests(stage).slice(-2)).toEqual(["unpublish screen", "unpublish screenAudio"]);
  });

  it("refused by the user or by the browser says which", async () => {
    const { stage, context } = await inCall();
    stage.devices.failure = Object.assign(new Error("use of the screen was refused"), {
      code: 1001,
      reason: "permission_denied",
    });
    expect(await ask(context.changeScreenCapture, { state: 1 })).toMatchObject({ errNo: 10200, errorType: "U" });
    stage.devices.failure = Object.assign(new Error("this browser cannot share a screen"), {
      code: 1006,
      reason: "unsupported_browser",
    });
    const answer = await ask(context.changeScreenCapture, { state: 1 });
    expect(answer).toMatchObject({ errNo: 21200, errorCode: 115978, errorType: "F" });
    expect(answer.errMsg).toBe("changeScreenCapture:fail is not available: this browser cannot share a screen");
  });
});

describe("additive: noise suppression", () => {
  it("asked for before the microphone filters it from the start", async () => {
    const { stage, context } = await inCall();
    expect((await ask(context.changeAnsMode, { mode: "high" })).kind).toBe("success");
    expect(stage.devices.filters).toEqual([]);
    await ask(context.changeAudioCapture, { state: 1 });
    await settle();
    expect(stage.devices.filters).toMatchObject([{ denoise: true, gain: 100, closed: false }]);
    expect(stage.devices.microphoneOptions).toEqual([{ noiseSuppression: false }]);
    expect(requests(stage)).toEqual(["join", "publish microphone"]);
    await ask(context.changeAudioCapture, { state: 0 });
    expect(stage.devices.filters[0]?.closed).toBe(true);
  });

  it("changed in the call swaps the track, and every track and filter of before is ended", async () => {
    const { stage, context } = await inCall();
    await ask(context.changeAudioCapture, { state: 1 });
    await settle();
    await ask(context.changeAnsMode, { mode: 3 });
    await settle();
    expect(requests(stage).at(-1)).toBe("replace microphone by filtered microphone");
    await ask(context.changeAnsMode, { mode: 4 });
    await settle();
    expect(requests(stage).at(-1)).toBe("replace microphone by microphone");
    expect(stage.devices.filters.map(({ closed }) => closed).every(Boolean)).toBe(true);
    expect(stage.devices.microphones.map(({ readyState }) => readyState)).toEqual(["ended", "ended", "live"]);
  });

  it("that cannot be loaded fails, and the microphone goes on as it was", async () => {
    const { stage, context } = await inCall();
    await ask(context.changeAudioCapture, { state: 1 });
    await settle();
    stage.devices.failure = new Error("no WebAssembly here");
    const answer = await ask(context.changeAnsMode, { mode: 3 });
    expect(answer).toMatchObject({ kind: "fail", errNo: 21200 });
    expect(answer.errMsg).toContain("no WebAssembly here");
    await settle();
    expect(stage.devices.microphones.map(({ readyState }) => readyState)).toEqual(["live"]);
    expect(requests(stage)).toEqual(["join", "publish microphone"]);
    expect((await ask(context.changeAnsMode, { mode: 3 })).kind).toBe("success");
  });

  it("that fails with the next microphone lets it out as it comes, and says so", async () => {
    const { stage, context } = await inCall();
    const { seen, handler } = recorder();
    context.onRtcStateChanged(handler);
    await ask(context.changeAnsMode, { mode: 3 });
    const filter = stage.devices.filterMicrophone;
    stage.devices.filterMicrophone = () => Promise.reject(new Error("no worklet"));
    await ask(context.changeAudioCapture, { state: 1 });
    await settle();
    stage.devices.filterMicrophone = filter;
    expect(requests(stage)).toEqual(["join", "publish microphone"]);
    expect(seen).toMatchObject([{ errNo: 21103, errMsg: "no worklet", data: { state: "failed" } }]);
  });
});

describe("additive: sound of others", () => {
  it("set before the join counts in the call, and ends with it", async () => {
    const stage = new Stage();
    const context = stage.context();
    await ask(context.setRemoteAudioVolume, { userId: "bob", volume: 30 });
    await ask(context.setRemoteAudioMuted, { userId: "carl", muted: true });
    await ask(context.joinRtcRoom, JOIN);
    expect(stage.room.sound).toEqual(["master 100", "all muted false", "volume bob 30", "muted carl true"]);
    await ask(context.setRemoteAudioVolume, { userId: "bob", volume: 200 });
    expect(stage.room.sound.at(-1)).toBe("volume bob 200");
    await ask(context.exitRtcRoom);
    await ask(context.joinRtcRoom, JOIN);
    expect(stage.room.sound).toEqual(["master 100", "all muted false"]);
  });
});

describe("additive: speaking levels", () => {
  it("are told of all who can be heard, loudest first, to each handler as its own", async () => {
    const { stage, context } = await inCall();
    const [first, second] = [recorder<{ speakers: unknown[] }>(), recorder<{ speakers: unknown[] }>()];
    context.onRtcAudioVolume((event: { speakers: unknown[] }) => {
      first.handler({ speakers: [...event.speakers] });
      event.speakers.length = 0;
    });
    context.onRtcAudioVolume(second.handler);
    stage.room.events.emit("speaking", [{ userId: "bob", volume: -20 }]);
    expect(first.seen).toEqual([{ speakers: [{ userId: "bob", volume: -20 }] }]);
    expect(second.seen).toEqual(first.seen);
  });
});

describe("additive: messages in the room", () => {
  it("go to the room or to one user, as text or bytes, and need a call", async () => {
    const stage = new Stage();
    const context = stage.context();
    const early = await ask(context.sendRtcMessage, { message: "hi" });
    expect(early).toMatchObject({
      errNo: 20000,
      errMsg: "sendRtcMessage:fail there is no call; call joinRtcRoom first",
    });
    await ask(context.joinRtcRoom, JOIN);
    const bytes = new Uint8Array([1, 2]).buffer;
    await ask(context.sendRtcMessage, { message: "hi" });
    await ask(context.sendRtcMessage, { message: bytes, userId: "bob" });
    expect(stage.room.sent).toEqual([
      { message: "hi", to: undefined },
      { message: bytes, to: "bob" },
    ]);
    expect(JSON.stringify(stage.reports)).not.toContain("hi");
  });

  it("arrive with their sender, bytes as an ArrayBuffer of each handler's own", async () => {
    const { stage, context } = await inCall();
    const { seen, handler } = recorder<{ message: ArrayBuffer }>();
    context.onRtcMessage((event: { message: ArrayBuffer }) => new Uint8Array(event.message).fill(9));
    context.onRtcMessage(handler);
    stage.room.events.emit("message", { from: "bob", private: true, message: new Uint8Array([1, 2]) });
    expect(seen).toEqual([{ userId: "bob", isPrivate: true, message: new Uint8Array([1, 2]).buffer }]);
  });
});

describe("additive: statistics", () => {
  it("are those of the room, and need a call", async () => {
    const { stage, context } = await inCall();
    stage.room.statistics = { local: [{ source: "camera", bitrate: 1 }], remote: [] };
    expect(await ask(context.getRtcStats)).toMatchObject({ kind: "success", stats: stage.room.statistics });
    await ask(context.exitRtcRoom);
    expect(await ask(context.getRtcStats)).toMatchObject({ kind: "fail", errNo: 20000 });
  });
});

describe("additive: reason of a removal", () => {
  it.each([
    ["kicked_out", -1006],
    ["user_forbidden", -1026],
    ["room_forbidden", -1025],
    ["room_dismissed", -1011],
    ["token_expired", 21108],
    ["duplicate_login", -1004],
    ["server_unreachable", 21107],
  ])("%s is told as such, with errNo %i", async (reason, errNo) => {
    const { stage, context } = await inCall();
    const [state, interrupted] = [recorder(), recorder()];
    context.onRtcStateChanged(state.handler);
    context.onRtcChatInterrupted(interrupted.handler);
    stage.room.events.emit("removed", { code: errNo, reason, message: "because" });
    await settle();
    expect(state.seen).toMatchObject([{ errNo, data: { state: "removed", reason } }]);
    expect(interrupted.seen).toEqual([{ errNo, errCode: errNo, errMsg: "because", reason }]);
  });

  it("a server that drains is told as the reason of the reconnect", async () => {
    const { stage, context } = await inCall();
    const { seen, handler } = recorder();
    context.onRtcStateChanged(handler);
    stage.room.events.emit("reconnecting", { code: -1084, reason: "draining", message: "it is shutting down" });
    await settle();
    expect(seen).toMatchObject([{ errNo: 0, data: { state: "reconnecting", reason: "draining" } }]);
  });
});

describe("additive: autoplay", () => {
  it("that the browser blocks is told, and sound is started by a call", async () => {
    const { stage, context } = await inCall();
    const told: number[] = [];
    context.onRtcAutoplayBlocked((...args: unknown[]) => {
      told.push(args.length);
      context.resumeRtcPlayback();
    });
    stage.room.events.emit("autoplayBlocked");
    await settle();
    expect(told).toEqual([0]);
    expect(stage.room.sound.at(-1)).toBe("resumed");
    await ask(context.exitRtcRoom);
    expect((await ask(context.resumeRtcPlayback)).kind).toBe("success");
  });
});

describe("additive: devices", () => {
  const entries = [
    { deviceId: "c1", kind: "camera", label: "Front" },
    { deviceId: "m1", kind: "microphone", label: "Headset" },
    { deviceId: "s1", kind: "speaker", label: "Headset" },
  ] as const;

  it("are listed, and told of when they come and go", async () => {
    const { stage, context } = await inCall();
    const { seen, handler } = recorder();
    context.onRtcDevicesChanged(handler);
    stage.devices.setEntries(...entries);
    await settle();
    expect(seen).toEqual([{ devices: entries }]);
    expect(await ask(context.getRtcDevices)).toMatchObject({ kind: "success", devices: entries });
  });

  it("are used once chosen, running or not, and the system's again after an empty id", async () => {
    const { stage, context } = await inCall();
    stage.devices.entries = [...entries];
    await ask(context.setRtcDevice, { kind: "microphone", deviceId: "m1" });
    await ask(context.changeAudioCapture, { state: 1 });
    await ask(context.changeVideoCapture, { state: 1 });
    await ask(context.setRtcDevice, { kind: "camera", deviceId: "c1" });
    await settle();
    expect(stage.devices.microphoneOptions).toEqual([{ noiseSuppression: true, deviceId: "m1" }]);
    expect(stage.devices.cameras.map(({ options }) => options.deviceId)).toEqual([undefined, "c1"]);
    expect(requests(stage).at(-1)).toBe("replace camera by camera front");
    await ask(context.setRtcDevice, { kind: "camera", deviceId: "" });
    expect(stage.devices.cameras.at(-1)?.options.deviceId).toBeUndefined();
    await ask(context.setRtcDevice, { kind: "speaker", deviceId: "s1" });
    expect(stage.room.output).toEqual({ deviceId: "s1" });
    expect(await ask(context.setRtcDevice, { kind: "speaker", deviceId: "m1" })).toMatchObject({ errNo: 20000 });
  });

  it("that cannot be opened leave the one that was used", async () => {
    const { stage, context } = await inCall();
    stage.devices.entries = [...entries];
    await ask(context.changeVideoCapture, { state: 1 });
    stage.devices.failure = Object.assign(new Error("in use"), { code: 1003, reason: "device_in_use" });
    expect(await ask(context.setRtcDevice, { kind: "camera", deviceId: "c1" })).toMatchObject({ errNo: 10200 });
    expect(stage.devices.cameras.at(-1)?.options.deviceId).toBeUndefined();
    expect(stage.devices.cameras.at(-1)?.track.readyState).toBe("live");
  });
});

describe("additive: picture-in-picture", () => {
  function tile(floats: boolean[], refuse?: Error): Tile {
    return {
      request: { mode: "video", userId: "bob" },
      show: () => undefined,
      refuse: () => undefined,
      floatPicture: async (on) => {
        if (refuse) throw refuse;
        floats.push(on);
      },
    };
  }

  it("floats the tile of a member and puts it back", async () => {
    const { stage, context } = await inCall();
    stage.room.tracks.set("bob camera", new ScriptedTrack("bob") as unknown as MediaStreamTrack);
    const floats: boolean[] = [];
    tileBoardOf(stage.environment).bind(tile(floats));
    for (const state of [1, 0]) {
      expect((await ask(context.changePictureInPicture, { state, userId: "bob" })).kind).toBe("success");
    }
    expect(floats).toEqual([true, false]);
  });

  it("says so where there is no such tile, and what the browser says where it refuses", async () => {
    const { stage, context } = await inCall();
    const none = await ask(context.changePictureInPicture, { state: 1, userId: "bob" });
    expect(none).toMatchObject({ errNo: 20000 });
    expect(none.errMsg).toContain('no rtc-room of mode "video" shows a picture of user "bob" now');
    stage.room.tracks.set("bob camera", new ScriptedTrack("bob") as unknown as MediaStreamTrack);
    tileBoardOf(stage.environment).bind(tile([], new Error("must be handling a user gesture")));
    const refused = await ask(context.changePictureInPicture, { state: 1, userId: "bob" });
    expect(refused).toMatchObject({ errNo: 21200, errorType: "F" });
    expect(refused.errMsg).toContain("must be handling a user gesture");
  });
});

describe("additive: object-fit and mirror", () => {
  it("mirror the own front camera alone by default", async () => {
    const stage = new Stage();
    const context = stage.context();
    const pictures: TilePicture[] = [];
    tileBoardOf(stage.environment).bind({
      ...tileOf("camera", ""),
      show: (picture) => pictures.push(picture),
    });
    await ask(context.changeVideoCapture, { state: 1 });
    expect(pictures.at(-1)?.mirrored).toBe(true);
    await ask(context.switchCamera, { camera: "back" });
    expect(pictures.at(-1)?.mirrored).toBe(false);
  });
});

function tileOf(mode: "camera" | "video", userId: string): Tile {
  return { request: { mode, userId }, show: () => undefined, refuse: () => undefined, floatPicture: async () => {} };
}
