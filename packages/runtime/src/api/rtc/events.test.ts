import { describe, expect, it } from "vitest";
import { ask, JOIN, member, refusal, Stage, settle } from "./rtc.fixture.js";
import type { UserIdListEvent } from "./user-id-list.js";

function recorder() {
  const seen: unknown[] = [];
  return { seen, handler: (event: unknown) => seen.push(event) };
}

/** What a documented handler keeps of an event. */
const lists = (seen: unknown[]) => seen.map((event) => (event as UserIdListEvent).userIdList);

describe("list events", () => {
  it("come after the own join, full, the own id included, also to listeners added after the call", async () => {
    const stage = new Stage();
    const context = stage.context();
    stage.prepareRoom = (room) => room.setOthers(member("bob", "camera", "microphone"), member("carl", "screen"));
    const [chat, video, speakers, screen] = [recorder(), recorder(), recorder(), recorder()];
    const join = ask(context.joinRtcRoom, JOIN);
    context.onRtcChatMembersChanged(chat.handler);
    context.onRtcVideoMembersChanged(video.handler);
    context.onRtcChatSpeakersChanged(speakers.handler);
    context.onRtcPublishScreenMembersChanged(screen.handler);
    await join;
    expect(chat.seen).toEqual([]);
    await settle();
    expect(lists(chat.seen)).toEqual([["alice", "bob", "carl"]]);
    expect(lists(video.seen)).toEqual([["bob"]]);
    expect(lists(speakers.seen)).toEqual([["bob"]]);
    expect(lists(screen.seen)).toEqual([["carl"]]);
  });

  it("tell one change once, and nothing when nothing changed", async () => {
    const stage = new Stage();
    const context = stage.context();
    const { seen, handler } = recorder();
    context.onRtcChatMembersChanged(handler);
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    stage.room.setOthers(member("bob"));
    stage.room.setOthers(member("bob"), member("carl"));
    await settle();
    stage.room.setOthers(member("carl"), member("bob"));
    await settle();
    stage.room.setOthers();
    await settle();
    expect(lists(seen)).toEqual([["alice"], ["alice", "bob", "carl"], ["alice"]]);
  });

  it("hold the own camera and microphone while they are published, and nobody's while muted", async () => {
    const stage = new Stage();
    const context = stage.context();
    const [video, speakers] = [recorder(), recorder()];
    context.onRtcVideoMembersChanged(video.handler);
    context.onRtcChatSpeakersChanged(speakers.handler);
    await ask(context.joinRtcRoom, JOIN);
    await ask(context.changeVideoCapture, { state: 1 });
    await ask(context.changeAudioCapture, { state: 1 });
    await settle();
    stage.room.setOthers({ userId: "bob", publications: [{ source: "microphone", muted: true }] });
    await settle();
    await ask(context.changeVideoCapture, { state: 0 });
    await settle();
    expect(lists(video.seen)).toEqual([["alice"], []]);
    expect(lists(speakers.seen)).toEqual([["alice"]]);
  });

  it("do not hold an invisible user", async () => {
    const stage = new Stage();
    const context = stage.context();
    stage.prepareRoom = (room) => room.setOthers(member("bob"));
    const { seen, handler } = recorder();
    context.onRtcChatMembersChanged(handler);
    await ask(context.changeUserVisibility, { visible: false });
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    expect(lists(seen)).toEqual([["bob"]]);
  });

  it("reach a page that is opened during the call with the list as it stands", async () => {
    const stage = new Stage();
    const context = stage.context();
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    const { seen, handler } = recorder();
    context.onRtcChatMembersChanged(handler);
    expect(seen).toEqual([]);
    await settle();
    expect(lists(seen)).toEqual([["alice"]]);
  });

  it("start anew with the next call", async () => {
    const stage = new Stage();
    const context = stage.context();
    const { seen, handler } = recorder();
    context.onRtcChatMembersChanged(handler);
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    await ask(context.exitRtcRoom);
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    expect(lists(seen)).toEqual([["alice"], ["alice"]]);
  });

  it("serve the guide's handlers, which take the list itself", async () => {
    const stage = new Stage();
    const context = stage.context();
    stage.prepareRoom = (room) => room.setOthers(member("bob", "microphone"));
    let subscribed: string[] = [];
    context.onRtcChatSpeakersChanged((userIdList: string[]) => {
      userIdList.forEach((userId) => {
        if (!subscribed.includes(userId)) {
          context.changeStreamPublishState({ state: 1, streamType: "audio", userId });
          context.changeStreamPublishState({ state: 1, streamType: "video", userId });
        }
      });
      subscribed = userIdList;
    });
    await ask(context.joinRtcRoom, { ...JOIN, roomConfig: { autoPublish: false, autoSubscribe: false } });
    await settle();
    expect(stage.room.log).toEqual(["join", "subscribe bob microphone", "subscribe bob camera"]);
    expect(stage.warnings).toHaveLength(1);
    expect(stage.warnings[0]).toContain("as changeStreamSubscribeState does: use that one instead");
    expect(subscribed.length).toBe(1);
  });

  it("carry one value that is an array and {userIdList} at once, and JSON and spread take both for what they are", async () => {
    const stage = new Stage();
    const context = stage.context();
    const { seen, handler } = recorder();
    context.onRtcChatMembersChanged(handler);
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    const event = seen[0] as UserIdListEvent;
    expect(Array.isArray(event)).toBe(true);
    expect([...event]).toEqual(["alice"]);
    expect(JSON.stringify(event)).toBe('["alice"]');
    expect({ ...event }.userIdList).toEqual(["alice"]);
    expect(event.userIdList).not.toBe(event);
    const { userIdList, errCode, errMsg } = event;
    expect([userIdList, errCode, errMsg]).toEqual([["alice"], 0, "onRtcChatMembersChanged:ok"]);
  });

  it("give every handler a value of its own", async () => {
    const stage = new Stage();
    const context = stage.context();
    const { seen, handler } = recorder();
    context.onRtcChatMembersChanged((event: UserIdListEvent) => event.userIdList.push("nobody"));
    context.onRtcChatMembersChanged(handler);
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    expect(lists(seen)).toEqual([["alice"]]);
  });
});

