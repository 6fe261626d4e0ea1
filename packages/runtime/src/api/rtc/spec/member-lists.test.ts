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
