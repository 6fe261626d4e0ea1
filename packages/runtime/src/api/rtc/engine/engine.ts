import { APP_ID_PATTERN } from "@lianmai/protocol";
import type { Environment } from "../../../kernel/environment.js";
import { idField, type Options, rangeField, tokenField } from "../arguments.js";
import type { Calls, Outcome, Work } from "../calls.js";
import { ErrNo, RtcApiError } from "../errors.js";
import type { RtcSession } from "../session.js";
import type { StateChange } from "../session-events.js";
import { EngineEmitter, type EngineListening } from "./engine-events.js";
import { EngineMembers } from "./engine-members.js";

/** `errCode` as the original documents it. */
const EngineCode = {
  /** The engine was destroyed: get a new one. */
  Released: 101,
  Failed: 102,
  BadParameter: 103,
} as const;

/** How often `audioVolumeIndication` comes where nothing is said, and may come at most, milliseconds. */
const DEFAULT_INTERVAL = 200;
const SHORTEST_INTERVAL = 100;
const LONGEST_INTERVAL = 60_000;

export interface EngineOptions {
  calls: Calls;
  environment: Environment;
  /** The next `getRtcEngine` makes a new one. */
  onDestroyed(): void;
}

type Method = (options?: unknown) => void;

/**
 * The voice-only sibling of `RtcRoomContext`, as the platform's mini-games have it: `tt.getRtcEngine(appId)`. It is in
 * the same rooms as contexts and web pages, and of the same session as the context of its AppId. Methods answer by
 * `success`, `fail` (`{errMsg, errCode}`) and `complete`, each once; none throws.
 */
export interface RtcEngine extends EngineListening {
  /** Whether this browser can make calls. */
  isSupported(): boolean;
  /** Enters: `{channelId, uid, token}`. The others' voices are played, and the own one sent once it is enabled. */
  joinChannel: Method;
  leaveChannel: Method;
  /** Turns the microphone on, off. */
  enableLocalAudio: Method;
  disableLocalAudio: Method;
  /** Whether the microphone is on. */
  getLocalAudioStatus(): boolean;
  /** Sends nothing and shows the others that this is so; the microphone stays on. */
  muteLocalAudioStream: Method;
  unmuteLocalAudioStream: Method;
  /** How loud the microphone goes out: a number of percent, 0 to 200, or `{volume}`. */
  adjustRecordingSignalVolume: Method;
  /** Silences one on this side: `{uid}`, or the id. */
  muteRemoteAudioStream: Method;
  unmuteRemoteAudioStream: Method;
  muteAllRemoteAudioStream: Method;
  unmuteAllRemoteAudioStream: Method;
  /** How loud everybody is on this side: a number of percent, 0 to 200, or `{volume}`. */
  adjustPlaybackSignalVolume: Method;
  /** Begins `audioVolumeIndication`: `{interval = 200}` milliseconds, 100 to 60000. */
  enableAudioVolumeIndication: Method;
  /** Leaves, turns the microphone off and ends this engine. */
  destroy: Method;
}

