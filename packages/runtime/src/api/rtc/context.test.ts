import { describe, expect, it } from "vitest";
import { APP_ID, ask, JOIN, member, refusal, Stage, settle } from "./rtc.fixture.js";

describe("tt.createRtcRoomContext", () => {
  it("takes {appId} and the bare string, and gives one context for one AppId", () => {
    const { tt } = new Stage();
    const context = tt.createRtcRoomContext({ appId: APP_ID });
    expect(tt.createRtcRoomContext(APP_ID)).toBe(context);
    expect(tt.createRtcRoomContext({ appId: "other" })).not.toBe(context);
  });

  it.each([[undefined], [null], [{}], [{ appId: "" }], [{ appId: 7 }], [7]])(
    "never throws (%o); the join says that the AppId is none",
    async (options) => {
      const context = new Stage().tt.createRtcRoomContext(options);
      const answer = await ask(context.joinRtcRoom, JOIN);
      expect(answer).toMatchObject({ kind: "fail", errNo: 20000, errorType: "D" });
      expect(answer.errMsg).toMatch(/^joinRtcRoom:fail the appId "" given to tt.createRtcRoomContext is no RTC AppId/);
    },
  );
});

describe("callbacks", () => {
  it("are called once each, success then complete, never within the call", async () => {
    const calls: string[] = [];
    new Stage().context().exitRtcRoom({
      roomId: "r1",
      success: (outcome: { errMsg: string }) => calls.push(`success ${outcome.errMsg}`),
      fail: () => calls.push("fail"),
      complete: (outcome: { errMsg: string }) => calls.push(`complete ${outcome.errMsg}`),
    });
    expect(calls).toEqual([]);
    await settle();
    expect(calls).toEqual(["success exitRtcRoom:ok", "complete exitRtcRoom:ok"]);
  });

  it("that throw go to the guard, and complete is still called", async () => {
    const stage = new Stage();
    let completed = 0;
    const success = () => {
      throw new Error("of the page");
    };
    stage.context().exitRtcRoom({ success, complete: () => completed++ });
    await settle();
    expect(completed).toBe(1);
    expect(stage.thrown).toEqual([new Error("of the page")]);
  });

  it("may be missing: a failure is told to the developer then", async () => {
    const stage = new Stage();
    stage.context().joinRtcRoom({ roomId: "r1" });
    await settle();
    expect(stage.warnings).toEqual([
      "joinRtcRoom:fail params.userId should be string, but got undefined (errNo 20000)",
    ]);
  });
});