describe("handlers", () => {
  it("registered twice are called once; off removes them, without a handler all", async () => {
    const stage = new Stage();
    const context = stage.context();
    const [a, b, c] = [recorder(), recorder(), recorder()];
    for (const { handler } of [a, a, b, c]) context.onRtcChatMembersChanged(handler);
    context.offRtcChatMembersChanged(b.handler);
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    expect([a.seen.length, b.seen.length, c.seen.length]).toEqual([1, 0, 1]);
    context.offRtcChatMembersChanged();
    stage.room.setOthers(member("bob"));
    await settle();
    expect([a.seen.length, c.seen.length]).toEqual([1, 1]);
  });

  it("that throw keep no other from being called", async () => {
    const stage = new Stage();
    const context = stage.context();
    const { seen, handler } = recorder();
    context.onRtcChatMembersChanged(() => {
      throw new Error("of the page");
    });
    context.onRtcChatMembersChanged(handler);
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    expect(seen).toHaveLength(1);
    expect(stage.thrown).toEqual([new Error("of the page")]);
  });

  it("that are no functions are refused with a warning", () => {
    const stage = new Stage();
    stage.context().onRtcStateChange(undefined);
    expect(stage.warnings).toEqual(["onRtcStateChange takes a function, but got undefined"]);
  });
});

