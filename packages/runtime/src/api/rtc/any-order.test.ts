import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Answer, ask, JOIN, Stage, settle } from "./rtc.fixture.js";

/** What a program may do at any time, with or without waiting for the answer. */
const STEPS = {
  join: (context: Context) => ask(context.joinRtcRoom, JOIN),
  exit: (context: Context) => ask(context.exitRtcRoom),
  cameraOn: (context: Context) => ask(context.changeVideoCapture, { state: 1 }),
  cameraOff: (context: Context) => ask(context.changeVideoCapture, { state: 0 }),
  publish: (context: Context) => ask(context.changeStreamPublishState, { state: 1, streamType: "video" }),
  unpublish: (context: Context) => ask(context.changeStreamPublishState, { state: 0, streamType: "video" }),
  back: (context: Context) => ask(context.switchCamera, { camera: "back" }),
  front: (context: Context) => ask(context.switchCamera, { camera: "front" }),
  hide: (context: Context) => ask(context.changeUserVisibility, { visible: false }),
  show: (context: Context) => ask(context.changeUserVisibility, { visible: true }),
};
type Context = ReturnType<Stage["context"]>;
type Step = keyof typeof STEPS;

/** What should be so after the steps, had each been answered before the next was made. */
function expected(steps: readonly Step[]) {
  const state = { joined: false, camera: false, wish: undefined as boolean | undefined, visible: true };
  for (const step of steps) {
    if (step === "join") state.joined = true;
    if (step === "exit" && state.joined) Object.assign(state, { joined: false, wish: undefined });
    if (step === "cameraOn" || step === "cameraOff") state.camera = step === "cameraOn";
    if (step === "publish" && state.visible) state.wish = true;
    if (step === "unpublish") state.wish = false;
    if (step === "hide" || step === "show") state.visible = step === "show";
  }
  return { ...state, published: state.joined && state.camera && state.visible && (state.wish ?? true) };
}

/** What the room was asked to publish in the end. */
function publishedIn(log: readonly string[]): boolean {
  const last = log.findLast((request) => /^(publish|unpublish|leave)/.test(request));
  return last === "publish camera";
}

describe("any calls in any order", () => {
  const steps = fc.array(fc.constantFrom(...(Object.keys(STEPS) as Step[])), { maxLength: 30, size: "max" });

  it("waiting for each answer, end in the state that they ask for", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (names) => {
        const stage = new Stage();
        const context = stage.context();
        for (const name of names) await STEPS[name](context);
        await settle();
        const { joined, camera, published } = expected(names);
        expect(stage.rooms.length > 0 && publishedIn(stage.room.log)).toBe(published);
        expect(stage.devices.cameras.filter(({ track }) => track.readyState === "live")).toHaveLength(camera ? 1 : 0);
        expect((await ask(context.joinRtcRoom, JOIN)).kind).toBe(joined ? "fail" : "success");
      }),
      { numRuns: 200 },
    );
  });

  it("without waiting, are each answered once, and leave at most one camera open, published as it should be", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (names) => {
        const stage = new Stage();
        const context = stage.context();
        const answers: Promise<Answer>[] = names.map((name) => STEPS[name](context));
        expect(await Promise.all(answers)).toHaveLength(names.length);
        await settle();
        const live = stage.devices.cameras.filter(({ track }) => track.readyState === "live");
        expect(live).toHaveLength(expected(names).camera ? 1 : 0);
        // Whatever went before: from here on, everything works.
        await ask(context.exitRtcRoom);
        await ask(context.changeUserVisibility, { visible: true });
        await ask(context.changeVideoCapture, { state: 1 });
        expect((await ask(context.joinRtcRoom, JOIN)).kind).toBe("success");
        await ask(context.changeStreamPublishState, { state: 1, streamType: "video" });
        await settle();
        expect(publishedIn(stage.room.log)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
