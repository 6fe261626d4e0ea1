import { describe, expect, it } from "vitest";
import { ask, settle } from "../rtc.fixture.js";
import { row } from "./rows.fixture.js";
import { inCall, recorder, requests } from "./stage.fixture.js";

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
