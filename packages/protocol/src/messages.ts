import * as v from "valibot";
import { ErrorInfoSchema } from "./errors.js";
import { AppIdSchema, RoomIdSchema, ServerIdSchema, UserIdSchema } from "./ids.js";
import { LIMITS } from "./limits.js";
import {
  ExtraInfoSchema,
  LayersSchema,
  MediasoupObjectSchema,
  NetworkQualitySchema,
  ParticipantSchema,
  PlatformSchema,
  PublicationSchema,
  SizeSchema,
  SourceSchema,
  StreamQualitySchema,
  SubscriptionSchema,
  TransportInfoSchema,
} from "./media.js";
import { MessageContentSchema } from "./room-message.js";

/** The path of the signalling WebSocket on the server's one HTTP port. */
export const SIGNALING_PATH = "/rtc/v1";

const Empty = v.object({});
const Token = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));

/** Who is in the room and what they publish, at one version of it. */
export const RoomSnapshotSchema = v.object({
  /** Counts the room's changes; every room event carries the version that it leads to. */
  version: v.pipe(v.number(), v.integer()),
  /** The visible participants, the asker among them if visible. */
  participants: v.array(ParticipantSchema),
});
export type RoomSnapshot = v.InferOutput<typeof RoomSnapshotSchema>;

/** Which publications of others the server subscribes this participant to by itself. */
export const AutoSubscribeSchema = v.object({ audio: v.boolean(), video: v.boolean(), screen: v.boolean() });
export type AutoSubscribe = v.InferOutput<typeof AutoSubscribeSchema>;

/**
 * Every request a client may send, with what it takes and what comes back. Requests of one socket are handled in
 * the order in which they arrive, so that a client need not wait for one answer before it sends the next request.
 */
export const METHODS = {
  /** Enters a room. The one answer carries all that is needed to receive and send media. */
  join: {
    params: v.object({
      appId: AppIdSchema,
      roomId: RoomIdSchema,
      userId: UserIdSchema,
      token: Token,
      /**
       * What this browser can receive, in mediasoup's form and with the browser's own numbers: the client does not
       * know the router's before the answer. mediasoup compares header extensions by `preferredId` as well, so the
       * server must first put its router's ids in the place of the browser's (matched by `kind` and `uri`); without
       * that nearly every extension is dropped, transport-wide congestion control among them.
       */
      rtpCapabilities: MediasoupObjectSchema,
      /** An invisible participant is not announced and may not publish. */
      visible: v.boolean(),
      autoSubscribe: AutoSubscribeSchema,
      extraInfo: ExtraInfoSchema,
      /** The client's make, for logs: "web/0.1.0". */
      client: v.pipe(v.string(), v.maxLength(64)),
      platform: v.optional(PlatformSchema),
      /** Names the trace that this join belongs to, in W3C's form: the server's part of it is exported where it is asked to. */
      traceparent: v.optional(v.pipe(v.string(), v.regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/))),
      /** Milliseconds from the page's call to the sending of this message; for the trace. */
      waited: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(3_600_000))),
    }),
    result: v.object({
      /** Names this participation; with `resumeKey` it can be taken up again on a new socket. */
      sessionId: ServerIdSchema,
      resumeKey: ServerIdSchema,
      routerRtpCapabilities: MediasoupObjectSchema,
      sendTransport: TransportInfoSchema,
      receiveTransport: TransportInfoSchema,
      room: RoomSnapshotSchema,
      /** One for each publication that `autoSubscribe` covers; they start by themselves once DTLS is up. */
      subscriptions: v.array(SubscriptionSchema),
    }),
  },
  /** Takes a session up again on a new socket after the old one was lost. Transports and subscriptions are kept. */
  resume: {
    params: v.object({ sessionId: ServerIdSchema, resumeKey: ServerIdSchema }),
    result: v.object({
      room: RoomSnapshotSchema,
      /** All subscriptions now in force; the client diffs them with its own. */
      subscriptions: v.array(SubscriptionSchema),
    }),
  },
  leave: { params: Empty, result: Empty },
  ping: { params: Empty, result: Empty },
  connectTransport: {
    params: v.object({ transportId: ServerIdSchema, dtlsParameters: MediasoupObjectSchema }),
    result: Empty,
  },
  restartIce: {
    params: v.object({ transportId: ServerIdSchema }),
    result: v.object({ iceParameters: MediasoupObjectSchema }),
  },
  /** Offers a track to the room. A source that is published already is refused. */
  publish: {
    params: v.object({
      source: SourceSchema,
      rtpParameters: MediasoupObjectSchema,
      muted: v.boolean(),
      /** Without it every subscriber gets the largest layer that its bandwidth carries, whatever it shows. */
      layers: v.optional(LayersSchema),
    }),
    result: v.object({ publicationId: ServerIdSchema }),
  },
  /** The layers have other sizes from now on, as after a turn of the phone. Their number stays. */
  updateLayers: { params: v.object({ publicationId: ServerIdSchema, layers: LayersSchema }), result: Empty },
  unpublish: { params: v.object({ publicationId: ServerIdSchema }), result: Empty },
  mute: { params: v.object({ publicationId: ServerIdSchema, muted: v.boolean() }), result: Empty },
  /**
   * Asks for a source of another participant, now and whenever it is published until `unsubscribe` or the end of
   * the session, also if that participant is not here yet. The subscription itself comes as the event `subscribed`.
   */
  subscribe: { params: v.object({ userId: UserIdSchema, source: SourceSchema }), result: Empty },
  unsubscribe: { params: v.object({ userId: UserIdSchema, source: SourceSchema }), result: Empty },
  updateSubscriptions: {
    params: v.object({
      updates: v.pipe(
        v.array(
          v.object({
            subscriptionId: ServerIdSchema,
            /** Whether this side cannot play it yet. */
            paused: v.optional(v.boolean()),
            /**
             * Physical pixels of the largest place where the picture is shown; 0 x 0 when it is nowhere to be seen,
             * and then nothing is sent. Default: as large as there is. The server chooses the layer by it.
             */
            size: v.optional(SizeSchema),
            /** Whether the picture is to begin anew, because this side can make no use any more of what comes. */
            keyFrame: v.optional(v.boolean()),
          }),
        ),
        v.minLength(1),
        v.maxLength(500),
      ),
    }),
    result: Empty,
  },
  /**
   * Says something to the others in the room, or to one of them. It is passed on as the event `message` to those who
   * are connected at that moment; nothing is kept. `not_found` when the one it is for is not in the room.
   */
  sendMessage: {
    params: v.object({
      /** Default: everybody else in the room, the invisible too. */
      to: v.optional(UserIdSchema),
      ...MessageContentSchema.entries,
    }),
    result: Empty,
  },
  /**
   * Tells how the streams did since the report before; a client sends it every `TIMES.qualityInterval`. It only serves
   * the history of the call: what the server cannot use is passed over.
   */
  reportQuality: {
    params: v.object({ streams: v.pipe(v.array(StreamQualitySchema), v.maxLength(LIMITS.reportedStreams)) }),
    result: Empty,
  },
  /** Grades this participant's way to the server for the others; sent when it has changed. */
  reportNetwork: { params: NetworkQualitySchema, result: Empty },
  setVisibility: { params: v.object({ visible: v.boolean() }), result: Empty },
  /** Puts a new token in the place of the one joined with; a bad one is refused and the old one stays in force. */
  updateToken: { params: v.object({ token: Token }), result: Empty },
} as const;

