import type { Source } from "@lianmai/protocol";
import type { EventEmitter } from "eventemitter3";

/**
 * What a session needs of the outside: devices and rooms. `client-adapter.ts` gives it the real ones; the tests of
 * the session give it scripted ones, so that every order of calls can be played without a browser.
 */

export type Facing = "front" | "back";

/** What the camera is asked for. Width and height in pixels; the device may give less. */
export interface CameraOptions {
  facing: Facing;
  width?: number;
  height?: number;
  frameRate?: number;
}

export interface RtcDevices {
  openCamera(options: CameraOptions): Promise<MediaStreamTrack>;
  openMicrophone(): Promise<MediaStreamTrack>;
}

/** Somebody in the room, oneself included. */
export interface RtcMember {
  userId: string;
  publications: readonly { source: Source; muted: boolean }[];
}

export interface RtcRoomEvents {
  /** Members, publications or remote tracks are others than before. */
  changed: [];
  /** Who can be heard, loudest first. */
  speaking: [speakers: { userId: string; volume: number }[]];
  tokenWillExpire: [];
  reconnecting: [];
  reconnected: [];
  /** A publication of ours ended without `unpublish`. */
  publicationLost: [source: Source, cause: RtcCause];
  subscriptionFailed: [cause: RtcCause];
  /** The call is over although nobody here ended it. */
  removed: [cause: RtcCause];
}

/** Why a room refused or ended something, in the words of the client's `RtcError`. */
export interface RtcCause {
  code: number;
  reason: string;
  message: string;
}

export interface RtcJoinOptions {
  appId: string;
  roomId: string;
  userId: string;
  token: string;
  visible: boolean;
  autoSubscribe: boolean;
  signal: AbortSignal;
}

/** One stay in one room. It is made for the join and thrown away after the leave. */
export interface RtcRoom {
  readonly events: EventEmitter<RtcRoomEvents>;
  /** In order of arrival; empty before the join. */
  members(): RtcMember[];
  /** The track of another member that arrives here, if it is subscribed, sent and not muted. */
  remoteTrack(userId: string, source: Source): MediaStreamTrack | undefined;
  /** Rejects with an `RtcCause`. From success on, remote audio is played. */
  join(options: RtcJoinOptions): Promise<void>;
  /** Settles when the server knows, or at once where it cannot be told. */
  leave(): Promise<void>;
  publish(source: Source, track: MediaStreamTrack): Promise<void>;
  unpublish(source: Source): Promise<void>;
  replaceTrack(source: Source, track: MediaStreamTrack): Promise<void>;
  subscribe(userId: string, source: Source): Promise<void>;
  unsubscribe(userId: string, source: Source): Promise<void>;
  updateToken(token: string): Promise<void>;
  setVisibility(visible: boolean): Promise<void>;
  /** Where the remote audio comes out. Devices without the choice keep their only one. */
  setPlaybackDevice(device: PlaybackDevice): Promise<void>;
}

export type PlaybackDevice = "speakerphone" | "earpiece";
