import { EventEmitter } from "eventemitter3";
import type { Environment } from "../../kernel/environment.js";
import { createClientRoom } from "./client-adapter.js";
import { clientDevices } from "./client-devices.js";
import type { RtcRoomEvents } from "./ports.js";
import { createRtcApiOver, type RtcApi } from "./rtc-api.js";

/** The part of `tt` that makes calls, over this browser's devices and the RTC service of the host. */
export function createLoadedRtcApi(environment: Environment): RtcApi {
  const { host } = environment;
  return createRtcApiOver(environment, {
    devices: clientDevices,
    createRoom: () => createClientRoom(host.signalingUrl, new EventEmitter<RtcRoomEvents>(), () => host.packetTime?.()),
  });
}
