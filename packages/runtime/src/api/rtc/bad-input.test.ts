import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONTEXT_METHODS, ENGINE_METHODS } from "./member-names.js";
import { APP_ID, JOIN, member, refusal, Stage, settle } from "./rtc.fixture.js";

type Method = (typeof CONTEXT_METHODS)[number];
type Callbacks = { success: number; fail: number; complete: number; errNos: number[] };

/** Calls a method and counts what it calls back. */
function count(method: (options: unknown) => void, options: object): Callbacks {
  const counts: Callbacks = { success: 0, fail: 0, complete: 0, errNos: [] };
  method.call(undefined, {
    ...options,
    success: () => void counts.success++,
    fail: ({ errNo, errCode }: { errNo?: number; errCode: number }) => {
      counts.fail++;
      counts.errNos.push(errNo ?? errCode);
    },
    complete: () => void counts.complete++,
  });
  return counts;
}

const ONCE = (kind: "success" | "fail") => ({ success: kind === "success" ? 1 : 0, fail: kind === "fail" ? 1 : 0 });

/** Good options of every method, and for each field values that it must refuse. */
const ARGUMENTS: Record<Method, { good: object; bad: Record<string, readonly unknown[]> }> = {
  joinRtcRoom: {
    good: JOIN,
    bad: {
      roomId: [undefined, null, 7, "", "a b", "x".repeat(129), {}],
      userId: [undefined, null, 7, "", "a/b", "x".repeat(129), []],
      token: [undefined, null, 7, "", {}],
      roomConfig: ["on", 7, { autoPublish: "yes" }, { autoSubscribe: 1 }],
    },
  },
  exitRtcRoom: { good: {}, bad: {} },
  changeAudioCapture: { good: { state: 1 }, bad: { state: [undefined, null, 2, -1, "1", true, NaN] } },
  changeVideoCapture: { good: { state: 1 }, bad: { state: [undefined, null, 2, -1, "1", true, NaN] } },
  switchCamera: { good: { camera: "back" }, bad: { camera: [undefined, null, "", "left", 1, {}] } },
  updateToken: { good: { token: "001new" }, bad: { token: [undefined, null, "", 7] } },
  changeUserVisibility: { good: { visible: true }, bad: { visible: [undefined, null, 0, 1, "true"] } },
  setVideoEncoderConfig: {
    good: { maxSolution: { width: 640, height: 360, frameRate: 24 } },
    bad: {
      maxSolution: [undefined, null, "640x360", { width: 0 }, { height: -1 }, { frameRate: 1.5 }, { width: "640" }],
    },
  },
  setAudioPlaybackDevice: { good: { device: "earpiece" }, bad: { device: [undefined, null, "car", 1] } },
  changeStreamPublishState: {
    good: { state: 1, streamType: "both" },
    bad: { state: [undefined, 2, "1"], streamType: [undefined, null, "all", 1], userId: [7, "a b", ""] },
  },
  changeStreamSubscribeState: {
    good: { state: 1, streamType: "both", userId: "bob" },
    bad: { state: [undefined, 2, "1"], streamType: [undefined, "all"], userId: [undefined, null, 7, "a b", ""] },
  },
  changeScreenSubscribeState: {
    good: { streamType: "both", userId: "bob" },
    bad: { state: [2, "1", null], streamType: [undefined, "all"], userId: [undefined, null, 7, "a b", ""] },
  },
  changeAnsMode: { good: { mode: 4 }, bad: { mode: [undefined, null, 5, -1, "loud", "toString", {}] } },
  changeScreenCapture: { good: { state: 1 }, bad: { state: [undefined, 2, "1"], audio: [1, "yes", null] } },
  setRemoteAudioVolume: {
    good: { userId: "bob", volume: 50 },
    bad: { userId: [undefined, 7, ""], volume: [undefined, null, -1, 201, NaN, Infinity, "50"] },
  },
  setRemoteAudioMuted: {
    good: { userId: "bob", muted: true },
    bad: { userId: [undefined, 7, ""], muted: [undefined, null, 1, "true"] },
  },
  sendRtcMessage: {
    good: { message: "hello" },
    bad: {
      message: [undefined, null, 7, {}, [1], "x".repeat(65_537), new ArrayBuffer(65_537)],
      userId: [7, "a b", ""],
    },
  },
  getRtcStats: { good: {}, bad: {} },
  resumeRtcPlayback: { good: {}, bad: {} },
  getRtcDevices: { good: {}, bad: {} },
  setRtcDevice: {
    good: { kind: "microphone", deviceId: "" },
    bad: { kind: [undefined, null, "screen", 1], deviceId: [undefined, null, 7, "none of these"] },
  },
  changePictureInPicture: {
    good: { state: 0 },
    bad: { state: [undefined, 2, "1"], mode: ["film", 1], userId: [7, ""] },
  },
};

