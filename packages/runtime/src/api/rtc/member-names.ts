import type { RtcContext } from "./context.js";
import type { RtcEngine } from "./engine/engine.js";

/** The members of contexts and engines by name: all that a page has of them before their code has come. */

export const CONTEXT_METHODS = [
  "joinRtcRoom",
  "exitRtcRoom",
  "changeAudioCapture",
  "changeVideoCapture",
  "switchCamera",
  "updateToken",
  "changeUserVisibility",
  "setVideoEncoderConfig",
  "setAudioPlaybackDevice",
  "changeStreamPublishState",
  "changeStreamSubscribeState",
  "changeScreenSubscribeState",
  "changeAnsMode",
  "changeScreenCapture",
  "setRemoteAudioVolume",
  "setRemoteAudioMuted",
  "sendRtcMessage",
  "getRtcStats",
  "resumeRtcPlayback",
  "getRtcDevices",
  "setRtcDevice",
  "changePictureInPicture",
] as const satisfies readonly (keyof RtcContext)[];

/** What the names of the context's events end in; `RtcStateChange` is `RtcStateChanged` as the typings spell it. */
const CONTEXT_EVENT_NAMES = [
  "RtcChatMembersChanged",
  "RtcVideoMembersChanged",
  "RtcChatSpeakersChanged",
  "RtcPublishScreenMembersChanged",
  "RtcStateChanged",
  "RtcStateChange",
  "RtcChatInterrupted",
  "RoomTokenWillExpire",
  "RtcAudioVolume",
  "RtcNetworkQuality",
  "RtcMessage",
  "RtcAutoplayBlocked",
  "RtcDevicesChanged",
] as const;

export const CONTEXT_EVENTS = CONTEXT_EVENT_NAMES.flatMap((name) => [`on${name}`, `off${name}`] as const);

export const ENGINE_METHODS = [
  "joinChannel",
  "leaveChannel",
  "enableLocalAudio",
  "disableLocalAudio",
  "muteLocalAudioStream",
  "unmuteLocalAudioStream",
  "adjustRecordingSignalVolume",
  "muteRemoteAudioStream",
  "unmuteRemoteAudioStream",
  "muteAllRemoteAudioStream",
  "unmuteAllRemoteAudioStream",
  "adjustPlaybackSignalVolume",
  "enableAudioVolumeIndication",
  "destroy",
] as const satisfies readonly (keyof RtcEngine)[];

const ENGINE_EVENT_NAMES = [
  "JoinChannelSuccess",
  "RejoinChannelSuccess",
  "LeaveChannel",
  "ConnectionInterrupted",
  "ConnectionLost",
  "UserJoined",
  "UserOffline",
  "NetworkQuality",
  "FirstLocalAudioFrame",
  "FirstRemoteAudioFrame",
  "UserMuteAudio",
  "UserEnableAudio",
  "UserEnableLocalAudio",
  "AudioVolumeIndication",
  "StreamPublishSucceed",
  "LogReport",
  "ExtraEvent",
  "Warning",
  "Error",
] as const;

export const ENGINE_EVENTS = [
  "on",
  "off",
  ...ENGINE_EVENT_NAMES.flatMap((name) => [`on${name}`, `off${name}`] as const),
] as const;

/** Does not compile when a member is missing above. */
type Missing<All, Named> = Exclude<All, Named>;
type NothingMissing<M extends never> = M;
export type AllOfContext = NothingMissing<
  Missing<keyof RtcContext, (typeof CONTEXT_METHODS)[number] | (typeof CONTEXT_EVENTS)[number]>
>;
export type AllOfEngine = NothingMissing<
  Missing<
    keyof RtcEngine,
    (typeof ENGINE_METHODS)[number] | (typeof ENGINE_EVENTS)[number] | "isSupported" | "getLocalAudioStatus"
  >
>;