describe("state event", () => {
  it("comes under both spellings, in both error spellings, with the state in data", async () => {
    const stage = new Stage();
    const context = stage.context();
    const [changed, change] = [recorder(), recorder()];
    context.onRtcStateChanged(changed.handler);
    context.onRtcStateChange(change.handler);
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    stage.room.events.emit("reconnecting", { code: 1007, reason: "server_unreachable", message: "it is lost" });
    stage.room.events.emit("reconnected");
    await settle();
    await ask(context.exitRtcRoom);
    await settle();
    expect(change.seen).toEqual(changed.seen);
    expect(changed.seen).toMatchObject([
      { errNo: 0, errCode: 0, code: 0, errMsg: "joinRtcRoom:ok", data: { state: "joined", roomId: "r1" } },
      { errNo: 0, data: { state: "reconnecting" } },
      { errNo: 0, data: { state: "reconnected" } },
      { errNo: 0, data: { state: "left" } },
    ]);
    context.offRtcStateChange(changed.handler);
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    expect([changed.seen.length, change.seen.length]).toEqual([4, 5]);
  });

  it("21105 when the camera is unplugged or forbidden during the call, which goes on without it", async () => {
    const stage = new Stage();
    const context = stage.context();
    const { seen, handler } = recorder();
    await ask(context.changeVideoCapture, { state: 1 });
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    context.onRtcStateChanged(handler);
    stage.devices.cameras[0]?.track.endByItself();
    await settle();
    expect(seen).toMatchObject([{ errNo: 21105, data: { source: "camera" } }]);
    expect(stage.room.log.at(-1)).toBe("unpublish camera");
    expect((await ask(context.changeVideoCapture, { state: 1 })).kind).toBe("success");
  });

  it("21106 when the microphone permission is taken back in the settings", async () => {
    const stage = new Stage();
    const context = stage.context();
    const { seen, handler } = recorder();
    await ask(context.changeAudioCapture, { state: 1 });
    context.onRtcStateChanged(handler);
    stage.changePermission("scope.record", "denied");
    await settle();
    expect(seen).toMatchObject([{ errNo: 21106, data: { source: "microphone" } }]);
    expect(stage.devices.microphones[0]?.readyState).toBe("ended");
    expect(await ask(context.changeAudioCapture, { state: 1 })).toMatchObject({ kind: "fail", errNo: 10200 });
  });

  it("21108, then interrupted, when the token has expired; the page may join again", async () => {
    const stage = new Stage();
    const context = stage.context();
    const [state, interrupted] = [recorder(), recorder()];
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    context.onRtcStateChanged(state.handler);
    context.onRtcChatInterrupted(interrupted.handler);
    stage.room.events.emit("removed", { code: -1009, reason: "token_expired", message: "the token expired" });
    await settle();
    expect(state.seen).toMatchObject([{ errNo: 21108, errMsg: "the token expired", data: { state: "removed" } }]);
    expect(interrupted.seen).toEqual([
      { errNo: 21108, errCode: 21108, errMsg: "the token expired", reason: "token_expired" },
    ]);
    expect((await ask(context.joinRtcRoom, JOIN)).kind).toBe("success");
  });

  it("the native code when the same user joined elsewhere", async () => {
    const stage = new Stage();
    const context = stage.context();
    const { seen, handler } = recorder();
    await ask(context.joinRtcRoom, JOIN);
    context.onRtcChatInterrupted(handler);
    stage.room.events.emit("removed", { code: -1004, reason: "duplicate_login", message: "joined elsewhere" });
    await settle();
    expect(seen).toEqual([{ errNo: -1004, errCode: -1004, errMsg: "joined elsewhere", reason: "duplicate_login" }]);
  });

  it("the native code when a right is taken away, and the call goes on", async () => {
    const stage = new Stage();
    const context = stage.context();
    const { seen, handler } = recorder();
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    context.onRtcStateChanged(handler);
    const message = "the token's privilege expired";
    const cause = { code: -1003, reason: "subscribe_not_permitted", message };
    stage.room.events.emit("permissionLost", "subscribe", cause);
    await settle();
    expect(seen).toMatchObject([
      {
        errNo: -1003,
        errCode: -1003,
        errMsg: message,
        data: { state: "permissionLost", right: "subscribe", reason: "subscribe_not_permitted" },
      },
    ]);
    expect(await ask(context.updateToken, { token: "001another" })).toMatchObject({ kind: "success" });
  });

  it("tells when what was captured could not be published by itself", async () => {
    const stage = new Stage();
    const context = stage.context();
    const { seen, handler } = recorder();
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    context.onRtcStateChanged(handler);
    stage.room.refusals.set("publish", refusal("publish_limit", "30 publish already", -1080));
    expect((await ask(context.changeAudioCapture, { state: 1 })).kind).toBe("success");
    await settle();
    expect(seen).toMatchObject([{ errNo: 21103, errMsg: "30 publish already", data: { reason: "publish_limit" } }]);
    const again = { state: 1, streamType: "audio" };
    expect((await ask(context.changeStreamPublishState, again)).kind).toBe("success");
  });
});

describe("other events", () => {
  it("onRoomTokenWillExpire has no argument", async () => {
    const stage = new Stage();
    const context = stage.context();
    const calls: unknown[][] = [];
    context.onRoomTokenWillExpire((...args: unknown[]) => calls.push(args));
    await ask(context.joinRtcRoom, JOIN);
    stage.room.events.emit("tokenWillExpire");
    expect(calls).toEqual([[]]);
  });

  it("onRtcAudioVolume tells who can be heard", async () => {
    const stage = new Stage();
    const context = stage.context();
    const { seen, handler } = recorder();
    context.onRtcAudioVolume(handler);
    await ask(context.joinRtcRoom, JOIN);
    stage.room.events.emit("speaking", [{ userId: "bob", volume: -32 }]);
    expect(seen).toEqual([{ speakers: [{ userId: "bob", volume: -32 }] }]);
    context.offRtcAudioVolume(handler);
    stage.room.events.emit("speaking", []);
    expect(seen).toHaveLength(1);
  });
});