describe("arguments", () => {
  const long = "x".repeat(129);
  it.each([
    ["joinRtcRoom", {}, "params.roomId should be string, but got undefined"],
    ["joinRtcRoom", { ...JOIN, roomId: 5 }, "params.roomId should be string, but got number"],
    ["joinRtcRoom", { ...JOIN, roomId: "a room" }, "params.roomId should be 1 to 128 characters out of"],
    ["joinRtcRoom", { ...JOIN, userId: "" }, "params.userId should be 1 to 128 characters"],
    ["joinRtcRoom", { ...JOIN, userId: long }, "(129 characters)"],
    ["joinRtcRoom", { ...JOIN, token: "" }, "params.token should not be empty"],
    ["joinRtcRoom", { ...JOIN, token: null }, "params.token should be string, but got null"],
    ["joinRtcRoom", { ...JOIN, roomConfig: { autoPublish: 1 } }, "params.roomConfig.autoPublish should be boolean"],
    ["joinRtcRoom", { ...JOIN, roomConfig: "on" }, "params should be object, but got string"],
    ["changeAudioCapture", {}, "expect params.state to be one of 0, 1, but got undefined"],
    ["changeVideoCapture", { state: 2 }, "expect params.state to be one of 0, 1, but got 2"],
    ["updateToken", {}, "params.token should be string, but got undefined"],
    ["changeUserVisibility", { visible: 1 }, "params.visible should be boolean, but got number"],
    ["setVideoEncoderConfig", {}, "params.maxSolution should be object, but got undefined"],
    ["setVideoEncoderConfig", { maxSolution: { width: -1 } }, "params.maxSolution.width should be a whole number"],
    ["setAudioPlaybackDevice", { device: "car" }, 'to be one of "speakerphone", "earpiece", but got car'],
    ["changeStreamPublishState", { state: 1 }, 'params.streamType to be one of "audio", "video", "both"'],
    ["changeStreamPublishState", { state: 1, streamType: "all" }, "but got all"],
    ["changeStreamSubscribeState", { state: 1, streamType: "audio" }, "params.userId should be string"],
    ["changeScreenSubscribeState", { userId: "bob" }, "params.streamType to be one of"],
  ] as const)("%s(%o) fails with 20000 and says why", async (name, options, text) => {
    const answer = await ask(new Stage().context()[name], options);
    expect(answer).toMatchObject({ kind: "fail", errNo: 20000, errorCode: 115999, errorType: "D" });
    expect(answer.errMsg.startsWith(`${name}:fail `)).toBe(true);
    expect(answer.errMsg).toContain(text);
  });

  it("of switchCamera have their own six-digit code", async () => {
    const answer = await ask(new Stage().context().switchCamera, { camera: "left" });
    expect(answer).toEqual({
      kind: "fail",
      errMsg: 'switchCamera:fail expect params.camera to be one of "back", "front", but got left',
      errNo: 20000,
      errCode: 20000,
      errorCode: 172299,
      errorType: "D",
    });
  });

  it.each([[undefined], [null], ["text"], [7]])("that are no object (%o) hang nothing", async (options) => {
    const stage = new Stage();
    stage.context().changeAudioCapture(options);
    await settle();
    expect(stage.warnings).toHaveLength(1);
    expect(stage.warnings[0]).toMatch(/^changeAudioCapture:fail /);
  });
});

describe("failures of the join", () => {
  it.each([
    ["token_malformed", 21101, "D"],
    ["token_wrong_key", 21101, "D"],
    ["token_expired", 21101, "D"],
    ["token_wrong_room", 21101, "D"],
    ["token_wrong_user", 21101, "D"],
    ["token_wrong_app", 21101, "D"],
    ["illegal_room_id", 20000, "D"],
    ["already_joined", 21100, "D"],
    ["app_unknown", 21102, "D"],
    ["app_disabled", 21102, "D"],
    ["room_full", 21102, "F"],
    ["server_unreachable", 21102, "F"],
    ["timeout", 21102, "F"],
  ])("%s is errNo %i and keeps the server's sentence", async (reason, errNo, errorType) => {
    const stage = new Stage();
    stage.prepareRoom = (room) => room.refusals.set("join", refusal(reason, `because of ${reason}.`));
    const answer = await ask(stage.context().joinRtcRoom, JOIN);
    expect(answer).toMatchObject({ kind: "fail", errNo, errorType });
    const prefix = reason.startsWith("token")
      ? "invalid token: "
      : reason.startsWith("app")
        ? "platform auth deny: "
        : "";
    expect(answer.errMsg).toBe(`joinRtcRoom:fail ${prefix}because of ${reason}.`);
  });

  it("leave the page able to join", async () => {
    const stage = new Stage();
    const context = stage.context();
    stage.prepareRoom = (room) => room.refusals.set("join", refusal("token_expired", "expired"));
    expect((await ask(context.joinRtcRoom, JOIN)).kind).toBe("fail");
    stage.prepareRoom = () => undefined;
    expect((await ask(context.joinRtcRoom, JOIN)).kind).toBe("success");
  });
});

