import { expect, it, vi } from "vitest";
import { LateApi } from "./late-api.js";
import { CONTEXT_EVENTS, CONTEXT_METHODS, ENGINE_EVENTS, ENGINE_METHODS } from "./member-names.js";
import { APP_ID, ask, JOIN, member, Stage, settle } from "./rtc.fixture.js";
import type { RtcApi } from "./rtc-api.js";

/** The real API over scripted devices, whose code comes when the test says so. */
function late() {
  const stage = new Stage();
  const loads: ((answer: RtcApi | Error) => void)[] = [];
  const api = new LateApi(
    stage.environment,
    () =>
      new Promise((resolve, reject) => {
        loads.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
      }),
  );
  return { stage, api, loads, come: () => loads.at(-1)?.(stage.tt) };
}

it("has every member of a context and an engine from the start, and no other", () => {
  const { stage, api } = late();
  const context = Object.keys(stage.context()).sort();
  expect([...CONTEXT_METHODS, ...CONTEXT_EVENTS].sort()).toEqual(context);
  expect(Object.keys(api.createRtcRoomContext(APP_ID)).sort()).toEqual(context);
  const engine = Object.keys(stage.tt.getRtcEngine(APP_ID)).sort();
  expect([...ENGINE_METHODS, ...ENGINE_EVENTS, "getLocalAudioStatus", "isSupported"].sort()).toEqual(engine);
  expect(Object.keys(api.getRtcEngine(APP_ID)).sort()).toEqual(engine);
});

it("gives one context for one AppId, and one engine until it is destroyed", () => {
  const { api, loads } = late();
  const context = api.createRtcRoomContext({ appId: APP_ID });
  expect(api.createRtcRoomContext(APP_ID)).toBe(context);
  expect(api.createRtcRoomContext("other")).not.toBe(context);
  const engine = api.getRtcEngine(APP_ID);
  expect(api.getRtcEngine()).toBe(engine);
  expect(engine.getLocalAudioStatus()).toBe(false);
  engine.destroy();
  expect(api.getRtcEngine(APP_ID)).not.toBe(engine);
  expect(loads).toHaveLength(1);
});

it("makes each context once, whatever is called on it", async () => {
  const { stage, api, come } = late();
  const success = vi.fn();
  const context = api.createRtcRoomContext({ appId: APP_ID, success });
  context.onRtcStateChanged(() => undefined);
  const answer = ask(context.exitRtcRoom);
  come();
  await answer;
  await ask(context.changeVideoCapture, { state: 0 });
  const made = stage.reports.filter((report) => report.kind === "rtc" && report.name === "createRtcRoomContext");
  expect(
    made.filter((report) => report.kind === "rtc" && report.phase === "call" && report.id === undefined),
  ).toHaveLength(1);
  expect(success).toHaveBeenCalledTimes(1);
});

it("keeps calls and handlers in order until the code is there", async () => {
  const { stage, api, come } = late();
  stage.prepareRoom = (room) => room.setOthers(member("bob"));
  const context = api.createRtcRoomContext({ appId: APP_ID });
  const heard = vi.fn();
  context.onRtcChatMembersChanged(heard);
  const answers = [ask(context.changeVideoCapture, { state: 1 }), ask(context.joinRtcRoom, JOIN)];
  await settle();
  expect(stage.rooms).toHaveLength(0);
  come();
  expect((await Promise.all(answers)).map(({ kind }) => kind)).toEqual(["success", "success"]);
  await settle();
  expect(stage.room.log).toEqual(["join", "publish camera"]);
  expect(heard).toHaveBeenCalledWith(expect.objectContaining({ userIdList: ["alice", "bob"] }));
});

it("tells those who wait that nothing came, once, tries again for the next, and keeps the handlers", async () => {
  const { stage, api, loads, come } = late();
  const context = api.createRtcRoomContext({ appId: APP_ID });
  const heard = vi.fn();
  context.onRtcStateChanged(heard);
  const refused = ask(context.joinRtcRoom, JOIN);
  context.exitRtcRoom();
  loads[0]?.(new Error("offline"));
  expect(await refused).toMatchObject({ kind: "fail", errNo: 21200, errorCode: 115978, errorType: "F" });
  expect((await refused).errMsg).toMatch(/^joinRtcRoom:fail the RTC client could not be loaded; check the network/);
  expect(stage.warnings).toEqual([expect.stringContaining("exitRtcRoom:fail the RTC client could not be loaded")]);
  const second = ask(context.joinRtcRoom, JOIN);
  come();
  expect((await second).kind).toBe("success");
  await settle();
  expect(heard).toHaveBeenCalledWith(expect.objectContaining({ errNo: 0 }));
});

it("hands engines on, and a new one after destroy", async () => {
  const { stage, api, come } = late();
  const engine = api.getRtcEngine(APP_ID);
  const joined = vi.fn();
  engine.on("joinChannelSuccess", joined);
  const answer = ask(engine.joinChannel, { channelId: "r1", uid: "alice", token: "001token" });
  come();
  expect((await answer).kind).toBe("success");
  await settle();
  expect(joined).toHaveBeenCalledTimes(1);
  await ask(engine.destroy);
  expect(await ask(engine.leaveChannel)).toMatchObject({ kind: "fail", errCode: 101 });
  expect((await ask(api.getRtcEngine(APP_ID).leaveChannel)).kind).toBe("success");
  expect(stage.room.log).toEqual(["join", "leave"]);
});
