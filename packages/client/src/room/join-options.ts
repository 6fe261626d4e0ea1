import { type AutoSubscribe, METHODS, type MethodParams } from "@lianmai/protocol";
import * as v from "valibot";
import { RtcError } from "../errors/rtc-error.js";
import { describePlatform } from "./platform.js";

/** How to enter a room. */
export interface JoinOptions {
  /** The application, 24 lower-case hexadecimal characters. */
  appId: string;
  /** 1 to 128 characters out of letters, digits, `_`, `@`, `-` and `.`; case-sensitive. */
  roomId: string;
  /** As `roomId`. The same user joining again from elsewhere puts the earlier one out. */
  userId: string;
  /** Made by the business back end for exactly this app, room and user. */
  token: string;
  /** An invisible participant is not announced and may not publish. Default true. */
  visible?: boolean;
  /** What of the others is subscribed by itself. Default true: audio, video and screens. */
  autoSubscribe?: boolean | Partial<AutoSubscribe>;
  /** Said to the others with the join; at most 200 bytes of UTF-8. Default "". */
  extraInfo?: string;
  /** Ends a join that is under way with an `aborted` error. Has no effect after it. */
  signal?: AbortSignal;
}

/** What the client calls itself in the server's logs. */
export const CLIENT_NAME = "web/0.1.0";

/** The parameters of the request `join`, without what only the browser knows. */
export type JoinRequest = Omit<MethodParams<"join">, "rtpCapabilities">;

/**
 * The request for these options.
 * @throws RtcError that says which option is illegal, so that no connection is made for nothing.
 */
export function joinRequest(options: JoinOptions): JoinRequest {
  const { appId, roomId, userId, token, visible = true, autoSubscribe = true, extraInfo = "" } = options;
  const all = { audio: true, video: true, screen: true };
  const none = { audio: false, video: false, screen: false };
  const subscribe =
    typeof autoSubscribe === "boolean" ? (autoSubscribe ? all : none) : { ...all, ...definedOf(autoSubscribe) };
  const request = {
    appId,
    roomId,
    userId,
    token,
    visible,
    autoSubscribe: subscribe,
    extraInfo,
    client: CLIENT_NAME,
    platform: describePlatform(globalThis.navigator),
  };
  const { entries } = METHODS.join.params;
  check(entries.roomId, roomId, RtcError.illegalRoomId);
  check(entries.userId, userId, RtcError.illegalUserId);
  check(entries.token, token, (message) => RtcError.tokenMalformed(`the token cannot be used: ${message}`));
  check(entries.appId, appId, RtcError.appUnknown);
  check(entries.extraInfo, extraInfo, RtcError.badMessage);
  check(entries.visible, visible, (message) => RtcError.badMessage(`visible: ${message}`));
  check(entries.autoSubscribe, subscribe, (message) => RtcError.badMessage(`autoSubscribe: ${message}`));
  return request;
}

function check(schema: v.GenericSchema, value: unknown, refuse: (message: string) => RtcError): void {
  const result = v.safeParse(schema, value);
  if (!result.success) throw refuse(result.issues[0].message);
}

function definedOf(partial: Partial<AutoSubscribe>): Partial<AutoSubscribe> {
  return Object.fromEntries(Object.entries(partial).filter(([, value]) => value !== undefined));
}