/** Makes the engine of a session. */
export function createRtcEngine(appId: string, session: RtcSession, options: EngineOptions): RtcEngine {
  const { calls, environment, onDestroyed } = options;
  const emitter = new EngineEmitter(
    (run) => environment.guard(run),
    (message) => environment.warn(message),
    (name, args) => {
      // Several a second would bury everything else in the panels.
      if (name === "audioVolumeIndication" || name === "networkQuality") return;
      environment.host.report({ kind: "rtc", name: `RtcEngine.${name}`, phase: "event", detail: args });
    },
  );
  const members = new EngineMembers(emitter);
  let released = false;
  let joinedAt = 0;
  let isCapturing = false;
  let speakers: { userId: string; volume: number }[] = [];
  let interval: number | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  const elapsed = () => Math.round(performance.now() - joinedAt);

  const tellVolumes = () => {
    if (!session.isJoined) return;
    const loud = speakers.map(({ userId, volume }) => ({ uid: userId, volume: toLoudness(volume) }));
    emitter.emit("audioVolumeIndication", loud, Math.max(0, ...loud.map(({ volume }) => volume)), loud.length);
  };
  const watchVolumes = () => {
    clearInterval(timer);
    timer = interval === undefined ? undefined : setInterval(tellVolumes, interval);
  };

  const handleState = ({ errNo, data }: StateChange) => {
    if (data.state === "joined") emitter.emit("joinChannelSuccess", elapsed());
    else if (data.state === "reconnecting") emitter.emit("connectionInterrupted");
    else if (data.state === "reconnected") emitter.emit("rejoinChannelSuccess", elapsed());
    else if (data.state === "failed" || data.state === "permissionLost") emitter.emit("warning", errNo);
    else if (data.state === "removed" && errNo === ErrNo.ConnectionLost) emitter.emit("connectionLost");
    else if (data.state === "removed") emitter.emit("error", errNo);
    if (data.state !== "left" && data.state !== "removed") return;
    members.clear();
    speakers = [];
    emitter.emit("leaveChannel");
  };
  const handleMembers: Parameters<typeof session.events.on<"members">>[1] = (list) => {
    const ownId = session.userId;
    if (ownId !== undefined) members.update(list, ownId, elapsed(), (userId) => session.isHeard(userId));
  };
  const handleLeft: Parameters<typeof session.events.on<"memberLeft">>[1] = (userId, reason) =>
    members.handleLeft(userId, reason);
  const handleVolume: Parameters<typeof session.events.on<"volume">>[1] = (list) => {
    speakers = list;
  };
  const handleNetwork: Parameters<typeof session.events.on<"networkQuality">>[1] = ({ local, remote }) => {
    for (const { userId, uplink, downlink } of [local, ...remote]) {
      emitter.emit("networkQuality", userId, uplink, downlink);
    }
  };
  session.events.on("networkQuality", handleNetwork);
  session.events.on("state", handleState);
  session.events.on("members", handleMembers);
  session.events.on("memberLeft", handleLeft);
  session.events.on("volume", handleVolume);

  const method =
    (name: string, work: Work, shorthand?: "uid" | "volume"): Method =>
    (value) =>
      calls.run(
        name,
        shorthand !== undefined && (typeof value === "number" || typeof value === "string")
          ? { [shorthand]: value }
          : value,
        async (options) => {
          if (released) throw RtcApiError.engineReleased();
          return await work(options);
        },
        describeFailure,
      );
  const capture = (on: boolean) => session.withMedia((media) => media.capture("microphone", on));

  return {
    ...emitter.listening,
    isSupported: () => typeof RTCPeerConnection !== "undefined",
    joinChannel: method("joinChannel", async (options) => {
      const roomId = idField(options, "channelId");
      const userId = uidField(options);
      const token = tokenField(options);
      if (!APP_ID_PATTERN.test(appId)) throw RtcApiError.noApp(appId);
      const before = joinedAt;
      joinedAt = performance.now();
      try {
        await session.join({ roomId, userId, token, autoPublish: true, autoSubscribe: "audio" });
      } catch (error) {
        joinedAt = before;
        throw error;
      }
    }),
    leaveChannel: method("leaveChannel", () => session.exit()),
    enableLocalAudio: method("enableLocalAudio", async () => {
      await capture(true);
      if (isCapturing) return;
      isCapturing = true;
      emitter.emit("firstLocalAudioFrame", session.isJoined ? elapsed() : 0);
    }),
    disableLocalAudio: method("disableLocalAudio", () => capture(false)),
    getLocalAudioStatus: () => !released && session.isCaptured("microphone"),
    muteLocalAudioStream: method("muteLocalAudioStream", () =>
      session.withMedia((media) => media.muteMicrophone(true)),
    ),
    unmuteLocalAudioStream: method("unmuteLocalAudioStream", () =>
      session.withMedia((media) => media.muteMicrophone(false)),
    ),
    adjustRecordingSignalVolume: method(
      "adjustRecordingSignalVolume",
      async (options) => {
        const volume = rangeField(options, "volume", 0, 200);
        await session.withMedia((media) => media.setMicrophoneGain(volume));
      },
      "volume",
    ),
    muteRemoteAudioStream: method(
      "muteRemoteAudioStream",
      async (options) => {
        const userId = uidField(options);
        await session.withPlayback((playback) => playback.setMuted(userId, true));
      },
      "uid",
    ),
    unmuteRemoteAudioStream: method(
      "unmuteRemoteAudioStream",
      async (options) => {
        const userId = uidField(options);
        await session.withPlayback((playback) => playback.setMuted(userId, false));
      },
      "uid",
    ),
    muteAllRemoteAudioStream: method("muteAllRemoteAudioStream", () =>
      session.withPlayback((playback) => playback.setAllMuted(true)),
    ),
    unmuteAllRemoteAudioStream: method("unmuteAllRemoteAudioStream", () =>
      session.withPlayback((playback) => playback.setAllMuted(false)),
    ),
    adjustPlaybackSignalVolume: method(
      "adjustPlaybackSignalVolume",
      async (options) => {
        const volume = rangeField(options, "volume", 0, 200);
        await session.withPlayback((playback) => playback.setMasterVolume(volume));
      },
      "volume",
    ),
    enableAudioVolumeIndication: method("enableAudioVolumeIndication", async (options) => {
      interval = rangeField(options, "interval", SHORTEST_INTERVAL, LONGEST_INTERVAL, DEFAULT_INTERVAL);
      watchVolumes();
    }),
    destroy: method("destroy", async () => {
      released = true;
      clearInterval(timer);
      session.events.off("networkQuality", handleNetwork);
      session.events.off("state", handleState);
      session.events.off("members", handleMembers);
      session.events.off("memberLeft", handleLeft);
      session.events.off("volume", handleVolume);
      emitter.clear();
      onDestroyed();
      // What is set here would otherwise be in force for the context of the same app.
      await session.withPlayback((playback) => {
        playback.setAllMuted(false);
        playback.setMasterVolume(100);
      });
      await capture(false);
      await session.withMedia((media) => media.muteMicrophone(false));
      await session.withMedia((media) => media.setMicrophoneGain(100));
      await session.exit();
    }),
  };
}

/** A user id; programs for the original also pass numbers. */
function uidField(options: Options): string {
  const { uid } = options;
  return idField(typeof uid === "number" ? { uid: String(uid) } : options, "uid");
}

/** dBov from -127 (silence) to 0 as the 0 to 255 of the original, in equal steps. */
function toLoudness(dBov: number): number {
  return Math.round(((dBov + 127) / 127) * 255);
}

function describeFailure(api: string, error: unknown): Outcome {
  const { message, errNo } = error instanceof RtcApiError ? error : RtcApiError.refused(error);
  const isParameter = errNo === ErrNo.BadParameter;
  const errCode =
    errNo === ErrNo.EngineReleased ? EngineCode.Released : isParameter ? EngineCode.BadParameter : EngineCode.Failed;
  return { errMsg: `${api}:fail ${message}`, errCode };
}
