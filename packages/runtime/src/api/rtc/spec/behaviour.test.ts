import { describe, expect, it } from "vitest";
import { ask, JOIN, member, settle } from "../rtc.fixture.js";
import { row } from "./rows.fixture.js";
import { inCall, newStage, recorder, requests } from "./stage.fixture.js";

interface List {
  userIdList: string[];
}

/** The lists of speakers of a call in which bob and carl publish their microphones. */
async function speakers() {
  const stage = newStage();
  const context = stage.context();
  stage.prepareRoom = (room) => room.setOthers(member("bob", "microphone"), member("carl", "microphone"));
  const { seen, handler } = recorder<List>();
  context.onRtcChatSpeakersChanged(handler);
  await ask(context.joinRtcRoom, JOIN);
  await settle();
  return { stage, context, lists: () => seen.map(({ userIdList }) => userIdList) };
}

describe("where samples disagree", () => {
  it(row("1.3 state event"), async () => {
    const { stage, context } = await inCall();
    const { seen, handler } = recorder();
    context.onRtcStateChanged(handler);
    context.onRtcStateChange(handler);
    stage.room.events.emit("reconnected");
    await settle();
    // One event with one list of handlers: the same function is called once.
    expect(seen).toHaveLength(1);
    context.offRtcStateChange(handler);
    stage.room.events.emit("reconnected");
    await settle();
    expect(seen).toHaveLength(1);
  });

  it(row("1.3 error fields"), async () => {
    const { stage, context } = await inCall();
    const [state, interrupted] = [recorder(), recorder()];
    context.onRtcStateChanged(state.handler);
    context.onRtcChatInterrupted(interrupted.handler);
    stage.room.events.emit("removed", { code: -1006, reason: "kicked_out", message: "put out" });
    await settle();
    for (const event of [...state.seen, ...interrupted.seen]) {
      expect(event).toMatchObject({ errNo: -1006, errCode: -1006, errMsg: "put out" });
    }
    expect(await ask(context.switchCamera, {})).toMatchObject({ errNo: 20000, errCode: 20000 });
  });

  it(row("1.3 factory argument"), () => {
    const { tt } = newStage();
    expect(tt.createRtcRoomContext("0123456789abcdef01234567")).toBe(
      tt.createRtcRoomContext({ appId: "0123456789abcdef01234567" }),
    );
  });

  it(row("1.3 list argument"), async () => {
    const { stage, context } = await inCall();
    const seen: string[][] = [];
    context.onRtcChatMembersChanged((userIdList: string[]) => {
      const ids: string[] = [];
      for (const userId of userIdList) ids.push(userId);
      seen.push(ids);
    });
    context.onRtcChatMembersChanged(({ userIdList }: List) => seen.push(userIdList));
    stage.room.setOthers(member("bob"));
    await settle();
    expect(seen.slice(-2)).toEqual([
      ["alice", "bob"],
      ["alice", "bob"],
    ]);
  });

  it(row("1.3 guide step 4"), async () => {
    const { stage, context } = await inCall({ autoSubscribe: false });
    const bob = { state: 1, streamType: "audio", userId: "bob" };
    expect((await ask(context.changeStreamPublishState, bob)).kind).toBe("success");
    await ask(context.changeStreamPublishState, { ...bob, streamType: "video" });
    expect(requests(stage).slice(1)).toEqual(["subscribe bob microphone", "subscribe bob camera"]);
    expect(stage.warnings).toHaveLength(1);
    // With the own id it is what it says.
    await ask(context.changeStreamPublishState, { ...bob, userId: "alice" });
    expect(requests(stage)).toHaveLength(3);
  });
});

