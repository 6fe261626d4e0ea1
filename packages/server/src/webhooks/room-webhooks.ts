import type { Source } from "@lianmai/protocol";
import type { EventEmitter } from "eventemitter3";
import type { Clock } from "../clock/clock.js";
import type { Participant } from "../rooms/participant.js";
import type { Room } from "../rooms/room.js";
import type { DepartureReason, RoomEvents, UnpublishCause } from "../rooms/room-events.js";
import type { WebhookEvent } from "./event-names.js";

/** Something that happened in a room, as callbacks are told of it. */
export interface RoomWebhook {
  appId: string;
  roomId: string;
  type: WebhookEvent;
  data: Record<string, string | number>;
  /** Unix milliseconds. */
  time: number;
}

const LEAVE_REASONS: Readonly<Record<DepartureReason, string>> = {
  left: "userLeave",
  connection_lost: "connectionLost",
  token_expired: "onUserTokenDidExpire",
  kicked_out: "kickedByAdmin",
  room_dismissed: "roomDismissByAdmin",
  // For the others in the room only: going invisible is a change of role and no leave.
  invisible: "other",
  media_lost: "other",
  draining: "other",
};

const STOP_REASONS: Readonly<Record<UnpublishCause, string>> = {
  owner: "StreamStop",
  server: "StreamStop",
  ban: "BannedByAdmin",
  departure: "LeaveRoom",
};

const STREAMS: Readonly<Record<Source, "Audio" | "Video" | "ScreenAudio" | "ScreenVideo">> = {
  microphone: "Audio",
  camera: "Video",
  screenAudio: "ScreenAudio",
  screen: "ScreenVideo",
};

const DEVICE_TYPES: ReadonlySet<string> = new Set(["android", "ios", "web", "mac", "windows"]);

/**
 * Translates what happens in rooms into the events that callbacks know.
 *
 * @param emit called at once with each of them
 */
export function translateRoomEvents(
  events: EventEmitter<RoomEvents>,
  clock: Clock,
  emit: (webhook: RoomWebhook) => void,
): void {
  const tell = (room: Room, type: WebhookEvent, details: Record<string, string | number> = {}) => {
    const time = clock.now();
    const { appId, roomId } = room;
    emit({ appId, roomId, type, data: { RoomId: roomId, ...details, Timestamp: time }, time });
  };
  events.on("roomCreated", (room) => tell(room, "RoomCreate"));
  events.on("roomDestroyed", (room) => tell(room, "RoomDestroy"));
  // The same user who joins again is told of by this event alone: the earlier participation ends without a leave.
  events.on("participantJoined", (room, participant) => {
    tell(room, participant.visible ? "UserJoinRoom" : "InvisibleUserJoinRoom", describe(participant));
  });
  events.on("participantLeft", (room, participant, reason) => {
    // When the last visible participant has gone, the room itself puts the invisible ones out: no administrator did.
    const dismissed = reason === "room_dismissed" && room.endReason === "empty";
    tell(room, participant.visible ? "UserLeaveRoom" : "InvisibleUserLeaveRoom", {
      ...describe(participant),
      Reason: dismissed ? "other" : LEAVE_REASONS[reason],
    });
  });
  events.on("visibilityChanged", (room, { userId, extraInfo, visible }) => {
    const type = visible ? "RoleChangeInvisible2Visible" : "RoleChangeVisible2Invisible";
    tell(room, type, { UserId: userId, ExtraInfo: extraInfo });
  });
  events.on("published", (room, { owner, source }) => {
    tell(room, `User${STREAMS[source]}StreamStart`, describe(owner));
  });
  events.on("unpublished", (room, { owner, source }, by) => {
    tell(room, `User${STREAMS[source]}StreamStop`, { ...describe(owner), Reason: STOP_REASONS[by] });
  });
}

function describe({ userId, client, extraInfo }: Participant): Record<string, string> {
  return { UserId: userId, DeviceType: deviceTypeOf(client), ExtraInfo: extraInfo };
}

/** A client names itself `type/version`; one that names another type is taken for a page, which ours are. */
function deviceTypeOf(client: string): string {
  const type = client.split("/", 1)[0] ?? "";
  return DEVICE_TYPES.has(type) ? type : "web";
}
