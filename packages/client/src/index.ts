export {
  type AutoSubscribe,
  ErrorCode,
  ID_PATTERN,
  kindOf,
  type LeaveReason,
  type MediaKind,
  type Publication,
  SIGNALING_PATH,
  type Size,
  SOURCES,
  type Source,
} from "@lianmai/protocol";
export {
  type CameraOptions,
  listDevices,
  type MicrophoneOptions,
  openCamera,
  openMicrophone,
  watchDevices,
} from "./devices/devices.js";
export { type Denoise, MicrophoneFilter, type MicrophoneFilterOptions } from "./devices/microphone-filter.js";
export { canShareScreen, openScreen, type ScreenOptions, type SharedScreen } from "./devices/screen.js";
export { ClientErrorCode, type ClientErrorReason, RtcError, type RtcErrorReason } from "./errors/rtc-error.js";
export { consoleLogger, type Logger } from "./logging/logger.js";
export { AudioPlayer, type AudioPlayerEvents, type AudioSource } from "./playback/audio-player.js";
export { gradeOf, type NetworkGrade, type WayMeasures } from "./quality/grade.js";
export type { LocalNetwork, NetworkQuality, ParticipantNetwork } from "./quality/network-quality.js";
export { type BackoffOptions, BackoffPolicy, type ReconnectContext, type ReconnectPolicy } from "./reconnect/policy.js";
export type { RoomEvents, RoomMessage, RoomState, Speaker, TokenExpiry } from "./room/events.js";
export type { JoinOptions } from "./room/join-options.js";
export type { Message } from "./room/message-content.js";
export type { Participant } from "./room/participant.js";
export { Room, type RoomOptions } from "./room/room.js";
export { type ConnectionTimes, DEFAULT_CONNECTION_TIMES } from "./signaling/connection.js";
export type { WebSocketConstructor, WebSocketLike } from "./signaling/socket.js";
export type {
  ConnectionStats,
  LayerStats,
  LocalTrackStats,
  RemoteTrackStats,
  RoomStats,
  TrackStats,
} from "./stats/stats.js";
export type { PacketTime, PublishOptions, VideoCodec } from "./tracks/publish-options.js";
export { type EncoderConfig, suitableBitrate } from "./tracks/video-layers.js";