describe("speakers", () => {
  it(row("4.1 not activity"), async () => {
    const { stage, lists } = await speakers();
    stage.room.events.emit("speaking", [{ userId: "bob", volume: -20 }]);
    stage.room.events.emit("speaking", []);
    await settle();
    expect(lists()).toEqual([["bob", "carl"]]);
  });

  it(row("4.1 icon"), async () => {
    const { stage, lists } = await speakers();
    const muted = { userId: "bob", publications: [{ source: "microphone" as const, muted: true }] };
    stage.room.setOthers(muted, member("carl", "microphone"));
    await settle();
    stage.room.setOthers(member("bob", "microphone"), member("carl", "microphone"));
    await settle();
    expect(lists()).toEqual([["bob", "carl"], ["carl"], ["bob", "carl"]]);
  });

  it(row("4.1 subscribing"), async () => {
    const stage = newStage();
    const context = stage.context();
    stage.prepareRoom = (room) => room.setOthers(member("bob", "microphone"));
    context.onRtcChatSpeakersChanged(({ userIdList }: List) => {
      for (const userId of userIdList) context.changeStreamSubscribeState({ state: 1, userId, streamType: "audio" });
    });
    await ask(context.joinRtcRoom, { ...JOIN, roomConfig: { autoSubscribe: false } });
    await settle();
    expect(requests(stage)).toEqual(["join", "subscribe bob microphone"]);
  });

  it(row("4.1 publication"), async () => {
    const { stage, context, lists } = await speakers();
    await ask(context.changeAudioCapture, { state: 1 });
    await settle();
    stage.room.setOthers(member("bob", "camera"), member("carl", "microphone"));
    await settle();
    expect(lists().slice(1)).toEqual([
      ["alice", "bob", "carl"],
      ["alice", "carl"],
    ]);
  });

  it(row("4.1 verdict"), async () => {
    const { stage, context, lists } = await speakers();
    const { seen, handler } = recorder();
    context.onRtcAudioVolume(handler);
    stage.room.events.emit("speaking", [{ userId: "bob", volume: -20 }]);
    expect(seen).toEqual([{ speakers: [{ userId: "bob", volume: -20 }] }]);
    expect(lists()).toEqual([["bob", "carl"]]);
  });
});

describe("member lists", () => {
  it(row("4.2 full list"), async () => {
    const { stage, lists } = await speakers();
    stage.room.setOthers(member("dora", "microphone"));
    await settle();
    expect(lists()).toEqual([["bob", "carl"], ["dora"]]);
  });

  it(row("4.2 self"), async () => {
    const { context, lists } = await speakers();
    await ask(context.changeAudioCapture, { state: 1 });
    await settle();
    expect(lists().at(-1)).toContain("alice");
  });

  it(row("4.2 own join"), async () => {
    const stage = newStage();
    stage.prepareRoom = (room) => room.setOthers(member("bob", "camera"));
    const [members, videos] = [recorder<List>(), recorder<List>()];
    stage.context().onRtcChatMembersChanged(members.handler);
    stage.context().onRtcVideoMembersChanged(videos.handler);
    await ask(stage.context().joinRtcRoom, JOIN);
    await settle();
    expect(members.seen.map(({ userIdList }) => userIdList)).toEqual([["alice", "bob"]]);
    expect(videos.seen.map(({ userIdList }) => userIdList)).toEqual([["bob"]]);
  });

  it(row("4.2 late listeners"), async () => {
    const stage = newStage();
    const context = stage.context();
    const { seen, handler } = recorder<List>();
    const joined = ask(context.joinRtcRoom, JOIN);
    context.onRtcChatMembersChanged(handler);
    await joined;
    const later = recorder<List>();
    context.onRtcChatMembersChanged(later.handler);
    await settle();
    for (const one of [seen, later.seen]) expect(one.map(({ userIdList }) => userIdList)).toEqual([["alice"]]);
  });

  it(row("4.2 invisible"), async () => {
    const stage = newStage();
    const context = stage.context();
    await ask(context.changeUserVisibility, { visible: false });
    const { seen, handler } = recorder<List>();
    context.onRtcChatMembersChanged(handler);
    stage.prepareRoom = (room) => room.setOthers(member("bob"));
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    expect(stage.room.joinOptions?.visible).toBe(false);
    expect(seen.map(({ userIdList }) => userIdList)).toEqual([["bob"]]);
  });

  it(row("4.2 duplicates"), async () => {
    const { stage, context } = await inCall();
    const { seen, handler } = recorder();
    for (let click = 0; click < 3; click++) context.onRtcStateChanged(handler);
    stage.room.events.emit("reconnected");
    await settle();
    expect(seen).toHaveLength(1);
  });
});

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

