import type { LeaveReason, MessageContent, Right, StreamQuality } from "@lianmai/protocol";
import type { WatchedPrivilege } from "./grant-watch.js";
import type { Participant, Publication, Subscription } from "./participant.js";
import type { Room } from "./room.js";
import type { RoomError } from "./room-error.js";

/** Why a participation ended. Of the last three nobody in the room sees a leave: the room or the user goes on or not. */
export type DepartureReason = LeaveReason | "media_lost" | "draining";

export type RoomEndReason = "empty" | "dismissed" | "media_lost" | "draining";

/** Who ended a publication: its owner, by itself or by going; the server, for want of rights; a ban. */
export type UnpublishCause = "owner" | "server" | "ban" | "departure";

export interface Speaker {
  userId: string;
  /** dBov, -127 (silence) to 0 (loudest). */
  volume: number;
}

/** A message of a participant or of a back end. */
export interface RoomMessage extends MessageContent {
  /** A participant's user id, or what a back end calls itself: an id that no user in the room had. */
  from: string;
  /** Whether it is for chosen receivers, and not for the room. */
  private: boolean;
}

/** A join that was asked for, and what came of it. */
export interface JoinAttempt {
  appId: string;
  roomId: string;
  userId: string;
  /** From the request to its end, in milliseconds. */
  elapsed: number;
  /** Why it failed; undefined when it did not. */
  error: RoomError | undefined;
}

/**
 * Everything that happens in rooms. Signalling, logs and whatever else must know are listeners of these events; there is
 * no second path. Events that change what the others see are emitted after `room.version` was counted up for them.
 */
export type RoomEvents = {
  roomCreated: [room: Room];
  roomDestroyed: [room: Room, reason: RoomEndReason];
  participantJoined: [room: Room, participant: Participant];
  participantLeft: [room: Room, participant: Participant, reason: DepartureReason];
  /** The same user joined again: the earlier participation is over, without a leave. */
  participantReplaced: [room: Room, earlier: Participant, later: Participant];
  /** `participant.visible` changed: for the others a join or a leave. */
  visibilityChanged: [room: Room, participant: Participant];
  /** The server ended a participation; tells the participant itself. Its departure is an event of its own. */
  removed: [room: Room, participant: Participant, error: RoomError];
  published: [room: Room, publication: Publication];
  unpublished: [room: Room, publication: Publication, by: UnpublishCause];
  muted: [room: Room, publication: Publication];
  subscribed: [room: Room, subscription: Subscription];
  unsubscribed: [room: Room, subscription: Subscription];
  /** A wanted subscription could not be made, mostly because the subscriber has no codec for it. */
  subscribeFailed: [room: Room, subscriber: Participant, publication: Publication, cause: Error];
  speaking: [room: Room, speakers: readonly Speaker[]];
  /** The ways of these participants to the server are graded anew. */
  networkQuality: [room: Room, participants: readonly Participant[]];
  /** So many layers of a publication, from the smallest on, are of use to anybody. */
  layersWanted: [room: Room, publication: Publication, layers: number];
  /** A participant or a back end says something to some of those in the room. */
  message: [room: Room, receivers: readonly Participant[], message: RoomMessage];
  tokenWillExpire: [room: Room, participant: Participant, privilege: WatchedPrivilege, expireAt: number];
  /** A participant may not do something any more; what it had by that right ends right after it. */
  permissionLost: [room: Room, participant: Participant, right: Right, error: RoomError];
  /** A client tells how its streams did; it may tell of streams that are not there. */
  qualityReported: [room: Room, participant: Participant, streams: readonly StreamQuality[]];
  /** Comes after `participantJoined` when it succeeded. */
  joinEnded: [attempt: JoinAttempt];
  tokenUpdated: [room: Room, participant: Participant];
};
