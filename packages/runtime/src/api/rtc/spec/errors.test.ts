import { describe, expect, it } from "vitest";
import { RtcApiError } from "../errors.js";
import { ask, JOIN, member, refusal, settle } from "../rtc.fixture.js";
import { tileBoardOf } from "../tile-board-of.js";
import { row } from "./rows.fixture.js";
import { inCall, newStage, recorder } from "./stage.fixture.js";

interface State {
  errNo: number;
  errorCode?: number;
  errorType?: string;
  data: { state: string; source?: string; reason?: string };
}

/** A call whose state events are kept from here on. */
async function watchedCall() {
  const { stage, context } = await inCall();
  const { seen, handler } = recorder<State>();
  context.onRtcStateChanged(handler);
  return { stage, context, seen };
}

describe("errNo", () => {
  it(row("2 10101"), async () => {
    const stage = newStage();
    const told: unknown[] = [];
    tileBoardOf(stage.environment).bind({
      request: { mode: "camera", userId: "" },
      show: () => undefined,
      refuse: (errNo, errMsg) => told.push([errNo, errMsg]),
      floatPicture: async () => undefined,
    });
    stage.prepareRoom = (room) => room.refusals.set("join", refusal("app_disabled", "it is switched off"));
    expect(await ask(stage.context().joinRtcRoom, JOIN)).toMatchObject({ errNo: 21102, errorCode: 116183 });
    expect(told).toEqual([[10101, "platform auth deny"]]);
  });

  it(row("2 10200"), async () => {
    const stage = newStage();
    stage.permissions.set("scope.record", "denied").set("scope.camera", "denied");
    for (const name of ["changeAudioCapture", "changeVideoCapture"] as const) {
      const answer = await ask(stage.context()[name], { state: 1 });
      expect(answer).toMatchObject({ errNo: 10200, errCode: 10200, errorCode: 115990, errorType: "U" });
      expect(answer.errMsg).toContain(`${name}:fail auth deny`);
    }
  });

  it.each([
    ["2 10201", "privacy_denied", 10201, "U", "privacy permission is not authorized"],
    ["2 10202", "scope_undeclared", 10202, "D", "api scope is not declared in the privacy agreement"],
  ] as const)("[%s] %s", async (_row, reason, errNo, errorType, words) => {
    const stage = newStage();
    for (const name of ["changeAudioCapture", "changeVideoCapture"] as const) {
      stage.devices.failure = refusal(reason, "see there", 1001);
      const answer = await ask(stage.context()[name], { state: 1 });
      expect(answer).toMatchObject({ errNo, errorType, errMsg: `${name}:fail ${words}: see there` });
    }
  });

  it(row("2 20000"), async () => {
    const context = newStage().context();
    const withoutArguments = new Set(["exitRtcRoom", "resumeRtcPlayback", "getRtcDevices"]);
    const methods = Object.entries(context).filter(([name]) => !/^(on|off)[A-Z]/.test(name));
    expect(methods.length).toBeGreaterThan(12);
    for (const [name, method] of methods) {
      const answer = await ask(method as (options: unknown) => void, { state: "x", token: 7, message: 7, mode: "x" });
      expect([name, answer.kind, answer.errNo]).toEqual(
        withoutArguments.has(name) ? [name, "success", undefined] : [name, "fail", 20000],
      );
    }
  });

  it(row("2 21100"), async () => {
    const { context } = await inCall();
    expect(await ask(context.joinRtcRoom, { ...JOIN, roomId: "r2" })).toMatchObject({
      errNo: 21100,
      errMsg: "joinRtcRoom:fail user alice is already in the room r1",
    });
  });

  it(row("2 21101"), async () => {
    const stage = newStage();
    const context = stage.context();
    stage.prepareRoom = (room) => room.refusals.set("join", refusal("token_malformed", "too short"));
    const join = await ask(context.joinRtcRoom, JOIN);
    expect(join).toMatchObject({ errNo: 21101, errMsg: "joinRtcRoom:fail invalid token: too short" });
    stage.prepareRoom = (room) => room.refusals.set("updateToken", refusal("token_wrong_room", "of another room"));
    await ask(context.joinRtcRoom, JOIN);
    const update = await ask(context.updateToken, { token: "001other" });
    expect(update).toMatchObject({ errNo: 21101, errMsg: "updateToken:fail invalid token: of another room" });
  });

  it(row("2 21102"), async () => {
    const stage = newStage();
    for (const reason of ["room_full", "server_unreachable", "timeout", "user_forbidden", "internal"]) {
      stage.prepareRoom = (room) => room.refusals.set("join", refusal(reason, `because of ${reason}`));
      const answer = await ask(stage.context().joinRtcRoom, JOIN);
      expect(answer).toMatchObject({ errNo: 21102, errorType: "F", errMsg: `joinRtcRoom:fail because of ${reason}` });
    }
  });

  it(row("2 21103"), async () => {
    const { stage, context, seen } = await watchedCall();
    stage.room.refusals.set("publish camera", refusal("publish_limit", "30 publish already"));
    expect((await ask(context.changeVideoCapture, { state: 1 })).kind).toBe("success");
    await settle();
    expect(seen).toMatchObject([
      { errNo: 21103, errorCode: 115903, errorType: "F", data: { state: "failed", reason: "publish_limit" } },
    ]);
  });

  it(row("2 21104"), async () => {
    const { stage, seen } = await watchedCall();
    stage.room.events.emit("subscriptionFailed", { code: -1, reason: "subscribe_limit", message: "too many" });
    await settle();
    expect(seen).toMatchObject([{ errNo: 21104, errorCode: 115904, data: { reason: "subscribe_limit" } }]);
  });

  it(row("2 21107"), async () => {
    const { stage, seen } = await watchedCall();
    stage.room.events.emit("removed", { code: 1007, reason: "server_unreachable", message: "no way back" });
    await settle();
    expect(seen).toMatchObject([{ errNo: 21107, errorCode: 115907, data: { state: "removed" } }]);
  });

  it.each([
    ["2 21105", "changeVideoCapture", "scope.camera", 21105, "camera"],
    ["2 21106", "changeAudioCapture", "scope.record", 21106, "microphone"],
  ] as const)("[%s] is told when %s loses its permission", async (_row, capture, scope, errNo, source) => {
    const { stage, context, seen } = await watchedCall();
    await ask(context[capture], { state: 1 });
    stage.changePermission(scope, "denied");
    await settle();
    expect(seen).toMatchObject([
      { errNo, errorType: "U", data: { state: "failed", source, reason: "permission_denied" } },
    ]);
  });

  it(row("2 21108"), async () => {
    const { stage, seen } = await watchedCall();
    stage.room.events.emit("removed", { code: -1009, reason: "token_expired", message: "it is over" });
    await settle();
    expect(seen).toMatchObject([{ errNo: 21108, errorType: "D", data: { state: "removed", reason: "token_expired" } }]);
  });

  it(row("2 native"), async () => {
    for (const [reason, code] of [
      ["duplicate_login", -1004],
      ["kicked_out", -1006],
      ["room_dismissed", -1011],
      ["user_forbidden", -1026],
    ] as const) {
      const { stage, seen } = await watchedCall();
      stage.room.events.emit("removed", { code, reason, message: reason });
      await settle();
      expect(seen).toMatchObject([{ errNo: code, data: { state: "removed", reason, code } }]);
    }
  });
});

