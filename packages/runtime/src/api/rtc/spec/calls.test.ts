import { describe, expect, it } from "vitest";
import { APP_ID, ask, JOIN, member, refusal, type Stage, settle } from "../rtc.fixture.js";
import { row } from "./rows.fixture.js";
import { inCall, newStage, recorder, requests } from "./stage.fixture.js";

const BAD = { kind: "fail", errNo: 20000, errCode: 20000, errorCode: 115999, errorType: "D" };
const DESTROYED = { kind: "fail", errorCode: 115910, errorType: "D" };

/** What a method answers once its app is gone. */
async function afterTheEnd(stage: Stage, name: "joinRtcRoom" | "exitRtcRoom" | "changeAudioCapture") {
  const method = stage.context()[name];
  stage.lifecycle.emit("dispose");
  return await ask(method, { ...JOIN, state: 1 });
}

describe("the factory", () => {
  it(row("1.0 signature"), () => {
    const { tt } = newStage();
    const context = tt.createRtcRoomContext({ appId: APP_ID });
    expect(context.joinRtcRoom).toBeTypeOf("function");
    expect(tt.createRtcRoomContext(APP_ID)).toBe(context);
  });

  it(row("1.0 appId"), async () => {
    const stage = newStage();
    const other = stage.tt.createRtcRoomContext({ appId: "fedcba987654321001234567" });
    expect(other).not.toBe(stage.context());
    await ask(stage.context().joinRtcRoom, JOIN);
    await ask(other.joinRtcRoom, JOIN);
    expect(stage.rooms.map((room) => room.joinOptions?.appId)).toEqual([APP_ID, "fedcba987654321001234567"]);
  });

  it(row("1.0 refusal"), async () => {
    const { tt } = newStage();
    const answer = await ask((options) => tt.createRtcRoomContext(options), { appId: "not one" });
    expect(answer).toMatchObject({ kind: "fail", errorCode: 116183, errorType: "D" });
    expect(answer.errMsg).toMatch(/^createRtcRoomContext:fail platform auth deny/);
    const fine = await ask((options) => tt.createRtcRoomContext(options), { appId: APP_ID });
    expect(fine).toMatchObject({ kind: "success", errMsg: "createRtcRoomContext:ok" });
  });

  it(row("1.0 scope"), async () => {
    const { stage, context } = await inCall();
    // A second page asks for it anew, and is in the same call.
    expect(await ask(stage.context().joinRtcRoom, JOIN)).toMatchObject({ errNo: 21100 });
    stage.lifecycle.emit("dispose");
    await settle();
    expect(requests(stage)).toEqual(["join", "leave"]);
    expect(await ask(context.exitRtcRoom)).toMatchObject(DESTROYED);
  });

  it(row("1.0 calling"), async () => {
    const { exitRtcRoom, changeVideoCapture } = newStage().context();
    const heard: string[] = [];
    const result = exitRtcRoom.call(undefined, {
      success: () => heard.push("success"),
      fail: () => heard.push("fail"),
      complete: () => heard.push("complete"),
    });
    expect([result, heard]).toEqual([undefined, []]);
    await settle();
    expect(heard).toEqual(["success", "complete"]);
    expect((await ask(changeVideoCapture, { state: 1 })).kind).toBe("success");
  });

  it(row("1.0 no callback"), () => {
    const stage = newStage();
    expect(() => stage.tt.createRtcRoomContext({ appId: APP_ID })).not.toThrow();
    expect(stage.warnings).toEqual([]);
  });

  it(row("1.0 results"), async () => {
    const context = newStage().context();
    expect(await ask(context.changeAudioCapture, { state: 1 })).toEqual({
      kind: "success",
      errMsg: "changeAudioCapture:ok",
    });
    expect(await ask(context.changeAudioCapture, { state: 5 })).toEqual({
      ...BAD,
      errMsg: "changeAudioCapture:fail expect params.state to be one of 0, 1, but got 5",
    });
  });
});

