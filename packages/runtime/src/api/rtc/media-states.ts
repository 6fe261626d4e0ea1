import { causeOf, ErrNo } from "./errors.js";
import type { LocalMedia } from "./local-media.js";
import type { CallState } from "./session-events.js";

/** Tells what happens to camera, microphone and screen by itself, as changes of the call's state. */
export function tellMediaStates(
  media: LocalMedia,
  tell: (state: CallState, errNo: number, errMsg: string, data: Record<string, unknown>) => void,
): void {
  media.events.on("publishFailed", (error) => {
    const { code, reason, message } = causeOf(error);
    tell("failed", ErrNo.PublishFailed, message, { code, reason });
  });
  media.events.on("lost", (source, error, reason) => {
    const errNo = source === "camera" ? ErrNo.CameraLost : ErrNo.MicrophoneLost;
    tell("failed", errNo, error.message, { source, reason });
  });
  media.events.on("suspended", (source, on) => {
    const state = on ? "suspended" : "resumed";
    tell(state, 0, `the ${source} is ${state}`, { source });
  });
  media.events.on("screenEnded", () => tell("screenEnded", 0, "the screen is no longer shared", {}));
}
