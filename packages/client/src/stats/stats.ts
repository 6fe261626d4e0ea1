import type { MediaKind, Source } from "@lianmai/protocol";

/** What flows in a room, each way and track. A field that the browser does not report is absent. */
export interface RoomStats {
  /** Unix time in milliseconds. */
  timestamp: number;
  /** The path to the server, from whichever transport is connected. */
  connection: ConnectionStats;
  /** The tracks that this participant publishes. */
  local: LocalTrackStats[];
  /** The subscribed tracks of others. */
  remote: RemoteTrackStats[];
}

export interface ConnectionStats {
  /** Round-trip time of the last connectivity check, milliseconds. */
  rtt?: number;
  /** What the bandwidth estimate allows this side to send, bits per second. */
  availableOutgoingBitrate?: number;
  /** Bits per second since the call before, all tracks together; absent in the first. */
  sendBitrate?: number;
  receiveBitrate?: number;
  /** How the media travels. */
  protocol?: "udp" | "tcp";
}

export interface TrackStats {
  source: Source;
  kind: MediaKind;
  /** Media type of the codec, as `video/VP8`. */
  codec?: string;
  /** Bits per second of payload since the call before; absent in the first. */
  bitrate?: number;
  /** Bytes of payload, from the start. */
  bytes: number;
  /** RTP packets, from the start. */
  packets: number;
  /** RTP packets lost on the way, from the start. */
  packetsLost?: number;
  /** Part of the packets lost since the call before, 0 to 1; absent in the first. */
  lossRatio?: number;
  /** Milliseconds. */
  jitter?: number;
  /** Round-trip time, milliseconds. */
  rtt?: number;
  /** Video frames encoded or decoded, from the start. */
  frames?: number;
  framesPerSecond?: number;
  /** Size of the frames that flow now, pixels; of the largest layer for a local track. */
  width?: number;
  height?: number;
  /** Sound energy from the start, in the unit of `totalAudioEnergy`; it grows while there is sound. */
  audioEnergy?: number;
  /** Momentary level, 0 to 1. */
  audioLevel?: number;
}

export interface LocalTrackStats extends TrackStats {
  /** Bits per second that the encoder may spend now, all layers together. */
  targetBitrate?: number;
  /** RTP packets that were sent again because they were asked for, from the start; they are among `packets` as well. */
  retransmitted?: number;
  /** Why the picture is not what was asked for. */
  qualityLimitation?: "none" | "cpu" | "bandwidth" | "other";
  /** The layers of the encoding, lowest first; one for a track without simulcast. */
  layers: LayerStats[];
}

export interface LayerStats {
  /** Restriction id of the simulcast layer; absent without simulcast. */
  rid?: string;
  active: boolean;
  bytes: number;
  bitrate?: number;
  width?: number;
  height?: number;
  framesPerSecond?: number;
}

export interface RemoteTrackStats extends TrackStats {
  userId: string;
  /** Video frames that are complete, together with those that they build upon, from the start. */
  framesReceived?: number;
  framesDropped?: number;
  /** How often and how many milliseconds in all the picture stood still, from the start. */
  freezes?: number;
  freezeDuration?: number;
  /** Milliseconds of sound that were made up because packets were missing or late, silence aside, from the start. */
  concealed?: number;
  /** Milliseconds of sound that were played at all, from the start. */
  played?: number;
  /** Milliseconds that packets wait on average in the jitter buffer, from the start. */
  jitterBufferDelay?: number;
  /** How often missing packets were asked for again, from the start. */
  nacks?: number;
  /** RTP packets that came because they were asked for again, from the start. */
  retransmitted?: number;
}
