import * as v from "valibot";
import { ServerIdSchema, UserIdSchema } from "./ids.js";
import { LIMITS } from "./limits.js";

/** What a track shows or carries. A participant has at most one publication of each source. */
export const SOURCES = ["microphone", "camera", "screen", "screenAudio"] as const;
export const SourceSchema = v.picklist(SOURCES);
export type Source = (typeof SOURCES)[number];

export type MediaKind = "audio" | "video";
export const MediaKindSchema = v.picklist(["audio", "video"]);

/** The kind of media that a source carries. */
export function kindOf(source: Source): MediaKind {
  return source === "microphone" || source === "screenAudio" ? "audio" : "video";
}

/**
 * mediasoup's own structures (RTP capabilities and parameters, ICE and DTLS parameters). mediasoup checks them in
 * full on either side, so the wire schema only asks for an object: one place holds the truth about them.
 */
export const MediasoupObjectSchema = v.looseObject({});
export type MediasoupObject = v.InferOutput<typeof MediasoupObjectSchema>;

/** All that a client needs to open one WebRTC transport. */
export const TransportInfoSchema = v.object({
  id: ServerIdSchema,
  iceParameters: MediasoupObjectSchema,
  iceCandidates: v.array(MediasoupObjectSchema),
  dtlsParameters: MediasoupObjectSchema,
});
export type TransportInfo = v.InferOutput<typeof TransportInfoSchema>;

const Side = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(16_384));

/** Pixels of a picture, or of the place where it is shown. */
export const SizeSchema = v.object({ width: Side, height: Side });
export type Size = v.InferOutput<typeof SizeSchema>;

/** The simulcast layers that a publisher sends, smallest first; one for a track without simulcast. */
export const LayersSchema = v.pipe(v.array(SizeSchema), v.minLength(1), v.maxLength(4));

/** A track that a participant offers to the room. */
export const PublicationSchema = v.object({
  publicationId: ServerIdSchema,
  source: SourceSchema,
  /** A muted publication keeps its place but sends nothing. */
  muted: v.boolean(),
});
export type Publication = v.InferOutput<typeof PublicationSchema>;

/**
 * How good a participant's way to the server is: 0 unknown, 1 excellent, 2 good, 3 poor, 4 bad, 5 very bad, 6 down.
 */
export const NetworkGradeSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(6));

/** Both ways as their own client grades them: what it sends, and what it receives. */
export const NetworkQualitySchema = v.object({ uplink: NetworkGradeSchema, downlink: NetworkGradeSchema });
export type NetworkQuality = v.InferOutput<typeof NetworkQualitySchema>;

/** Somebody in the room, as the others see them. */
export const ParticipantSchema = v.object({
  userId: UserIdSchema,
  /** Unix time in milliseconds. */
  joinedAt: v.number(),
  /** What the participant said of itself at the join, at most 200 bytes; "" when nothing. */
  extraInfo: v.string(),
  publications: v.array(PublicationSchema),
  /** Absent until its client has told. */
  network: v.optional(NetworkQualitySchema),
});
export type Participant = v.InferOutput<typeof ParticipantSchema>;

/** A subscriber's end of a publication. */
export const SubscriptionSchema = v.object({
  subscriptionId: ServerIdSchema,
  publicationId: ServerIdSchema,
  userId: UserIdSchema,
  source: SourceSchema,
  rtpParameters: MediasoupObjectSchema,
  /** Whether the server waits for `updateSubscriptions` with `paused: false` before it sends media. */
  paused: v.boolean(),
});
export type Subscription = v.InferOutput<typeof SubscriptionSchema>;

const Name = v.pipe(v.string(), v.maxLength(64));

/** What a client runs on, as far as it knows and tells; for the history of calls. */
export const PlatformSchema = v.object({
  /** Operating system in lower case: "android", "ios", "windows", "mac", "linux". */
  os: v.optional(Name),
  /** Model or kind of the device: "iPhone", "Pixel 8". */
  device: v.optional(Name),
  /** Network that it is on: "wifi", "ethernet", "4g". */
  access: v.optional(Name),
});
export type Platform = v.InferOutput<typeof PlatformSchema>;

/** Milliseconds within a report of quality, or a count of events in it. */
const Small = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(600_000));

/** How one stream did, as only its client knows: what was drawn and played, and what it waited for. */
export const StreamQualitySchema = v.object({
  /** The publication when this client sends the stream, the subscription when it receives it. */
  id: ServerIdSchema,
  /** Pixels and frames a second of the picture that is encoded or drawn now. */
  width: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535))),
  height: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535))),
  framesPerSecond: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1_000))),
  /** Milliseconds. */
  rtt: v.optional(Small),
  jitter: v.optional(Small),
  /** How long packets wait before they are played, in milliseconds. */
  delay: v.optional(Small),
  /** How long something was played, in milliseconds; of a received stream. */
  played: v.optional(Small),
  /** How long of that the picture stood still or the sound was made up, in milliseconds. */
  stalled: v.optional(Small),
  /** How often the picture stood still. */
  freezes: v.optional(Small),
});
export type StreamQuality = v.InferOutput<typeof StreamQualitySchema>;

export const ExtraInfoSchema = v.pipe(
  v.string(),
  v.maxBytes(LIMITS.extraInfoBytes, `extraInfo may have at most ${LIMITS.extraInfoBytes} bytes`),
);
