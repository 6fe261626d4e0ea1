import { LIMITS, messageSize } from "@lianmai/protocol";
import { booleanField, choiceField, idField, messageField, rangeField, stateField, stringField } from "./arguments.js";
import type { Calls, Work } from "./calls.js";
import { rtcMethod } from "./context.js";
import { causeOf, RtcApiError } from "./errors.js";
import type { NoiseSuppression } from "./local-media.js";
import type { RtcSession } from "./session.js";
import type { TileBoard, TileRequest } from "./tiles.js";

/**
 * `mode` of `changeAnsMode`, in the numbers of the native SDK and the words of the web SDK: off, low, medium, high,
 * automatic. Browsers have one strength of their own; `high` is RNNoise.
 */
const ANS_MODES: ReadonlyMap<unknown, NoiseSuppression> = new Map<unknown, NoiseSuppression>([
  [0, "off"],
  [1, "browser"],
  [2, "browser"],
  [3, "rnnoise"],
  [4, "browser"],
  ["off", "off"],
  ["low", "browser"],
  ["medium", "browser"],
  ["high", "rnnoise"],
  ["auto", "browser"],
]);

/** Methods of the context that the original platform does not have, or has only natively. */
export function addedMethods(session: RtcSession, calls: Calls, tiles: TileBoard) {
  const method = (api: string, work: Work) => rtcMethod(calls, api, work);
  return {
    /** How noise is taken out of the microphone, from now on. RNNoise is loaded when it is asked for. */
    changeAnsMode: method("changeAnsMode", async ({ mode }) => {
      const noise = ANS_MODES.get(mode);
      if (noise === undefined) {
        const choices = '0, 1, 2, 3, 4, "off", "low", "medium", "high", "auto"';
        const got = typeof mode === "object" ? "object" : String(mode);
        throw RtcApiError.badParameter(`expect params.mode to be one of ${choices}, but got ${got}`);
      }
      await session.withMedia((media) => media.suppressNoise(noise));
    }),

    /** Lets the user choose a screen to share, or stops. To be called from a handler of a tap. */
    changeScreenCapture: method("changeScreenCapture", async (options) => {
      const on = stateField(options);
      const audio = options.audio === undefined ? true : booleanField(options, "audio");
      await session.withMedia((media) => media.captureScreen(on, audio));
    }),

    /** How loud one member is on this side: `volume` percent, 0 to 200, until the exit. */
    setRemoteAudioVolume: method("setRemoteAudioVolume", async (options) => {
      const userId = idField(options, "userId");
      const volume = rangeField(options, "volume", 0, 200);
      await session.withPlayback((playback) => playback.setVolume(userId, volume));
    }),

    /** Silences one member on this side, until the exit. The subscription stays. */
    setRemoteAudioMuted: method("setRemoteAudioMuted", async (options) => {
      const userId = idField(options, "userId");
      const muted = booleanField(options, "muted");
      await session.withPlayback((playback) => playback.setMuted(userId, muted));
    }),

    /** Says something to everybody else in the room, or to the one of `userId`: text or bytes, at most 64 KB. */
    sendRtcMessage: method("sendRtcMessage", async (options) => {
      const message = messageField(options);
      const size = typeof message === "string" ? messageSize({ binary: false, message }) : message.byteLength;
      if (size !== undefined && size > LIMITS.roomMessageBytes) {
        const limit = LIMITS.roomMessageBytes / 1024;
        throw RtcApiError.badParameter(`params.message should have at most ${limit} KB, but has ${size} bytes`);
      }
      const to = options.userId === undefined ? undefined : idField(options, "userId");
      await session.sendMessage(message, to);
    }),

    /** What flows in the call: `success({stats})`. */
    getRtcStats: method("getRtcStats", async () => ({ stats: await session.stats() })),

    /** Starts the sound that the browser held back until a touch. To be called from a handler of a tap. */
    resumeRtcPlayback: method("resumeRtcPlayback", () => session.withPlayback((playback) => playback.resume())),

    /** The cameras, microphones and speakers of this machine: `success({devices})`. */
    getRtcDevices: method("getRtcDevices", async () => ({ devices: await session.devices() })),

    /** Uses this camera, microphone or speaker from now on; an empty `deviceId` is the system's choice. */
    setRtcDevice: method("setRtcDevice", async (options) => {
      const kind = choiceField(options, "kind", ["camera", "microphone", "speaker"]);
      await session.chooseDevice(kind, stringField(options, "deviceId"));
    }),

    /** Puts a picture that an rtc-room shows into a small window over everything, or back. From a handler of a tap. */
    changePictureInPicture: method("changePictureInPicture", async (options) => {
      const on = stateField(options);
      const mode = options.mode === undefined ? "video" : choiceField(options, "mode", ["camera", "video", "screen"]);
      const userId = options.userId === undefined ? "" : idField(options, "userId");
      await session.withPlayback(() => floatPicture(tiles, { mode, userId }, on));
    }),
  };
}

async function floatPicture(tiles: TileBoard, request: TileRequest, on: boolean): Promise<void> {
  const tile = tiles.find(request);
  if (!tile) {
    // What is not shown is not in a window either.
    if (!on) return;
    const whose = request.userId === "" ? "" : ` of user "${request.userId}"`;
    throw RtcApiError.badParameter(`no rtc-room of mode "${request.mode}" shows a picture${whose} now`);
  }
  try {
    await tile.floatPicture(on);
  } catch (error) {
    throw RtcApiError.unavailable(causeOf(error).message, error);
  }
}
