import { APP_ID_PATTERN, type Source } from "@lianmai/protocol";
import type { Environment } from "../../kernel/environment.js";
import type { addedMethods } from "./added-methods.js";
import {
  booleanField,
  choiceField,
  countField,
  idField,
  type Options,
  stateField,
  stringField,
  tokenField,
  toOptions,
} from "./arguments.js";
import type { Calls, Work } from "./calls.js";
import { RtcApiError } from "./errors.js";
import type { RtcContextEvents } from "./events.js";
import type { LocalSource } from "./local-media.js";
import type { RtcSession } from "./session.js";

const STREAM_TYPES = ["audio", "video", "both"] as const;
const PLAYBACK_DEVICES = ["speakerphone", "earpiece"] as const;
type StreamType = (typeof STREAM_TYPES)[number];

const CAMERA_SOURCES: Record<StreamType, LocalSource[]> = {
  audio: ["microphone"],
  video: ["camera"],
  both: ["microphone", "camera"],
};
const SCREEN_SOURCES: Record<StreamType, Source[]> = {
  audio: ["screenAudio"],
  video: ["screen"],
  both: ["screenAudio", "screen"],
};

/** One method of the context. Takes anything, answers by the callbacks in it. */
export type RtcMethod = (options?: unknown) => void;

/**
 * The methods of `RtcRoomContext` over one session: they check arguments and map errors; what they mean is the
 * session's matter. All are closures, as programs take them off the context and call them with no `this`.
 */
export function contextMethods(appId: string, session: RtcSession, calls: Calls, environment: Environment) {
  const method = (api: string, work: Work) => rtcMethod(calls, api, work);

  let isHinted = false;
  const hint = () => {
    if (isHinted) return;
    isHinted = true;
    environment.warn(
      "changeStreamPublishState publishes the own streams. With the userId of somebody else it subscribes, as " +
        "changeStreamSubscribeState does: use that one instead.",
    );
  };

  return {
    joinRtcRoom: method("joinRtcRoom", async (options) => {
      const roomId = idField(options, "roomId");
      const userId = idField(options, "userId");
      const token = tokenField(options);
      const roomConfig = toOptions(options.roomConfig);
      const autoPublish = optionalBoolean(roomConfig, "autoPublish");
      const autoSubscribe = optionalBoolean(roomConfig, "autoSubscribe");
      if (!APP_ID_PATTERN.test(appId)) {
        throw RtcApiError.badParameter(
          `the appId "${appId}" given to tt.createRtcRoomContext is no RTC AppId (24 characters 0-9, a-f)`,
        );
      }
      await session.join({ roomId, userId, token, autoPublish, autoSubscribe });
    }),

    // The room id is not looked at: samples leave with another one than they joined with.
    exitRtcRoom: method("exitRtcRoom", () => session.exit()),

    changeAudioCapture: method("changeAudioCapture", async (options) =>
      session.withMedia((media) => media.capture("microphone", stateField(options))),
    ),

    changeVideoCapture: method("changeVideoCapture", async (options) =>
      session.withMedia((media) => media.capture("camera", stateField(options))),
    ),

    switchCamera: method("switchCamera", async (options) =>
      session.withMedia((media) => media.switchCamera(choiceField(options, "camera", ["back", "front"], 172299))),
    ),

    updateToken: method("updateToken", async (options) => session.updateToken(tokenField(options))),

    changeUserVisibility: method("changeUserVisibility", async (options) =>
      session.setVisible(booleanField(options, "visible")),
    ),

    setVideoEncoderConfig: method("setVideoEncoderConfig", async (options) => {
      const field = "maxSolution";
      if (typeof options[field] !== "object" || options[field] === null) {
        throw RtcApiError.badParameter(`params.${field} should be object, but got ${typeof options[field]}`);
      }
      const maxSolution = toOptions(options[field]);
      const encoder: { width?: number; height?: number; frameRate?: number } = {};
      for (const key of ["width", "height", "frameRate"] as const) {
        const value = countField(maxSolution, key, `params.${field}`);
        if (value !== undefined) encoder[key] = value;
      }
      await session.withMedia((media) => media.setEncoder(encoder));
    }),

    setAudioPlaybackDevice: method("setAudioPlaybackDevice", async (options) =>
      session.withPlayback((playback) => playback.setOutput(choiceField(options, "device", PLAYBACK_DEVICES))),
    ),

    changeStreamPublishState: method("changeStreamPublishState", async (options) => {
      const on = stateField(options);
      const sources = CAMERA_SOURCES[choiceField(options, "streamType", STREAM_TYPES)];
      const userId = options.userId === undefined ? undefined : stringField(options, "userId");
      if (userId === undefined || userId === session.userId)
        return session.withMedia((media) => media.wish(sources, on));
      hint();
      return session.setSubscribed(idField(options, "userId"), sources, on);
    }),

    changeStreamSubscribeState: method("changeStreamSubscribeState", async (options) => {
      const on = stateField(options);
      const userId = idField(options, "userId");
      await session.setSubscribed(userId, CAMERA_SOURCES[choiceField(options, "streamType", STREAM_TYPES)], on);
    }),

    changeScreenSubscribeState: method("changeScreenSubscribeState", async (options) => {
      const on = options.state === undefined ? false : stateField(options);
      const userId = idField(options, "userId");
      await session.setSubscribed(userId, SCREEN_SOURCES[choiceField(options, "streamType", STREAM_TYPES)], on);
    }),
  };
}

/** The object that `tt.createRtcRoomContext` returns. */
export type RtcContext = ReturnType<typeof contextMethods> & ReturnType<typeof addedMethods> & RtcContextEvents;

export function rtcMethod(calls: Calls, api: string, work: Work): RtcMethod {
  return (options) => calls.run(api, options, work);
}

function optionalBoolean(roomConfig: Options, field: string): boolean {
  return roomConfig[field] === undefined ? true : booleanField(roomConfig, field, "params.roomConfig");
}
