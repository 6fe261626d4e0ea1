/** The events that this service sends. */
export const OFFERED_EVENTS = [
  "RoomCreate",
  "RoomDestroy",
  "UserJoinRoom",
  "InvisibleUserJoinRoom",
  "UserLeaveRoom",
  "InvisibleUserLeaveRoom",
  "RoleChangeInvisible2Visible",
  "RoleChangeVisible2Invisible",
  "UserAudioStreamStart",
  "UserAudioStreamStop",
  "UserVideoStreamStart",
  "UserVideoStreamStop",
  "UserScreenAudioStreamStart",
  "UserScreenAudioStreamStop",
  "UserScreenVideoStreamStart",
  "UserScreenVideoStreamStop",
] as const;

export type WebhookEvent = (typeof OFFERED_EVENTS)[number];

/**
 * Events of the original whose causes are not offered here. A callback may ask for them, so that the settings of an
 * existing back end can be taken over as they are; they never come.
 */
export const KNOWN_EVENTS_NOT_OFFERED = [
  "RecordStarted",
  "RecordStopped",
  "RecordUploadStarted",
  "RecordUploadProcessing",
  "RecordUploadDone",
  "RecordUploadBackuped",
  "RecordAudioStreamStateChanged",
  "RecordVideoStreamStateChanged",
  "RecordSyncUploadStarted",
  "RecordSyncUploadFailed",
  "SegmentRealTimeData",
  "SnapshotRealTimeData",
  "RelayStreamStateChanged",
  "Webcast",
  "TranscodeStarted",
  "TranscodeStopped",
  "TranscodeUpdated",
  "TranscodeStateChanged",
  "PushPublicStream",
  "MusicRemoved",
  "WbTranscodeProgressChanged",
  "WbTranscodeFinished",
] as const;

const KNOWN: ReadonlySet<string> = new Set([...OFFERED_EVENTS, ...KNOWN_EVENTS_NOT_OFFERED]);

export function isKnownEvent(name: string): boolean {
  return KNOWN.has(name);
}