describe("the methods", () => {
  it(row("1.1 joinRtcRoom"), async () => {
    const stage = newStage();
    const { joinRtcRoom } = stage.context();
    for (const missing of ["roomId", "token", "userId"]) {
      expect(await ask(joinRtcRoom, { ...JOIN, [missing]: undefined })).toMatchObject(BAD);
    }
    stage.prepareRoom = (room) => room.refusals.set("join", refusal("token_wrong_key", "wrong key"));
    expect(await ask(joinRtcRoom, JOIN)).toMatchObject({ errNo: 21101 });
    stage.prepareRoom = (room) => room.refusals.set("join", refusal("room_full", "full"));
    expect(await ask(joinRtcRoom, JOIN)).toMatchObject({ errNo: 21102 });
    stage.prepareRoom = () => undefined;
    expect((await ask(joinRtcRoom, { ...JOIN, roomConfig: { autoSubscribe: false } })).kind).toBe("success");
    expect(stage.room.joinOptions).toMatchObject({ ...JOIN, visible: true, autoSubscribe: false });
    expect(await ask(joinRtcRoom, JOIN)).toMatchObject({ errNo: 21100 });
    expect(await afterTheEnd(stage, "joinRtcRoom")).toMatchObject(DESTROYED);
  });

  it(row("1.1 exitRtcRoom"), async () => {
    const { stage, context } = await inCall();
    expect((await ask(context.exitRtcRoom, { roomId: "another" })).kind).toBe("success");
    expect((await ask(context.exitRtcRoom)).kind).toBe("success");
    expect(requests(stage)).toEqual(["join", "leave"]);
    expect(await afterTheEnd(stage, "exitRtcRoom")).toMatchObject(DESTROYED);
  });

  it(row("1.1 changeAudioCapture"), async () => {
    const stage = newStage();
    const { changeAudioCapture } = stage.context();
    expect((await ask(changeAudioCapture, { state: 1 })).kind).toBe("success");
    expect((await ask(changeAudioCapture, { state: 0 })).kind).toBe("success");
    expect(stage.devices.microphones.map(({ readyState }) => readyState)).toEqual(["ended"]);
    for (const state of [undefined, 2, true, "1"]) expect(await ask(changeAudioCapture, { state })).toMatchObject(BAD);
    stage.permissions.set("scope.record", "denied");
    expect(await ask(changeAudioCapture, { state: 1 })).toMatchObject({ errNo: 10200, errorCode: 115990 });
    expect(await afterTheEnd(stage, "changeAudioCapture")).toMatchObject(DESTROYED);
  });

  it(row("1.1 changeVideoCapture"), async () => {
    const stage = newStage();
    const { changeVideoCapture } = stage.context();
    expect((await ask(changeVideoCapture, { state: 1 })).kind).toBe("success");
    expect(stage.devices.cameras).toHaveLength(1);
    expect((await ask(changeVideoCapture, { state: 0 })).kind).toBe("success");
    for (const state of [undefined, 2, true, "1"]) expect(await ask(changeVideoCapture, { state })).toMatchObject(BAD);
    stage.permissions.set("scope.camera", "denied");
    expect(await ask(changeVideoCapture, { state: 1 })).toMatchObject({ errNo: 10200, errorType: "U" });
  });

  it(row("1.1 switchCamera"), async () => {
    const stage = newStage();
    const context = stage.context();
    await ask(context.changeVideoCapture, { state: 1 });
    expect((await ask(context.switchCamera, { camera: "back" })).kind).toBe("success");
    expect(stage.devices.cameras.map(({ options }) => options.facing)).toEqual(["front", "back"]);
    const answer = await ask(context.switchCamera, { camera: "left" });
    expect(answer).toMatchObject({ ...BAD, errorCode: 172299 });
  });

  it(row("1.1 updateToken"), async () => {
    const { stage, context } = await inCall();
    expect((await ask(context.updateToken, { token: "001new" })).kind).toBe("success");
    expect(requests(stage).at(-1)).toBe("updateToken 001new");
    stage.room.refusals.set("updateToken", refusal("token_expired", "it is over", -1010));
    expect(await ask(context.updateToken, { token: "001old" })).toMatchObject({ errNo: 21101, errorCode: 115902 });
    expect(await ask(context.updateToken, {})).toMatchObject(BAD);
  });

  it(row("1.1 changeUserVisibility"), async () => {
    const { stage, context } = await inCall();
    expect((await ask(context.changeUserVisibility, { visible: false })).kind).toBe("success");
    expect(requests(stage).at(-1)).toBe("visible false");
    expect((await ask(context.changeStreamPublishState, { state: 1, streamType: "audio" })).kind).toBe("fail");
    expect((await ask(context.changeUserVisibility, { visible: true })).kind).toBe("success");
    expect((await ask(context.changeStreamPublishState, { state: 1, streamType: "audio" })).kind).toBe("success");
    expect(await ask(context.changeUserVisibility, { visible: "yes" })).toMatchObject(BAD);
  });

  it(row("1.1 setVideoEncoderConfig"), async () => {
    const { stage, context } = await inCall();
    const maxSolution = { width: 640, height: 360, frameRate: 24 };
    expect((await ask(context.setVideoEncoderConfig, { maxSolution })).kind).toBe("success");
    await ask(context.changeVideoCapture, { state: 1 });
    await settle();
    expect(stage.devices.cameras[0]?.options).toMatchObject(maxSolution);
    expect(stage.room.encoder).toEqual(maxSolution);
    await ask(context.setVideoEncoderConfig, { maxSolution: { width: 320, height: 180, frameRate: 15 } });
    expect(stage.devices.cameras[0]?.track.applied).toEqual({ width: 320, height: 180, frameRate: 15 });
    expect(stage.room.encoder).toEqual({ width: 320, height: 180, frameRate: 15 });
    for (const bad of [undefined, null, 640, { width: 0 }, { height: 1.5 }, { frameRate: "24" }]) {
      expect(await ask(context.setVideoEncoderConfig, { maxSolution: bad })).toMatchObject(BAD);
    }
  });

  it(row("1.1 setAudioPlaybackDevice"), async () => {
    const { stage, context } = await inCall();
    for (const device of ["earpiece", "speakerphone"]) {
      expect((await ask(context.setAudioPlaybackDevice, { device })).kind).toBe("success");
      expect(stage.room.output).toBe(device);
    }
    expect(await ask(context.setAudioPlaybackDevice, { device: "car" })).toMatchObject(BAD);
  });

  it(row("1.1 changeStreamPublishState"), async () => {
    const { stage, context } = await inCall({ autoPublish: false });
    await ask(context.changeAudioCapture, { state: 1 });
    await ask(context.changeVideoCapture, { state: 1 });
    for (const [streamType, published] of [
      ["audio", ["publish microphone"]],
      ["video", ["publish camera"]],
      ["both", []],
    ] as const) {
      const before = requests(stage).length;
      expect((await ask(context.changeStreamPublishState, { state: 1, streamType })).kind).toBe("success");
      expect(requests(stage).slice(before)).toEqual(published);
    }
    await ask(context.changeStreamPublishState, { state: 0, streamType: "both" });
    expect(requests(stage).slice(-2)).toEqual(["unpublish microphone", "unpublish camera"]);
    expect(await ask(context.changeStreamPublishState, { state: 1, streamType: "all" })).toMatchObject(BAD);
    expect(await ask(context.changeStreamPublishState, { state: 3, streamType: "both" })).toMatchObject(BAD);
  });

  it(row("1.1 changeStreamSubscribeState"), async () => {
    const { stage, context } = await inCall();
    const bob = { userId: "bob", streamType: "both" };
    expect((await ask(context.changeStreamSubscribeState, { ...bob, state: 1 })).kind).toBe("success");
    expect((await ask(context.changeStreamSubscribeState, { ...bob, state: 0, streamType: "video" })).kind).toBe(
      "success",
    );
    expect(requests(stage).slice(1)).toEqual([
      "subscribe bob microphone",
      "subscribe bob camera",
      "unsubscribe bob camera",
    ]);
    expect(await ask(context.changeStreamSubscribeState, { ...bob })).toMatchObject(BAD);
    expect(await ask(context.changeStreamSubscribeState, { ...bob, state: 1, userId: 7 })).toMatchObject(BAD);
  });

  it(row("1.1 changeScreenSubscribeState"), async () => {
    const { stage, context } = await inCall();
    const bob = { userId: "bob", streamType: "both" };
    await ask(context.changeScreenSubscribeState, { ...bob, state: 1 });
    await ask(context.changeScreenSubscribeState, { ...bob, streamType: "audio" });
    expect(requests(stage).slice(1)).toEqual([
      "subscribe bob screenAudio",
      "subscribe bob screen",
      "unsubscribe bob screenAudio",
    ]);
    for (const [options, text] of [
      [{ streamType: "both" }, "params.userId should be string"],
      [{ userId: "bob" }, 'params.streamType to be one of "audio", "video", "both"'],
    ] as const) {
      const answer = await ask(context.changeScreenSubscribeState, { state: 1, ...options });
      expect(answer).toMatchObject(BAD);
      expect(answer.errMsg).toContain(text);
    }
  });

  it(row("1.1 changeAnsMode"), async () => {
    const stage = newStage();
    const context = stage.context();
    await ask(context.changeAudioCapture, { state: 1 });
    const suppression: unknown[] = [];
    for (const mode of [0, 1, 2, 4, "off", "low", "medium", "auto"]) {
      expect((await ask(context.changeAnsMode, { mode })).kind).toBe("success");
      suppression.push(stage.devices.microphoneOptions.at(-1)?.noiseSuppression);
    }
    expect(suppression).toEqual([false, true, true, true, false, true, true, true]);
    expect(stage.devices.filters).toEqual([]);
    for (const mode of [3, "high"]) expect((await ask(context.changeAnsMode, { mode })).kind).toBe("success");
    expect(stage.devices.filters.at(-1)).toMatchObject({ denoise: true, closed: false });
    expect(stage.devices.microphoneOptions.at(-1)).toMatchObject({ noiseSuppression: false });
    for (const mode of [undefined, 5, -1, "loud", {}, true, "toString"]) {
      expect(await ask(context.changeAnsMode, { mode })).toMatchObject(BAD);
    }
  });
});