const cases = CONTEXT_METHODS.flatMap((name) => {
  const { good, bad } = ARGUMENTS[name];
  return Object.entries(bad).flatMap(([field, values]) =>
    values.map((value) => [name, field, value, { ...good, [field]: value }] as const),
  );
});

describe("bad input", () => {
  it.each(cases)(
    "%s with %s = %o fails with 20000, once, and says which field",
    async (name, field, _value, options) => {
      const stage = new Stage();
      const context = stage.context();
      if (name !== "joinRtcRoom") await new Promise((resolve) => context.joinRtcRoom({ ...JOIN, complete: resolve }));
      await settle();
      const said: string[] = [];
      const counts = count(
        (all) =>
          context[name]({
            ...(all as object),
            fail: (outcome: { errMsg: string; errNo: number }) => {
              said.push(outcome.errMsg);
              (all as { fail(outcome: object): void }).fail(outcome);
            },
          }),
        options,
      );
      await settle();
      expect(counts).toMatchObject({ ...ONCE("fail"), complete: 1, errNos: [20000] });
      expect(said[0]).toMatch(new RegExp(`^${name}:fail `));
      // A bad object of options is refused as a whole.
      if (field !== "roomConfig") expect(said[0]).toContain(field);
      expect(stage.thrown).toEqual([]);
    },
  );

  it.each(CONTEXT_METHODS)("%s with options that are none at all answers or warns, and hangs nothing", async (name) => {
    const stage = new Stage();
    const context = stage.context();
    for (const options of [undefined, null, 7, "text", true, () => undefined]) context[name](options);
    await settle();
    expect(stage.thrown).toEqual([]);
    expect(
      (await new Promise<{ errMsg: string }>((resolve) => context.exitRtcRoom({ complete: resolve }))).errMsg,
    ).toBe("exitRtcRoom:ok");
  });

  it("of the engine fails with 103, and of an engine that was destroyed with 101", async () => {
    const stage = new Stage();
    const engine = stage.tt.getRtcEngine(APP_ID);
    const bad: [(typeof ENGINE_METHODS)[number], object][] = [
      ["joinChannel", {}],
      ["joinChannel", { channelId: "r1", uid: "a b", token: "t" }],
      ["joinChannel", { channelId: "r1", uid: "alice", token: "" }],
      ["adjustRecordingSignalVolume", { volume: 201 }],
      ["adjustPlaybackSignalVolume", { volume: "loud" }],
      ["muteRemoteAudioStream", {}],
      ["unmuteRemoteAudioStream", { uid: "" }],
      ["enableAudioVolumeIndication", { interval: 5 }],
    ];
    const answers = bad.map(([name, options]) => count(engine[name], options));
    await settle();
    for (const answer of answers) expect(answer).toMatchObject({ ...ONCE("fail"), complete: 1, errNos: [103] });
    engine.destroy();
    const after = ENGINE_METHODS.map((name) =>
      count(engine[name], { channelId: "r1", uid: "a", token: "t", volume: 1 }),
    );
    await settle();
    for (const answer of after) expect(answer).toMatchObject({ ...ONCE("fail"), complete: 1, errNos: [101] });
  });
});

