import type { LeaveReason, Right, Source } from "@lianmai/protocol";
import type { RtcError } from "../errors/rtc-error.js";
import type { NetworkQuality } from "../quality/network-quality.js";
import type { RoomStats } from "../stats/stats.js";
import type { Participant } from "./participant.js";

/**
 * - `idle`: not joined yet.
 * - `joining`: `join()` is under way.
 * - `joined`: in the room and connected.
 * - `reconnecting`: in the room for the others, but the connection is lost and being made anew.
 * - `left`: out of the room, by `leave()`, by a join that failed, or removed. `join()` may be called again.
 */
export type RoomState = "idle" | "joining" | "joined" | "reconnecting" | "left";

/** Who can be heard. */
export interface Speaker {
  userId: string;
  /** Mean level of the last 300 ms in dBov: -127 (silence) to 0 (loudest). */
  volume: number;
}

/** A message of another participant, or of the app's back end. */
export interface RoomMessage {
  /** A participant's user id, or what a back end calls itself: an id that no user in the room had. */
  from: string;
  /** Whether it is for this participant alone, and not for the room. */
  private: boolean;
  /** Text, or bytes where it was sent as bytes. */
  message: string | Uint8Array<ArrayBuffer>;
}

export interface TokenExpiry {
  /** What ends: the whole stay (`token`), or the right to publish or subscribe. */
  privilege: "token" | "publish" | "subscribe";
  /** Unix time in seconds. */
  expireAt: number;
}

/**
 * Events of a `Room`, name to arguments. All of them are emitted from the event loop and never from inside a method
 * that was called; the class `Room` says in which order.
 */
export interface RoomEvents {
  /** `error` says why, where the new state was not asked for. */
  stateChanged: [state: RoomState, error?: RtcError];
  /** A participant is visible in the room, this one included. */
  participantJoined: [participant: Participant];
  participantLeft: [userId: string, reason: LeaveReason];
  /** A participant offers a source, this one included. */
  published: [userId: string, source: Source];
  unpublished: [userId: string, source: Source];
  muted: [userId: string, source: Source, muted: boolean];
  /** A subscribed track of another participant can be played. */
  trackAdded: [userId: string, source: Source, track: MediaStreamTrack];
  trackRemoved: [userId: string, source: Source];
  /** Everybody who can be heard now, loudest first; empty when it is silent. */
  speaking: [speakers: Speaker[]];
  /** Somebody says something; one that is sent while the connection is lost does not come. */
  message: [message: RoomMessage];
  /** How good the ways to the server are, of this participant and of the others; every 2 s from the join on. */
  networkQuality: [quality: NetworkQuality];
  /** What flows, each way and track; every 2 s from the join on. Rates are means of these 2 s. */
  statistics: [stats: RoomStats];
  tokenWillExpire: [expiry: TokenExpiry];
  /**
   * The server does not let this participant do something any more, and the error says why; what it had by that right
   * ends right after it. `updateToken` gives a right back that the token lacked.
   */
  permissionLost: [right: Right, error: RtcError];
  /** The server, or too long a loss of connection, put this participant out; the state is `left`. */
  removed: [error: RtcError];
  reconnecting: [];
  reconnected: [];
  /**
   * A publication of this participant ended without `unpublish()`: its track ended by itself (`track_ended`), or
   * the server refused it after a reconnect. `unpublished` follows.
   */
  publicationLost: [source: Source, error: RtcError];
  /**
   * The system took the device of a publication away for a while, as for a phone call or when the page went into the
   * background, or has given it back. Meanwhile the others see the publication as muted.
   */
  publicationInterrupted: [source: Source, isInterrupted: boolean];
  /** A subscription cannot be played or was refused; the room goes on without that track. */
  subscriptionFailed: [userId: string, source: Source, error: RtcError];
}