describe("errorCode", () => {
  it(row("2 115902"), async () => {
    const { stage, context } = await inCall();
    stage.room.refusals.set("updateToken", refusal("token_malformed", "no token"));
    const answer = await ask(context.updateToken, { token: "x" });
    expect(answer).toMatchObject({ errorCode: 115902, errorType: "D" });
    expect(answer.errMsg).toMatch(/^updateToken:fail invalid token/);
  });

  it(row("2 115910"), async () => {
    const stage = newStage();
    const context = stage.context();
    stage.lifecycle.emit("dispose");
    for (const [name, method] of Object.entries(context).filter(([key]) => !/^(on|off)[A-Z]/.test(key))) {
      const options = { ...JOIN, state: 1, visible: true, camera: "front", device: "earpiece", streamType: "both" };
      const more = { maxSolution: {}, mode: 0, volume: 1, muted: true, message: "m", kind: "camera", deviceId: "" };
      // Here the same word is another choice.
      const all = name === "changePictureInPicture" ? { state: 0 } : { ...options, ...more };
      const answer = await ask(method as (options: unknown) => void, all);
      expect([name, answer.errorCode, answer.errMsg]).toEqual([
        name,
        115910,
        `${name}:fail engine has been destroyed,please invoke tt.createRtcRoomContext create new engine`,
      ]);
    }
  });

  it(row("2 115990"), async () => {
    const stage = newStage();
    stage.permissions.set("scope.record", "denied");
    const answer = await ask(stage.context().changeAudioCapture, { state: 1 });
    expect(answer).toMatchObject({ errorCode: 115990, errorType: "U" });
  });

  it(row("2 115999"), async () => {
    const { changeScreenSubscribeState } = newStage().context();
    expect(await ask(changeScreenSubscribeState, { streamType: "both", userId: 1 })).toMatchObject({
      errorCode: 115999,
      errMsg: "changeScreenSubscribeState:fail params.userId should be string, but got number",
    });
  });

  it(row("2 116183"), async () => {
    const { tt } = newStage();
    const answer = await ask((options) => tt.createRtcRoomContext(options), {});
    expect(answer).toMatchObject({ kind: "fail", errorCode: 116183, errorType: "D" });
  });

  it(row("2 172299"), async () => {
    expect(await ask(newStage().context().switchCamera, { camera: "up" })).toMatchObject({
      errorCode: 172299,
      errMsg: 'switchCamera:fail expect params.camera to be one of "back", "front", but got up',
    });
  });

  it(row("2 scheme"), () => {
    const errors = [
      RtcApiError.badParameter("x"),
      RtcApiError.capture(new Error("x")),
      RtcApiError.join(new Error("x")),
      RtcApiError.alreadyJoined("u", "r"),
      RtcApiError.unavailable("x"),
      RtcApiError.refused(new Error("x")),
    ];
    for (const { errorCode } of errors) expect(String(errorCode)).toMatch(/^1159\d\d$/);
    expect(errors.map(({ errorCode }) => (errorCode ?? 0) % 100).slice(0, 2)).toEqual([99, 90]);
    expect(String(RtcApiError.noApp("x").errorCode)).toMatch(/83$/);
  });

  it(row("2 reuse"), async () => {
    const meanings = new Map<number, Set<string>>();
    const stage = newStage();
    const context = stage.context();
    stage.permissions.set("scope.record", "denied");
    stage.prepareRoom = (room) => {
      room.setOthers(member("bob"));
      room.refusals.set("updateToken", refusal("token_malformed", "no token"));
    };
    await ask(context.joinRtcRoom, JOIN);
    for (const answer of [
      await ask(context.joinRtcRoom, JOIN),
      await ask(context.changeAudioCapture, { state: 1 }),
      await ask(context.changeAudioCapture, { state: 9 }),
      await ask(context.switchCamera, {}),
      await ask(context.updateToken, { token: "x" }),
      await ask(context.sendRtcMessage, {}),
    ]) {
      const { errNo = 0, errMsg } = answer;
      const kind = /already|auth deny|invalid token|param/.exec(errMsg)?.[0] ?? errMsg;
      meanings.set(errNo, (meanings.get(errNo) ?? new Set()).add(kind));
    }
    expect(Object.fromEntries([...meanings].map(([errNo, kinds]) => [errNo, [...kinds]]))).toEqual({
      21100: ["already"],
      10200: ["auth deny"],
      20000: ["param"],
      21101: ["invalid token"],
    });
  });
});
