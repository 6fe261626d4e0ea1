import type { RoomStats } from "@lianmai/client";
import type { LeaveReason, Right, Size, Source } from "@lianmai/protocol";
import type { EventEmitter } from "eventemitter3";

/**
 * What a session needs of the outside: devices and rooms. `client-adapter.ts` gives it the real ones; the tests of
 * the session give it scripted ones, so that every order of calls can be played without a browser.
 */

export type Facing = "front" | "back";

/** What the camera is asked for. Width and height in pixels; the device may give less. */
export interface CameraOptions {
  facing: Facing;
  /** Exactly this one, whichever way it looks. */
  deviceId?: string;
  width?: number;
  height?: number;
  frameRate?: number;
}

export interface MicrophoneOptions {
  /** Whether the browser takes the noise out. */
  noiseSuppression: boolean;
  deviceId?: string;
}

/** What the user chose to show, with its sound where the user shares it. */
export interface SharedScreen {
  screen: MediaStreamTrack;
  screenAudio?: MediaStreamTrack;
}

/** A microphone that was freed from noise, or made louder or quieter. */
export interface FilteredMicrophone {
  /** Ends when the microphone ends. */
  readonly track: MediaStreamTrack;
  /** Percent, 0 to 200. */
  setGain(percent: number): void;
  /** Ends `track`; the microphone goes on. */
  close(): void;
}

export type DeviceKind = "camera" | "microphone" | "speaker";

/** A device of this machine. `label` is empty until the page has been allowed to use one. */
export interface DeviceEntry {
  deviceId: string;
  kind: DeviceKind;
  label: string;
}

export interface RtcDevices {
  openCamera(options: CameraOptions): Promise<MediaStreamTrack>;
  openMicrophone(options: MicrophoneOptions): Promise<MediaStreamTrack>;
  openScreen(options: { audio: boolean }): Promise<SharedScreen>;
  filterMicrophone(
    microphone: MediaStreamTrack,
    options: { denoise: boolean; gain: number },
  ): Promise<FilteredMicrophone>;
  list(): Promise<DeviceEntry[]>;
  /** Tells when devices come and go, for good. */
  watch(changed: () => void): void;
  /** Whether the user or the system forbids the device now, as far as the browser tells. */
  isForbidden(device: "camera" | "microphone"): Promise<boolean>;
}

/** Somebody in the room, oneself included. */
export interface RtcMember {
  userId: string;
  publications: readonly { source: Source; muted: boolean }[];
}

export interface RtcMessage {
  /** A member's user id, or what the app's back end calls itself. */
  from: string;
  /** Whether it is for this user alone. */
  private: boolean;
  message: string | Uint8Array<ArrayBuffer>;
}

/** 0 unknown, 1 excellent, 2 good, 3 poor, 4 bad, 5 very bad, 6 down. */
export interface MemberNetwork {
  userId: string;
  uplink: number;
  downlink: number;
}

/** The ways to and from the server in the last two seconds. What is not known is absent. */
export interface RtcNetworkQuality {
  local: MemberNetwork & {
    /** Milliseconds. */
    rtt?: number;
    /** 0 to 1. */
    uplinkLoss?: number;
    downlinkLoss?: number;
    /** Bits per second. */
    sendBitrate?: number;
    receiveBitrate?: number;
  };
  remote: MemberNetwork[];
}

export interface RtcRoomEvents {
  /** Members, publications or remote tracks are others than before. */
  changed: [];
  /** Somebody else left, as far as it is known why. */
  memberLeft: [userId: string, reason: LeaveReason];
  /** Who can be heard, loudest first. */
  speaking: [speakers: { userId: string; volume: number }[]];
  message: [message: RtcMessage];
  /** Every 2 s. */
  networkQuality: [quality: RtcNetworkQuality];
  /** What flows, as documented of `getRtcStats`; every two seconds. */
  statistics: [stats: RoomStats];
  /** The browser plays no sound until the user has touched the page. */
  autoplayBlocked: [];
  tokenWillExpire: [];
  reconnecting: [cause: RtcCause];
  reconnected: [];
  /** A publication of ours ended without `unpublish`. */
  publicationLost: [source: Source, cause: RtcCause];
  subscriptionFailed: [cause: RtcCause];
  /** Token, back end or time took a right away; what it had by it ends right after this. */
  permissionLost: [right: Right, cause: RtcCause];
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
  /** Everything of the others, nothing, or their voices alone. */
  autoSubscribe: boolean | "audio";
  signal: AbortSignal;
}

/** Where the sound of the others comes out: a side of a phone, or a device of `RtcDevices.list`. */
export type Output = PlaybackDevice | { deviceId: string };
export type PlaybackDevice = "speakerphone" | "earpiece";

/** How the others sound on this side. */
export interface RtcPlayback {
  setOutput(output: Output): Promise<void>;
  /** Percent, 0 to 200. */
  setVolume(userId: string, percent: number): void;
  setMuted(userId: string, muted: boolean): void;
  /** Of everybody, on top of their own: percent, 0 to 200. */
  setMasterVolume(percent: number): void;
  setAllMuted(muted: boolean): void;
  /** Starts what the browser held back; from a handler of a touch. */
  resume(): Promise<void>;
}

/** The most that is sent of a camera: pixels, and frames per second. */
export interface EncoderConfig {
  width?: number;
  height?: number;
  frameRate?: number;
}

export interface PublishChoice {
  muted: boolean;
  /** Of a camera. */
  encoder?: EncoderConfig;
}

/** One stay in one room. It is made for the join and thrown away after the leave. */
export interface RtcRoom extends RtcPlayback {
  readonly events: EventEmitter<RtcRoomEvents>;
  /** In order of arrival; empty before the join. */
  members(): RtcMember[];
  /** The track of another member that arrives here, if it is subscribed, sent and not muted. */
  remoteTrack(userId: string, source: Source): MediaStreamTrack | undefined;
  /** Rejects with an `RtcCause`. From success on, remote audio is played. */
  join(options: RtcJoinOptions): Promise<void>;
  /** Settles when the server knows, or at once where it cannot be told. */
  leave(): Promise<void>;
  publish(source: Source, track: MediaStreamTrack, options: PublishChoice): Promise<void>;
  /** The most that is sent of a camera that is published. */
  setEncoder(encoder: EncoderConfig): Promise<void>;
  /** Sends nothing of what is published, or again; the others see it as muted. */
  mutePublication(source: Source, muted: boolean): Promise<void>;
  unpublish(source: Source): Promise<void>;
  replaceTrack(source: Source, track: MediaStreamTrack): Promise<void>;
  subscribe(userId: string, source: Source): Promise<void>;
  unsubscribe(userId: string, source: Source): Promise<void>;
  updateToken(token: string): Promise<void>;
  /** Where a member's picture is shown: physical pixels, 0 x 0 for nowhere, undefined for any size. */
  setDemand(userId: string, source: "camera" | "screen", place: Size | undefined): void;
  setVisibility(visible: boolean): Promise<void>;
  sendMessage(message: string | ArrayBuffer | ArrayBufferView, to: string | undefined): Promise<void>;
  /** What flows now, as documented of `getRtcStats`. */
  stats(): Promise<object>;
}
