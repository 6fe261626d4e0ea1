import { describe, expect, it } from "vitest";
import { ask, JOIN, Stage, settle } from "./rtc.fixture.js";

/** Every rule that the platform's samples rely on, in the order of the specification's table. */
describe("order of calls", () => {
  it("a capture before the join succeeds, and is published once joined", async () => {
    const stage = new Stage();
    const context = stage.context();
    expect((await ask(context.changeAudioCapture, { state: 1 })).kind).toBe("success");
    expect((await ask(context.changeVideoCapture, { state: 1 })).kind).toBe("success");
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    expect(stage.room.log).toEqual(["join", "publish microphone", "publish camera"]);
  });

  it("a capture after the join is published by itself", async () => {
    const stage = new Stage();
    const context = stage.context();
    await ask(context.joinRtcRoom, JOIN);
    await ask(context.changeVideoCapture, { state: 1 });
    await settle();
    expect(stage.room.log).toEqual(["join", "publish camera"]);
  });

  it("without autoPublish a capture is published when changeStreamPublishState says so", async () => {
    const stage = new Stage();
    const context = stage.context();
    await ask(context.joinRtcRoom, { ...JOIN, roomConfig: { autoPublish: false } });
    await ask(context.changeVideoCapture, { state: 1 });
    await settle();
    expect(stage.room.log).toEqual(["join"]);
    expect((await ask(context.changeStreamPublishState, { state: 1, streamType: "video" })).kind).toBe("success");
    expect(stage.room.log).toEqual(["join", "publish camera"]);
  });

  it("changeStreamPublishState before the capture publishes once there is something", async () => {
    const stage = new Stage();
    const context = stage.context();
    await ask(context.joinRtcRoom, { ...JOIN, roomConfig: { autoPublish: false } });
    expect((await ask(context.changeStreamPublishState, { state: 1, streamType: "both" })).kind).toBe("success");
    await ask(context.changeAudioCapture, { state: 1 });
    await settle();
    expect(stage.room.log).toEqual(["join", "publish microphone"]);
  });

  it("changeStreamPublishState before the join succeeds and is remembered", async () => {
    const stage = new Stage();
    const context = stage.context();
    expect((await ask(context.changeStreamPublishState, { state: 0, streamType: "audio" })).kind).toBe("success");
    await ask(context.changeAudioCapture, { state: 1 });
    await ask(context.changeVideoCapture, { state: 1 });
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    expect(stage.room.log).toEqual(["join", "publish camera"]);
  });

  it.each([
    ["changeAudioCapture", { state: 0 }],
    ["changeVideoCapture", { state: 0 }],
    ["changeStreamPublishState", { state: 0, streamType: "both" }],
    ["switchCamera", { camera: "back" }],
    ["exitRtcRoom", { roomId: "r1" }],
    ["setAudioPlaybackDevice", { device: "earpiece" }],
  ] as const)("%s succeeds when nothing was started", async (name, options) => {
    const context = new Stage().context();
    expect(await ask(context[name], options)).toMatchObject({ kind: "success", errMsg: `${name}:ok` });
    expect((await ask(context[name], options)).kind).toBe("success");
  });

  it("starting twice opens the device once", async () => {
    const stage = new Stage();
    const { changeVideoCapture } = stage.context();
    const answers = [ask(changeVideoCapture, { state: 1 }), ask(changeVideoCapture, { state: 1 })];
    expect((await Promise.all(answers)).map((answer) => answer.kind)).toEqual(["success", "success"]);
    expect(stage.devices.cameras).toHaveLength(1);
  });

  it("a stop that overtakes the start ends what it begins", async () => {
    const stage = new Stage();
    const { changeVideoCapture } = stage.context();
    const answers = [ask(changeVideoCapture, { state: 1 }), ask(changeVideoCapture, { state: 0 })];
    await Promise.all(answers);
    expect(stage.devices.cameras.map(({ track }) => track.readyState)).toEqual(["ended"]);
  });

  it("a second join fails with 21100, whatever its ids", async () => {
    const context = new Stage().context();
    await ask(context.joinRtcRoom, JOIN);
    for (const ids of [JOIN, { ...JOIN, roomId: "r2" }, { ...JOIN, userId: "bob" }]) {
      expect(await ask(context.joinRtcRoom, ids)).toMatchObject({
        kind: "fail",
        errNo: 21100,
        errMsg: "joinRtcRoom:fail user alice is already in the room r1",
      });
    }
  });

  it("a second join while the first is under way fails with 21100", async () => {
    const context = new Stage().context();
    const first = ask(context.joinRtcRoom, JOIN);
    expect(await ask(context.joinRtcRoom, { ...JOIN, roomId: "r2" })).toMatchObject({ errNo: 21100 });
    expect((await first).kind).toBe("success");
  });

  it.each([[{ roomId: "r1" }], [{ roomId: "another" }], [{}]])(
    "exitRtcRoom leaves whatever it names (%o)",
    async (options) => {
      const stage = new Stage();
      const context = stage.context();
      await ask(context.joinRtcRoom, JOIN);
      expect((await ask(context.exitRtcRoom, options)).kind).toBe("success");
      expect(stage.room.log).toEqual(["join", "leave"]);
      expect((await ask(context.joinRtcRoom, JOIN)).kind).toBe("success");
    },
  );

  it("after the exit camera and microphone go on, and the next join publishes them", async () => {
    const stage = new Stage();
    const context = stage.context();
    await ask(context.changeVideoCapture, { state: 1 });
    await ask(context.joinRtcRoom, JOIN);
    await ask(context.exitRtcRoom);
    expect(stage.devices.cameras[0]?.track.readyState).toBe("live");
    await ask(context.joinRtcRoom, { ...JOIN, roomId: "r2" });
    await settle();
    expect(stage.room.log).toEqual(["join", "publish camera"]);
  });

  it("what changeStreamPublishState said ends with the call", async () => {
    const stage = new Stage();
    const context = stage.context();
    await ask(context.changeVideoCapture, { state: 1 });
    await ask(context.joinRtcRoom, JOIN);
    await ask(context.changeStreamPublishState, { state: 0, streamType: "video" });
    await ask(context.exitRtcRoom);
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    expect(stage.room.log).toEqual(["join", "publish camera"]);
  });

  it("an exit during the join ends it: the join fails once, the exit succeeds", async () => {
    const stage = new Stage();
    const context = stage.context();
    stage.prepareRoom = (room) => {
      room.joinAnswer = new Promise(() => undefined);
    };
    const join = ask(context.joinRtcRoom, JOIN);
    expect((await ask(context.exitRtcRoom)).kind).toBe("success");
    expect(await join).toMatchObject({ kind: "fail", errNo: 21102 });
    stage.prepareRoom = () => undefined;
    expect((await ask(context.joinRtcRoom, JOIN)).kind).toBe("success");
  });

  it("a join right after an exit, neither waited for, enters the new room after the old one was left", async () => {
    const stage = new Stage();
    const context = stage.context();
    await ask(context.joinRtcRoom, JOIN);
    const exit = ask(context.exitRtcRoom);
    const join = ask(context.joinRtcRoom, { ...JOIN, roomId: "r2" });
    expect((await exit).kind).toBe("success");
    expect((await join).kind).toBe("success");
    expect(stage.rooms.map((room) => room.log)).toEqual([["join", "leave"], ["join"]]);
  });

  it("autoPublish and autoSubscribe are on when nothing is said", async () => {
    const stage = new Stage();
    await ask(stage.context().joinRtcRoom, JOIN);
    expect(stage.room.joinOptions).toMatchObject({ autoSubscribe: true, visible: true });
  });

  it("muting as samples do (publish 0, capture 0) and back (capture 1, publish 1) publishes again", async () => {
    const stage = new Stage();
    const context = stage.context();
    await ask(context.changeAudioCapture, { state: 1 });
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    await ask(context.changeStreamPublishState, { state: 0, streamType: "audio" });
    await ask(context.changeAudioCapture, { state: 0 });
    await ask(context.changeAudioCapture, { state: 1 });
    await ask(context.changeStreamPublishState, { state: 1, streamType: "audio" });
    expect(stage.room.log).toEqual(["join", "publish microphone", "unpublish microphone", "publish microphone"]);
    expect(stage.devices.microphones.map((track) => track.readyState)).toEqual(["ended", "live"]);
  });

  it("a subscription made before the join is made once joined, and ends with the call", async () => {
    const stage = new Stage();
    const context = stage.context();
    const bob = { state: 1, userId: "bob", streamType: "both" };
    expect((await ask(context.changeStreamSubscribeState, bob)).kind).toBe("success");
    await ask(context.joinRtcRoom, { ...JOIN, roomConfig: { autoSubscribe: false } });
    await settle();
    expect(stage.room.log).toEqual(["join", "subscribe bob microphone", "subscribe bob camera"]);
    await ask(context.exitRtcRoom);
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    expect(stage.room.log).toEqual(["join"]);
  });

  it("calling changeStreamSubscribeState again updates the subscription", async () => {
    const stage = new Stage();
    const context = stage.context();
    await ask(context.joinRtcRoom, JOIN);
    await ask(context.changeStreamSubscribeState, { state: 0, userId: "bob", streamType: "video" });
    await ask(context.changeStreamSubscribeState, { state: 1, userId: "bob", streamType: "video" });
    await ask(context.changeScreenSubscribeState, { state: 1, userId: "bob", streamType: "video" });
    await ask(context.changeScreenSubscribeState, { userId: "bob", streamType: "both" });
    expect(stage.room.log).toEqual([
      "join",
      "unsubscribe bob camera",
      "subscribe bob camera",
      "subscribe bob screen",
      "unsubscribe bob screenAudio",
      "unsubscribe bob screen",
    ]);
  });

  it("an invisible user may not publish; becoming visible publishes what is captured", async () => {
    const stage = new Stage();
    const context = stage.context();
    await ask(context.changeUserVisibility, { visible: false });
    await ask(context.changeAudioCapture, { state: 1 });
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    expect(stage.room.joinOptions?.visible).toBe(false);
    const answer = await ask(context.changeStreamPublishState, { state: 1, streamType: "audio" });
    expect(answer).toMatchObject({ kind: "fail", errNo: 20000 });
    expect(answer.errMsg).toContain("an invisible user may not publish");
    await ask(context.changeUserVisibility, { visible: true });
    await settle();
    await ask(context.changeUserVisibility, { visible: false });
    expect(stage.room.log).toEqual([
      "join",
      "visible true",
      "publish microphone",
      "unpublish microphone",
      "visible false",
    ]);
  });

  it("switchCamera replaces the published track; with the camera off it is remembered", async () => {
    const stage = new Stage();
    const context = stage.context();
    await ask(context.switchCamera, { camera: "back" });
    await ask(context.changeVideoCapture, { state: 1 });
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    await ask(context.switchCamera, { camera: "front" });
    await settle();
    expect(stage.devices.cameras.map(({ options }) => options.facing)).toEqual(["back", "front"]);
    expect(stage.devices.cameras[0]?.track.readyState).toBe("ended");
    expect(stage.room.log).toEqual(["join", "publish camera", "replace camera by camera front"]);
  });

  it("a camera that cannot be switched stays the one it was", async () => {
    const stage = new Stage();
    const context = stage.context();
    await ask(context.changeVideoCapture, { state: 1 });
    stage.devices.failure = new Error("there is only one camera");
    const answer = await ask(context.switchCamera, { camera: "back" });
    expect(answer).toMatchObject({ kind: "fail" });
    expect(answer.errMsg).toContain("there is only one camera");
    expect(stage.devices.cameras.map(({ options, track }) => [options.facing, track.readyState])).toEqual([
      ["front", "ended"],
      ["front", "live"],
    ]);
  });

  it("setVideoEncoderConfig before the capture is what the camera is asked for, and during it changes the track", async () => {
    const stage = new Stage();
    const context = stage.context();
    const maxSolution = { width: 640, height: 360, frameRate: 24 };
    await ask(context.setVideoEncoderConfig, { maxSolution });
    await ask(context.changeVideoCapture, { state: 1 });
    expect(stage.devices.cameras[0]?.options).toEqual({ facing: "front", ...maxSolution });
    await ask(context.setVideoEncoderConfig, { maxSolution: { width: 320 } });
    expect(stage.devices.cameras[0]?.track.applied).toEqual({ width: 320 });
  });

  it("setAudioPlaybackDevice before the join counts in the call", async () => {
    const stage = new Stage();
    const context = stage.context();
    await ask(context.setAudioPlaybackDevice, { device: "earpiece" });
    await ask(context.joinRtcRoom, JOIN);
    expect(stage.room.output).toBe("earpiece");
  });

  it("calls at the same time answer once each", async () => {
    const stage = new Stage();
    const context = stage.context();
    const answers = await Promise.all([
      ask(context.changeVideoCapture, { state: 1 }),
      ask(context.joinRtcRoom, JOIN),
      ask(context.changeStreamPublishState, { state: 0, streamType: "video" }),
      ask(context.changeVideoCapture, { state: 0 }),
      ask(context.exitRtcRoom),
      ask(context.joinRtcRoom, JOIN),
      ask(context.changeVideoCapture, { state: 1 }),
      ask(context.changeStreamPublishState, { state: 1, streamType: "video" }),
    ]);
    expect(answers.map((answer) => answer.kind)).toEqual([
      "success",
      "fail",
      "success",
      "success",
      "success",
      "success",
      "success",
      "success",
    ]);
    await settle();
    expect(stage.room.log.at(-1)).toBe("publish camera");
  });
});
