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

const MIXED_PUSH = ["StartPushMixedStreamToCDN", "StartPushSingleStreamToCDN"] as const;

/** The other events of the original, each with the actions that cause it: none of these is offered here. */
export const EVENTS_OF_OTHER_ACTIONS = {
  RecordStarted: ["StartRecord"],
  RecordStopped: ["StartRecord"],
  RecordUploadStarted: ["StartRecord"],
  RecordUploadProcessing: ["StartRecord"],
  RecordUploadDone: ["StartRecord"],
  RecordUploadBackuped: ["StartRecord"],
  RecordAudioStreamStateChanged: ["StartRecord"],
  RecordVideoStreamStateChanged: ["StartRecord"],
  RecordSyncUploadStarted: ["StartRecord"],
  RecordSyncUploadFailed: ["StartRecord"],
  SegmentRealTimeData: ["StartSegment"],
  SnapshotRealTimeData: ["StartSnapshot"],
  RelayStreamStateChanged: ["StartRelayStream"],
  Webcast: ["StartWebcast"],
  TranscodeStarted: MIXED_PUSH,
  TranscodeStopped: MIXED_PUSH,
  TranscodeUpdated: MIXED_PUSH,
  TranscodeStateChanged: MIXED_PUSH,
  PushPublicStream: ["StartPushPublicStream"],
  MusicRemoved: ["ListMusics"],
  WbTranscodeProgressChanged: ["WbTranscodeCreate"],
  WbTranscodeFinished: ["WbTranscodeCreate"],
} as const satisfies Record<string, readonly string[]>;

/**
 * Events of the original whose causes are not offered here. A callback may ask for them, so that the settings of an
 * existing back end can be taken over as they are; they never come.
 */
export const KNOWN_EVENTS_NOT_OFFERED: readonly string[] = Object.keys(EVENTS_OF_OTHER_ACTIONS);

const KNOWN: ReadonlySet<string> = new Set([...OFFERED_EVENTS, ...KNOWN_EVENTS_NOT_OFFERED]);

export function isKnownEvent(name: string): boolean {
  return KNOWN.has(name);
}
