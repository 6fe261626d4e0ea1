import type { Environment } from "../../kernel/environment.js";
import { errorCodeOf, errorTypeOf } from "./errors.js";
import { type Handler, Listeners } from "./listeners.js";
import type { ListName } from "./member-lists.js";
import type { MemberNetwork, RtcNetworkQuality } from "./ports.js";
import type { RtcSession } from "./session.js";
import { userIdListEvent } from "./user-id-list.js";

/** The events of the context, each with the name that both its `on` and its `off` method end in. */
const EVENT_NAMES = [
  "RtcChatMembersChanged",
  "RtcVideoMembersChanged",
  "RtcChatSpeakersChanged",
  "RtcPublishScreenMembersChanged",
  "RtcStateChanged",
  "RtcChatInterrupted",
  "RoomTokenWillExpire",
  "RtcAudioVolume",
  "RtcNetworkQuality",
  "RtcMessage",
  "RtcAutoplayBlocked",
  "RtcDevicesChanged",
] as const;
type EventName = (typeof EVENT_NAMES)[number];

/** The typings of the platform spell this event without the last letter, the samples with it: both are one event. */
type Spelling = EventName | "RtcStateChange";

const LIST_EVENTS: Record<ListName, EventName> = {
  members: "RtcChatMembersChanged",
  video: "RtcVideoMembersChanged",
  speakers: "RtcChatSpeakersChanged",
  screen: "RtcPublishScreenMembersChanged",
};

/** `onX(handler)` and `offX(handler)`; `offX()` removes all handlers of the event. */
export type RtcContextEvents = Record<`on${Spelling}`, (handler: unknown) => void> &
  Record<`off${Spelling}`, (handler?: unknown) => void>;

/**
 * The events of one session as its contexts offer them.
 *
 * - The four list events carry full lists, the own id included; see `UserIdListEvent`.
 * - `onRtcStateChanged` and `onRtcStateChange`: `{errNo, errCode, code, errMsg, data}`, `data.state` is a `CallState`;
 *   where `errNo` is not 0, `errorCode` and `errorType` too.
 * - `onRtcChatInterrupted`: `{errNo, errCode, errMsg, reason}`, the call is over without the page having ended it.
 * - `onRoomTokenWillExpire`: no argument.
 *
 * Not of the original platform:
 *
 * - `onRtcAudioVolume`: `{speakers: [{userId, volume}]}`, who can be heard, loudest first, `volume` in dBov from -127
 *   (silence) to 0 (loudest), on change and at most every 300 ms.
 * - `onRtcNetworkQuality` (the original has it natively): `{local, remote}`, every 2 s; see `networkEvent`.
 * - `onRtcMessage`: `{userId, message, isPrivate}`, `message` a string or an `ArrayBuffer`.
 * - `onRtcAutoplayBlocked`: no argument; sound starts with the next touch, or by `resumeRtcPlayback` in one.
 * - `onRtcDevicesChanged`: `{devices: [{deviceId, kind, label}]}`.
 */