describe("permissions", () => {
  it(row("4.4 first use"), async () => {
    const { stage, context } = await inCall();
    expect(stage.asked).toEqual([]);
    await ask(context.changeVideoCapture, { state: 1 });
    expect(stage.asked).toEqual(["scope.camera"]);
  });

  it(row("4.4 revocation"), async () => {
    const { stage, context } = await inCall();
    const { seen, handler } = recorder();
    await ask(context.changeVideoCapture, { state: 1 });
    await ask(context.changeAudioCapture, { state: 1 });
    context.onRtcStateChanged(handler);
    // In the phone's settings, and in the browser's own.
    stage.changePermission("scope.camera", "denied");
    stage.devices.forbidden = true;
    stage.devices.microphones[0]?.endByItself();
    await settle();
    expect(seen).toMatchObject([
      { errNo: 21105, data: { source: "camera", reason: "permission_denied" } },
      { errNo: 21106, data: { source: "microphone", reason: "permission_denied" } },
    ]);
    expect(requests(stage).slice(-2).sort()).toEqual(["unpublish camera", "unpublish microphone"]);
  });
});

describe("background and interruption", () => {
  it(row("4.5 background"), async () => {
    const { stage, context } = await inCall();
    await ask(context.changeAudioCapture, { state: 1 });
    await settle();
    const { seen, handler } = recorder();
    context.onRtcStateChanged(handler);
    stage.phone.emit("hide");
    stage.phone.emit("show");
    await settle();
    expect(seen).toMatchObject([{ data: { state: "background" } }, { data: { state: "foreground" } }]);
    expect(requests(stage)).toEqual(["join", "publish microphone"]);
    expect(stage.devices.microphones[0]?.readyState).toBe("live");
  });

  it(row("4.5 interruption"), async () => {
    for (const reason of ["server_unreachable", "kicked_out", "room_dismissed"]) {
      const { stage, context } = await inCall();
      const { seen, handler } = recorder();
      context.onRtcChatInterrupted(handler);
      stage.room.events.emit("removed", { code: -1006, reason, message: reason });
      await settle();
      expect(seen).toMatchObject([{ reason }]);
      expect(await ask(context.getRtcStats)).toMatchObject({ kind: "fail", errNo: 20000 });
    }
  });

  it(row("4.5 phone call"), async () => {
    const { stage, context } = await inCall();
    await ask(context.changeAudioCapture, { state: 1 });
    const { seen, handler } = recorder();
    context.onRtcStateChanged(handler);
    const microphone = stage.devices.microphones[0];
    microphone?.dispatchEvent(new Event("mute"));
    microphone?.dispatchEvent(new Event("unmute"));
    await settle();
    expect(seen).toMatchObject([
      { errNo: 0, data: { state: "suspended", source: "microphone" } },
      { errNo: 0, data: { state: "resumed", source: "microphone" } },
    ]);
    // It is over once the microphone is off.
    await ask(context.changeAudioCapture, { state: 0 });
    microphone?.dispatchEvent(new Event("mute"));
    await settle();
    expect(seen).toHaveLength(2);
  });

  it("tells a device that was unplugged from one that was forbidden", async () => {
    const { stage, context } = await inCall();
    await ask(context.changeVideoCapture, { state: 1 });
    const { seen, handler } = recorder();
    context.onRtcStateChanged(handler);
    stage.devices.cameras[0]?.track.endByItself();
    await settle();
    expect(seen).toMatchObject([{ errNo: 21105, data: { reason: "device_lost" } }]);
  });
});
