import type { Environment } from "../../kernel/environment.js";
import type { Definition } from "../core/definition.js";
import { LateApi } from "./late-api.js";
import type { RtcApi } from "./rtc-api.js";

export type { RtcContext } from "./context.js";
export type { RtcApi } from "./rtc-api.js";

/**
 * The part of `tt` that makes calls. Its code and that of the client are as large as the view engine, so they are a
 * file of their own: no page waits for it.
 */
export function createRtcApi(environment: Environment): RtcApi {
  const late = new LateApi(environment, async () => {
    const { createLoadedRtcApi } = await import("./loaded-api.js");
    return createLoadedRtcApi(environment);
  });
  return {
    createRtcRoomContext: (options) => late.createRtcRoomContext(options),
    getRtcEngine: (options) => late.getRtcEngine(options),
  };
}

export function rtcTopic(environment: Environment) {
  const { createRtcRoomContext, getRtcEngine } = createRtcApi(environment);
  const definition = <M>(member: M): Definition<M> => ({ support: "real", build: () => member });
  return { createRtcRoomContext: definition(createRtcRoomContext), getRtcEngine: definition(getRtcEngine) };
}
