import type { Environment } from "../../kernel/environment.js";
import { RtcApiError } from "./errors.js";
import { LateClient } from "./late-client.js";
import { createRtcApiOver, type RtcApi } from "./rtc-api.js";

export type { RtcContext } from "./context.js";
export type { RtcApi } from "./rtc-api.js";

/**
 * The part of `tt` that makes calls, over this browser's devices and the RTC service of the host. The client is as
 * large as the view engine, so it is a file of its own: no page waits for it.
 */
export function createRtcApi(environment: Environment): RtcApi {
  const url = environment.host.signalingUrl;
  const client = new LateClient(async () => {
    try {
      const { clientDevices, createClientRoom } = await import("./client-adapter.js");
      return { devices: clientDevices, createRoom: (events) => createClientRoom(url, events) };
    } catch (error) {
      throw RtcApiError.clientNotLoaded(error);
    }
  });
  return createRtcApiOver(environment, client);
}