export function contextEvents(
  session: RtcSession,
  environment: Environment,
  defer: (task: () => void) => void,
): RtcContextEvents {
  const listeners = new Listeners<EventName>((run) => environment.guard(run));

  const emit = (name: EventName, argument?: () => unknown, detail?: unknown) => {
    environment.host.report({ kind: "rtc", name: `on${name}`, phase: "event", detail });
    listeners.emit(name, argument);
  };
  const listEvent = (list: ListName) => userIdListEvent(`on${LIST_EVENTS[list]}`, session.lists.get(list));

  session.events.on("lists", (names) => {
    for (const list of names) {
      emit(LIST_EVENTS[list], () => listEvent(list), { userIdList: [...session.lists.get(list)] });
    }
  });
  session.events.on("state", (change) => {
    const { errNo, errMsg, data } = change;
    const error = errNo === 0 ? {} : { errorCode: errorCodeOf(errNo), errorType: errorTypeOf(errNo) };
    const argument = { errNo, errCode: errNo, code: errNo, ...error, errMsg };
    emit("RtcStateChanged", () => ({ ...argument, data: { ...data } }), change);
  });
  session.events.on("interrupted", (cause) => {
    emit("RtcChatInterrupted", () => ({ ...cause, errCode: cause.errNo }), cause);
  });
  session.events.on("tokenWillExpire", () => emit("RoomTokenWillExpire"));
  session.events.on("volume", (speakers) => {
    // Not reported: several a second would bury everything else in the panels.
    listeners.emit("RtcAudioVolume", () => ({ speakers: speakers.map((speaker) => ({ ...speaker })) }));
  });

  session.events.on("message", ({ from, private: isPrivate, message }) => {
    const argument = () => ({
      userId: from,
      isPrivate,
      message: typeof message === "string" ? message : copy(message),
    });
    emit("RtcMessage", argument, { userId: from, isPrivate });
  });
  session.events.on("networkQuality", (quality) => {
    // Not reported either: it comes every two seconds.
    listeners.emit("RtcNetworkQuality", () => networkEvent(quality));
  });
  session.events.on("autoplayBlocked", () => emit("RtcAutoplayBlocked"));
  session.events.on("devicesChanged", (devices) => {
    const argument = { devices: devices.map((device) => ({ ...device })) };
    emit("RtcDevicesChanged", () => argument, argument);
  });

  // A page that is opened during the call would otherwise see no list before the next change.
  const catchUp = (name: EventName, handler: Handler) => {
    const list = (Object.keys(LIST_EVENTS) as ListName[]).find((key) => LIST_EVENTS[key] === name);
    if (!list || !session.lists.hasTold(list)) return;
    defer(() => {
      if (listeners.has(name, handler) && session.lists.hasTold(list)) {
        environment.guard(() => handler(listEvent(list)));
      }
    });
  };

  const methods: Record<string, (handler?: unknown) => void> = {};
  const offer = (spelling: Spelling, name: EventName) => {
    methods[`on${spelling}`] = (handler) => {
      if (typeof handler !== "function") {
        environment.warn(`on${spelling} takes a function, but got ${handler === null ? "null" : typeof handler}`);
      } else if (listeners.add(name, handler as Handler)) {
        catchUp(name, handler as Handler);
      }
    };
    methods[`off${spelling}`] = (handler) => {
      listeners.remove(name, typeof handler === "function" ? (handler as Handler) : undefined);
    };
  };
  for (const name of EVENT_NAMES) offer(name, name);
  offer("RtcStateChange", "RtcStateChanged");
  return methods as RtcContextEvents;
}

/**
 * The argument of `onRtcNetworkQuality`, in the fields of the native SDK: `txQuality` is what the user sends, `rxQuality`
 * what it receives, both 0 to 6; the own entry also has `rtt` (ms), `lossRatio` (0 to 1, the worse of both ways) and
 * `totalBandwidth` (bits per second, both ways together). What is not known yet is 0.
 */
function networkEvent({ local, remote }: RtcNetworkQuality) {
  const entry = ({ userId, uplink, downlink }: MemberNetwork) => ({
    userId,
    uid: userId,
    txQuality: uplink,
    rxQuality: downlink,
  });
  const own = {
    ...entry(local),
    rtt: Math.round(local.rtt ?? 0),
    lossRatio: Math.max(local.uplinkLoss ?? 0, local.downlinkLoss ?? 0),
    totalBandwidth: Math.round((local.sendBitrate ?? 0) + (local.receiveBitrate ?? 0)),
  };
  return { local: own, remote: remote.map(entry) };
}

/** The bytes as programs expect them; a buffer of its own, so that none can change what the next one sees. */
function copy(bytes: Uint8Array<ArrayBuffer>): ArrayBuffer {
  return bytes.slice().buffer;
}
