import { describe, expect, it } from "vitest";
import { ask, JOIN, settle } from "../rtc.fixture.js";
import { row } from "./rows.fixture.js";
import { inCall, newStage, recorder, requests } from "./stage.fixture.js";

describe("order", () => {
  it(row("4.3 capture first"), async () => {
    const stage = newStage();
    const context = stage.context();
    expect((await ask(context.changeVideoCapture, { state: 1 })).kind).toBe("success");
    await ask(context.joinRtcRoom, { ...JOIN, roomConfig: { autoPublish: false } });
    await settle();
    expect(requests(stage)).toEqual(["join"]);
    await ask(context.changeStreamPublishState, { state: 1, streamType: "video" });
    expect(requests(stage)).toEqual(["join", "publish camera"]);
  });

  it(row("4.3 publish before join"), async () => {
    const stage = newStage();
    const context = stage.context();
    expect((await ask(context.changeStreamPublishState, { state: 1, streamType: "audio" })).kind).toBe("success");
    await ask(context.changeAudioCapture, { state: 1 });
    await ask(context.joinRtcRoom, { ...JOIN, roomConfig: { autoPublish: false } });
    await settle();
    expect(requests(stage)).toEqual(["join", "publish microphone"]);
  });

  it(row("4.3 idle stops"), async () => {
    const context = newStage().context();
    for (const [method, options] of [
      [context.changeAudioCapture, { state: 0 }],
      [context.changeVideoCapture, { state: 0 }],
      [context.changeScreenCapture, { state: 0 }],
      [context.changeStreamPublishState, { state: 0, streamType: "both" }],
      [context.switchCamera, { camera: "back" }],
      [context.exitRtcRoom, { roomId: "r1" }],
      [context.changePictureInPicture, { state: 0 }],
    ] as const) {
      expect((await ask(method, options)).kind).toBe("success");
    }
  });

  it(row("4.3 second join"), async () => {
    const { stage, context } = await inCall();
    for (const ids of [JOIN, { ...JOIN, roomId: "r2" }, { ...JOIN, userId: "bob" }]) {
      expect(await ask(context.joinRtcRoom, ids)).toMatchObject({ errNo: 21100 });
    }
    expect(stage.rooms).toHaveLength(1);
  });

  it(row("4.3 exit id"), async () => {
    const { stage, context } = await inCall();
    expect((await ask(context.exitRtcRoom, { roomId: "call_r1" })).kind).toBe("success");
    expect(requests(stage)).toEqual(["join", "leave"]);
  });

  it(row("4.3 exit"), async () => {
    const { stage, context } = await inCall();
    await ask(context.changeVideoCapture, { state: 1 });
    await ask(context.changeStreamSubscribeState, { state: 1, userId: "bob", streamType: "audio" });
    await ask(context.exitRtcRoom);
    expect(stage.devices.cameras[0]?.track.readyState).toBe("live");
    await ask(context.joinRtcRoom, { ...JOIN, roomConfig: { autoPublish: false } });
    await settle();
    expect(requests(stage)).toEqual(["join"]);
  });

  it(row("4.3 defaults"), async () => {
    const { stage, context } = await inCall();
    await ask(context.changeAudioCapture, { state: 1 });
    await settle();
    expect(stage.room.joinOptions?.autoSubscribe).toBe(true);
    expect(requests(stage)).toEqual(["join", "publish microphone"]);
  });

  it(row("4.3 mute"), async () => {
    const { stage, context } = await inCall();
    await ask(context.changeAudioCapture, { state: 1 });
    await settle();
    await ask(context.changeStreamPublishState, { state: 0, streamType: "audio" });
    await ask(context.changeAudioCapture, { state: 0 });
    await ask(context.changeAudioCapture, { state: 1 });
    await ask(context.changeStreamPublishState, { state: 1, streamType: "audio" });
    expect(requests(stage)).toEqual(["join", "publish microphone", "unpublish microphone", "publish microphone"]);
  });

  it(row("4.3 subscription"), async () => {
    const { stage, context } = await inCall();
    const bob = { userId: "bob", streamType: "audio" };
    await ask(context.changeStreamSubscribeState, { ...bob, state: 1 });
    await ask(context.changeStreamSubscribeState, { ...bob, state: 1 });
    await ask(context.changeStreamSubscribeState, { ...bob, state: 0 });
    expect(requests(stage).slice(1)).toEqual([
      "subscribe bob microphone",
      "subscribe bob microphone",
      "unsubscribe bob microphone",
    ]);
    await ask(context.exitRtcRoom);
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    expect(requests(stage)).toEqual(["join"]);
  });

  it(row("4.3 invisible publishing"), async () => {
    const { context } = await inCall();
    await ask(context.changeUserVisibility, { visible: false });
    for (const answer of [
      await ask(context.changeStreamPublishState, { state: 1, streamType: "both" }),
      await ask(context.changeScreenCapture, { state: 1 }),
    ]) {
      expect(answer).toMatchObject({ kind: "fail", errNo: 20000 });
      expect(answer.errMsg).toContain("an invisible user may not publish");
    }
  });

  it(row("4.3 ids"), async () => {
    const { joinRtcRoom, exitRtcRoom } = newStage().context();
    for (const id of ["a", "A-b_c.d@e", "x".repeat(128)]) {
      expect((await ask(joinRtcRoom, { ...JOIN, roomId: id, userId: id })).kind).toBe("success");
      await ask(exitRtcRoom);
    }
    for (const id of ["", "a b", "中", "a/b", "x".repeat(129)]) {
      expect(await ask(joinRtcRoom, { ...JOIN, roomId: id })).toMatchObject({ errNo: 20000 });
      expect(await ask(joinRtcRoom, { ...JOIN, userId: id })).toMatchObject({ errNo: 20000 });
    }
  });

  it(row("4.3 same user"), async () => {
    const { stage, context } = await inCall();
    const { seen, handler } = recorder();
    context.onRtcChatInterrupted(handler);
    stage.room.events.emit("removed", { code: -1004, reason: "duplicate_login", message: "joined elsewhere" });
    await settle();
    expect(seen).toMatchObject([{ errNo: -1004, reason: "duplicate_login" }]);
    expect((await ask(context.joinRtcRoom, JOIN)).kind).toBe("success");
  });
});