describe("failures of a capture", () => {
  it("10200 when the user has refused the permission, without asking the browser", async () => {
    const stage = new Stage();
    stage.permissions.set("scope.camera", "denied");
    const answer = await ask(stage.context().changeVideoCapture, { state: 1 });
    expect(answer).toMatchObject({ kind: "fail", errNo: 10200, errorCode: 115990, errorType: "U" });
    expect(answer.errMsg).toMatch(/^changeVideoCapture:fail auth deny: the user has refused the camera/);
    expect(stage.asked).toEqual(["scope.camera"]);
    expect(stage.devices.cameras).toEqual([]);
  });

  it("10200 with the client's sentence when the device cannot be opened; trying again may succeed", async () => {
    const stage = new Stage();
    const { changeAudioCapture } = stage.context();
    stage.devices.failure = refusal("device_not_found", "no microphone fits what was asked for", 1002);
    const answer = await ask(changeAudioCapture, { state: 1 });
    expect(answer).toMatchObject({ kind: "fail", errNo: 10200, errorType: "U" });
    expect(answer.errMsg).toBe("changeAudioCapture:fail auth deny: no microphone fits what was asked for");
    expect((await ask(changeAudioCapture, { state: 1 })).kind).toBe("success");
  });
});

describe("updateToken", () => {
  it("fails with 21101 and 115902 when the token is bad, and the call goes on", async () => {
    const stage = new Stage();
    const context = stage.context();
    await ask(context.joinRtcRoom, JOIN);
    stage.room.refusals.set("updateToken", refusal("token_wrong_room", "it opens room r2", -1010));
    const answer = await ask(context.updateToken, { token: "bad" });
    expect(answer).toMatchObject({ kind: "fail", errNo: 21101, errorCode: 115902 });
    expect(answer.errMsg).toBe("updateToken:fail invalid token: it opens room r2");
    expect(await ask(context.updateToken, { token: "good" })).toMatchObject({ kind: "success" });
  });

  it("fails without a call", async () => {
    expect(await ask(new Stage().context().updateToken, { token: "t" })).toMatchObject({ kind: "fail", errNo: 20000 });
  });
});

describe("after the mini-program has ended", () => {
  it("every method fails with 115910, and nothing is open any more", async () => {
    const stage = new Stage();
    const context = stage.context();
    await ask(context.changeVideoCapture, { state: 1 });
    await ask(context.joinRtcRoom, JOIN);
    stage.lifecycle.emit("dispose");
    expect(stage.devices.cameras[0]?.track.readyState).toBe("ended");
    expect(stage.room.log.at(-1)).toBe("leave");
    for (const [method, options] of [
      [context.joinRtcRoom, JOIN],
      [context.exitRtcRoom, {}],
      [context.changeAudioCapture, { state: 1 }],
      [context.changeVideoCapture, { state: 0 }],
      [context.changeUserVisibility, { visible: true }],
    ] as const) {
      expect(await ask(method, options)).toMatchObject({ kind: "fail", errNo: 20000, errorCode: 115910 });
    }
  });
});

describe("reports to the panels", () => {
  it("pair each call with its outcome and never carry a token", async () => {
    const stage = new Stage();
    const context = stage.context();
    stage.prepareRoom = (room) => room.setOthers(member("bob", "camera"));
    await ask(context.joinRtcRoom, JOIN);
    await settle();
    const rtc = stage.reports.filter((report) => report.kind === "rtc" && report.name === "joinRtcRoom");
    expect(rtc).toEqual([
      { kind: "rtc", name: "joinRtcRoom", phase: "call", id: 1, detail: { roomId: "r1", userId: "alice" } },
      { kind: "rtc", name: "joinRtcRoom", phase: "success", id: 1 },
    ]);
    expect(stage.reports).toContainEqual({
      kind: "rtc",
      name: "onRtcVideoMembersChanged",
      phase: "event",
      detail: { userIdList: ["bob"] },
    });
    expect(JSON.stringify(stage.reports)).not.toContain(JOIN.token);
  });
});
