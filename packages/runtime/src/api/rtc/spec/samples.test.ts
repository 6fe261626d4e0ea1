import { describe, expect, it } from "vitest";
import { ask, member, settle } from "../rtc.fixture.js";
import { row } from "./rows.fixture.js";
import { inCall, newStage, recorder, requests } from "./stage.fixture.js";

interface List {
  userIdList: string[];
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