export type Method = keyof typeof METHODS;
export type MethodParams<M extends Method> = v.InferOutput<(typeof METHODS)[M]["params"]>;
export type MethodResult<M extends Method> = v.InferOutput<(typeof METHODS)[M]["result"]>;

/** What a token grants, a ban takes away, and a participant can lose while it is in the room. */
export const RIGHTS = ["publishAudio", "publishVideo", "subscribe"] as const;
export type Right = (typeof RIGHTS)[number];

export const LEAVE_REASONS = [
  "left",
  "connection_lost",
  "token_expired",
  "kicked_out",
  "room_dismissed",
  "invisible",
] as const;
export type LeaveReason = (typeof LEAVE_REASONS)[number];

/**
 * What the server tells without being asked. Events that change the room's state carry its new version.
 *
 * A participant is not told what it did itself, so the versions that it sees may skip numbers. An event with its own
 * userId says that the server did it: `unpublished`, when the privilege to publish ran out.
 */
export const EVENTS = {
  /** Also for a user who is here already and joined anew from elsewhere: it takes the place of what was known. */
  participantJoined: v.object({ participant: ParticipantSchema }),
  participantLeft: v.object({ userId: UserIdSchema, reason: v.picklist(LEAVE_REASONS) }),
  published: v.object({ userId: UserIdSchema, publication: PublicationSchema }),
  unpublished: v.object({ userId: UserIdSchema, publicationId: ServerIdSchema, source: SourceSchema }),
  muted: v.object({
    userId: UserIdSchema,
    publicationId: ServerIdSchema,
    source: SourceSchema,
    muted: v.boolean(),
  }),
  /** A subscription of this participant came to be; it is paused until the client says it can play it. */
  subscribed: v.object({ subscription: SubscriptionSchema }),
  unsubscribed: v.object({ subscriptionId: ServerIdSchema }),
  /** Who can be heard now, loudest first; sent on change and at most every 300 ms. An empty list is silence. */
  speaking: v.object({
    speakers: v.array(
      v.object({
        userId: UserIdSchema,
        /** Mean level of the last 300 ms in dBov: -127 (silence) to 0 (loudest). */
        volume: v.pipe(v.number(), v.minValue(-127), v.maxValue(0)),
      }),
    ),
  }),
  /** The ways of these participants to the server are graded anew; at most one event a second. */
  networkQuality: v.object({
    qualities: v.array(v.object({ userId: UserIdSchema, ...NetworkQualitySchema.entries })),
  }),
  /**
   * How many layers of a publication of this participant's are of use to anybody, counted from the smallest: 0 when
   * nobody looks at it. The others need not be sent until the next event says so.
   */
  layersWanted: v.object({
    publicationId: ServerIdSchema,
    layers: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  /**
   * Another participant or the app's back end says something to this participant. One who is away at that moment does
   * not get it.
   */
  message: v.object({
    /** A participant's user id, or what a back end calls itself: an id that no user in the room had. */
    from: UserIdSchema,
    /** Whether it is for this participant alone, and not for the room. */
    private: v.optional(v.boolean(), false),
    ...MessageContentSchema.entries,
  }),
  tokenWillExpire: v.object({
    privilege: v.picklist(["token", "publish", "subscribe"]),
    /** Unix time in seconds. */
    expireAt: v.number(),
  }),
  /**
   * This participant may not do something any more, and why: its token's privilege ended, another token has not got it,
   * or a ban. What it had by that right ends right after it. Where the token was the reason, `updateToken` with a better
   * one gives it back.
   */
  permissionLost: v.object({ right: v.picklist(RIGHTS), error: ErrorInfoSchema }),
  /** This participant is out of the room, and why. The socket closes after it. */
  removed: v.object({ error: ErrorInfoSchema }),
} as const;

export type EventName = keyof typeof EVENTS;
export type EventData<E extends EventName> = v.InferOutput<(typeof EVENTS)[E]>;
