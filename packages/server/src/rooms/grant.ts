import type { MediaKind } from "@lianmai/protocol";
import type { PrivilegeTimes } from "@lianmai/server-sdk";
import { RoomError } from "./room-error.js";

/** What a participant's token allows, and until when. */
export interface Grant {
  /** Unix seconds after which the participant has to be out; 0 = never. */
  expireAt: number;
  privileges: PrivilegeTimes;
}

/** What the privileges to publish are for: media by their kind, and messages. */
export type Publishable = MediaKind | "data";

/** Whether a time is over: it is still good in its own second, and 0 is never over. */
export function isOver(time: number, nowMs: number): boolean {
  return time !== 0 && Math.floor(nowMs / 1000) > time;
}

/** The moment, in Unix milliseconds, at which a time is over. */
export function endOf(time: number): number {
  return (time + 1) * 1000;
}

export function mayPublish({ privileges }: Grant, kind: Publishable, nowMs: number): boolean {
  const time = publishTime(privileges, kind);
  return time !== undefined && !isOver(time, nowMs);
}

export function maySubscribe({ privileges }: Grant, nowMs: number): boolean {
  return privileges.subscribe !== undefined && !isOver(privileges.subscribe, nowMs);
}

/** @returns RoomError `publish_not_permitted` that says whether the privilege is missing or over; undefined when it is neither */
export function whyMayNotPublish(grant: Grant, kind: Publishable, nowMs: number): RoomError | undefined {
  if (mayPublish(grant, kind, nowMs)) return undefined;
  return RoomError.notPermitted("publish", explain(`publish ${kind}`, publishTime(grant.privileges, kind)));
}

/** @returns RoomError `subscribe_not_permitted` that says whether the privilege is missing or over; undefined when it is neither */
export function whyMayNotSubscribe(grant: Grant, nowMs: number): RoomError | undefined {
  if (maySubscribe(grant, nowMs)) return undefined;
  return RoomError.notPermitted("subscribe", explain("subscribe", grant.privileges.subscribe));
}

function publishTime(privileges: PrivilegeTimes, kind: Publishable): number | undefined {
  if (kind === "data") return privileges.publishData;
  return kind === "audio" ? privileges.publishAudio : privileges.publishVideo;
}

function explain(what: string, time: number | undefined): string {
  return time === undefined
    ? `The token does not grant the privilege to ${what}. Make a token that does, and pass it to updateToken.`
    : `The token's privilege to ${what} expired at ${new Date(time * 1000).toISOString()}. Pass a new token to updateToken.`;
}
