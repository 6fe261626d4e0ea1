import type { Environment } from "../../kernel/environment.js";
import { clientDevices, createClientRoom } from "./client-adapter.js";
import { createRtcApiOver, type RtcApi } from "./rtc-api.js";

export type { RtcContext } from "./context.js";
export type { RtcApi } from "./rtc-api.js";

/** The part of `tt` that makes calls, over this browser's devices and the RTC service of the host. */
export function createRtcApi(environment: Environment): RtcApi {
  return createRtcApiOver(environment, {
    devices: clientDevices,
    createRoom: () => createClientRoom(environment.host.signalingUrl),
  });
}
