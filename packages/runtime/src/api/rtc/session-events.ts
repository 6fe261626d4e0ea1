import type { RoomStats } from "@lianmai/client";
import type { LeaveReason } from "@lianmai/protocol";
import { ErrNo } from "./errors.js";
import type { ListName } from "./member-lists.js";
import type { DeviceEntry, RtcMember, RtcMessage, RtcNetworkQuality } from "./ports.js";

export interface JoinRequest {
  roomId: string;
  userId: string;
  token: string;
  autoPublish: boolean;
  /** Everything of the others, nothing, or their voices alone. */
  autoSubscribe: boolean | "audio";
}

/**
 * Where a call is; `data.state` of the state event.
 *
 * - `failed`: something in it went wrong, the call goes on.
 * - `permissionLost`: `data.right` (`publishAudio`, `publishVideo` or `subscribe`) is taken away, the call goes on.
 * - `suspended`, `resumed`: the system holds camera or microphone (`data.source`) back, as during a phone call, or
 *   gives it again.
 * - `background`, `foreground`: the mini-program left the screen in a call, which goes on, or came back.
 * - `screenEnded`: the user stopped sharing the screen by the browser's own button.
 */
export type CallState =
  | "joined"
  | "reconnecting"
  | "reconnected"
  | "left"
  | "removed"
  | "failed"
  | "permissionLost"
  | "suspended"
  | "resumed"
  | "background"
  | "foreground"
  | "screenEnded";

export interface StateChange {
  errNo: number;
  errMsg: string;
  data: { state: CallState; [key: string]: unknown };
}

export interface RtcSessionEvents {
  /** What flows in the call that this user is in; every two seconds. */
  statistics: [userId: string, stats: RoomStats];
  /** Several lists that changed together are told together. */
  lists: [names: ListName[]];
  state: [change: StateChange];
  /** The call is over without the page having ended it. */
  interrupted: [cause: { errNo: number; errMsg: string; reason: string }];
  tokenWillExpire: [];
  volume: [speakers: { userId: string; volume: number }[]];
  message: [message: RtcMessage];
  networkQuality: [quality: RtcNetworkQuality];
  autoplayBlocked: [];
  /** Cameras, microphones or speakers came or went. */
  devicesChanged: [devices: DeviceEntry[]];
  /** Everybody in the room with what they publish, whenever something of it may be other than before. */
  members: [members: readonly RtcMember[]];
  memberLeft: [userId: string, reason: LeaveReason];
}

/** The numbers of the platform for the ends of a call that it knows; other ends carry the code of the native SDK. */
export const REMOVALS: ReadonlyMap<string, number> = new Map([
  ["token_expired", ErrNo.TokenExpired],
  ["server_unreachable", ErrNo.ConnectionLost],
]);