/** What happens to a call from outside between two of the page's own calls. */
const HAPPENINGS = {
  reconnecting: (stage: Stage) =>
    stage.rooms.at(-1)?.events.emit("reconnecting", { code: 1007, reason: "server_unreachable", message: "lost" }),
  reconnected: (stage: Stage) => stage.rooms.at(-1)?.events.emit("reconnected"),
  removed: (stage: Stage) =>
    stage.rooms.at(-1)?.events.emit("removed", { code: -1006, reason: "kicked_out", message: "put out" }),
  others: (stage: Stage) => stage.rooms.at(-1)?.setOthers(member("bob", "microphone", "camera")),
  refused: (stage: Stage) => stage.rooms.at(-1)?.refusals.set("publish", refusal("publish_limit", "too many")),
  deviceGone: (stage: Stage) => {
    stage.devices.failure = refusal("device_not_found", "there is none", 1002);
  },
  unplugged: (stage: Stage) => stage.devices.cameras.at(-1)?.track.endByItself(),
  revoked: (stage: Stage) => stage.changePermission("scope.record", "denied"),
  allowed: (stage: Stage) => stage.changePermission("scope.record", "granted"),
  slowJoin: (stage: Stage) => {
    stage.prepareRoom = (room) => {
      room.joinAnswer = new Promise((resolve) => setTimeout(resolve, 2));
    };
  },
  failingJoin: (stage: Stage) => {
    stage.prepareRoom = (room) => room.refusals.set("join", refusal("timeout", "no answer", 1008));
  },
  wait: () => undefined,
  end: (stage: Stage) => stage.lifecycle.emit("dispose"),
};

/** Every errNo that a method may fail with, as documented. */
const DOCUMENTED = new Set([10200, 20000, 21100, 21101, 21102, 21200]);

describe("any calls at any time", () => {
  const call = fc.constantFrom(...CONTEXT_METHODS).chain((name) => {
    const { good, bad } = ARGUMENTS[name];
    const spoiled = Object.entries(bad).flatMap(([field, values]) =>
      values.map((value) => ({ ...good, [field]: value })),
    );
    const options: fc.Arbitrary<object> = spoiled.length
      ? fc.oneof({ weight: 4, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: fc.constantFrom(...spoiled) })
      : fc.constant(good);
    return fc.record({ name: fc.constant(name), options });
  });
  const happening = fc.record({
    happens: fc.constantFrom(...(Object.keys(HAPPENINGS) as (keyof typeof HAPPENINGS)[])),
  });
  const step = fc.oneof({ weight: 4, arbitrary: call }, { weight: 1, arbitrary: happening });

  it("during a join, a reconnect, after an exit, twice and at once, are each answered exactly once, as documented", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: "max" }), fc.boolean(), async (steps, waits) => {
        const stage = new Stage();
        const context = stage.context();
        const answers: { name: string; counts: Callbacks }[] = [];
        for (const one of steps) {
          if ("happens" in one) HAPPENINGS[one.happens](stage);
          else answers.push({ name: one.name, counts: count(context[one.name], one.options) });
          if (waits || ("happens" in one && one.happens === "wait")) await settle();
        }
        for (let turn = 0; turn < 20 && answers.some(({ counts }) => counts.complete === 0); turn++) await settle();
        for (const { name, counts } of answers) {
          expect([name, counts.success + counts.fail, counts.complete]).toEqual([name, 1, 1]);
          for (const errNo of counts.errNos) expect([name, DOCUMENTED.has(errNo)]).toEqual([name, true]);
        }
        expect(stage.thrown).toEqual([]);
      }),
      { numRuns: 150, seed: 20_261_122 },
    );
  }, 60_000);
});
