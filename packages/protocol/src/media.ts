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

/** A track that a participant offers to the room. */
export const PublicationSchema = v.object({
  publicationId: ServerIdSchema,
  source: SourceSchema,
  /** A muted publication keeps its place but sends nothing. */
  muted: v.boolean(),
});
export type Publication = v.InferOutput<typeof PublicationSchema>;

/** Somebody in the room, as the others see them. */
export const ParticipantSchema = v.object({
  userId: UserIdSchema,
  /** Unix time in milliseconds. */
  joinedAt: v.number(),
  /** What the participant said of itself at the join, at most 200 bytes; "" when nothing. */
  extraInfo: v.string(),
  publications: v.array(PublicationSchema),
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

export const ExtraInfoSchema = v.pipe(
  v.string(),
  v.maxBytes(LIMITS.extraInfoBytes, `extraInfo may have at most ${LIMITS.extraInfoBytes} bytes`),
);