describe("the events", () => {
  it.each([
    ["1.2 onRtcChatMembersChanged", "onRtcChatMembersChanged", ["alice", "bob", "carl"], ["alice", "bob"]],
    ["1.2 onRtcVideoMembersChanged", "onRtcVideoMembersChanged", ["bob", "carl"], ["bob"]],
    ["1.2 onRtcChatSpeakersChanged", "onRtcChatSpeakersChanged", ["bob", "carl"], ["bob"]],
    ["1.2 onRtcPublishScreenMembersChanged", "onRtcPublishScreenMembersChanged", ["bob", "carl"], ["bob"]],
  ] as const)("[%s] gives the full list", async (_row, name, before, after) => {
    const stage = newStage();
    const all = ["microphone", "camera", "screen"] as const;
    stage.prepareRoom = (room) => room.setOthers(member("bob", ...all), member("carl", ...all));
    const { seen, handler } = recorder<{ userIdList: string[]; errNo: number; errCode: number; errMsg: string }>();
    stage.context()[name](handler);
    await ask(stage.context().joinRtcRoom, JOIN);
    await settle();
    stage.room.setOthers(member("bob", ...all));
    await settle();
    expect(seen.map(({ userIdList }) => userIdList)).toEqual([before, after]);
    expect(seen[0]).toMatchObject({ errNo: 0, errCode: 0, errMsg: `${name}:ok` });
  });

  it(row("1.2 onRtcStateChanged"), async () => {
    const stage = newStage();
    const context = stage.context();
    const [changed, change] = [recorder(), recorder()];
    context.onRtcStateChanged(changed.handler);
    context.onRtcStateChange(change.handler);
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    expect(changed.seen).toEqual([
      {
        errNo: 0,
        errCode: 0,
        code: 0,
        errMsg: "joinRtcRoom:ok",
        data: { state: "joined", roomId: "r1", userId: "alice" },
      },
    ]);
    expect(change.seen).toEqual(changed.seen);
  });

  it(row("1.2 onRtcChatInterrupted"), async () => {
    const { stage, context } = await inCall();
    const { seen, handler } = recorder();
    context.onRtcChatInterrupted(handler);
    stage.room.events.emit("removed", { code: -1006, reason: "kicked_out", message: "put out" });
    await settle();
    expect(seen).toEqual([{ errNo: -1006, errCode: -1006, errMsg: "put out", reason: "kicked_out" }]);
    context.onRtcChatInterrupted(handler);
    await ask(context.joinRtcRoom, JOIN);
    await ask(context.exitRtcRoom);
    await settle();
    expect(seen).toHaveLength(1);
  });

  it(row("1.2 onRoomTokenWillExpire"), async () => {
    const { stage, context } = await inCall();
    const calls: number[] = [];
    context.onRoomTokenWillExpire((...args: unknown[]) => calls.push(args.length));
    stage.room.events.emit("tokenWillExpire");
    expect(calls).toEqual([0]);
  });

  const quality = {
    local: { userId: "alice", uplink: 1, downlink: 2, rtt: 40.4, uplinkLoss: 0.01, downlinkLoss: 0.03 },
    remote: [{ userId: "bob", uplink: 3, downlink: 6 }],
  };

  it(row("1.2 network quality"), async () => {
    const { stage, context } = await inCall();
    const { seen, handler } = recorder();
    context.onRtcNetworkQuality(handler);
    stage.room.events.emit("networkQuality", {
      ...quality,
      local: { ...quality.local, sendBitrate: 600_000, receiveBitrate: 400_000.4 },
    });
    expect(seen).toEqual([
      {
        local: {
          userId: "alice",
          uid: "alice",
          txQuality: 1,
          rxQuality: 2,
          rtt: 40,
          lossRatio: 0.03,
          totalBandwidth: 1_000_000,
        },
        remote: [{ userId: "bob", uid: "bob", txQuality: 3, rxQuality: 6 }],
      },
    ]);
  });

  it(row("1.2 grades"), async () => {
    const { stage, context } = await inCall();
    const { seen, handler } = recorder<{ local: object; remote: { txQuality: number }[] }>();
    context.onRtcNetworkQuality(handler);
    for (let grade = 0; grade <= 6; grade++) {
      const remote = [{ userId: "bob", uplink: grade, downlink: grade }];
      stage.room.events.emit("networkQuality", { local: { userId: "alice", uplink: 0, downlink: 0 }, remote });
    }
    expect(seen.map(({ remote }) => remote[0]?.txQuality)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(seen[0]?.local).toMatchObject({ txQuality: 0, lossRatio: 0, rtt: 0, totalBandwidth: 0 });
    expect(seen[0]?.remote[0]).not.toHaveProperty("rtt");
  });

  it(row("1.2 off"), async () => {
    const { stage, context } = await inCall();
    const names = Object.keys(context).filter((name) => /^on[A-Z]/.test(name)) as (keyof typeof context)[];
    expect(names.length).toBeGreaterThan(9);
    for (const name of names) expect(context[name.replace(/^on/, "off") as typeof name]).toBeTypeOf("function");
    const { seen, handler } = recorder();
    context.onRtcStateChanged(handler);
    context.offRtcStateChanged(handler);
    stage.room.events.emit("reconnected");
    await settle();
    expect(seen).toEqual([]);
  });
});
