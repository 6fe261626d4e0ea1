import type { EventEmitter } from "eventemitter3";
import type { Logger } from "pino";
import type { Participant } from "../rooms/participant.js";
import type { Room } from "../rooms/room.js";
import type { RoomEvents } from "../rooms/room-events.js";

/**
 * Writes what happens in rooms to the log, by ids. Comings and goings at "info", what people do at "debug"; never a
 * token, a key or what a participant says of itself.
 */
export function logRooms(events: EventEmitter<RoomEvents>, logger: Logger): void {
  const of = ({ appId, roomId, callId }: Room) => ({ appId, roomId, callId });
  const who = (room: Room, { userId, id }: Participant) => ({ ...of(room), userId, session: id });
  events.on("roomCreated", (room) => logger.info(of(room), "room created"));
  events.on("roomDestroyed", (room, reason) => logger.info({ ...of(room), reason }, "room destroyed"));
  events.on("participantJoined", (room, participant) => {
    const { visible, client } = participant;
    logger.info({ ...who(room, participant), visible, client, participants: room.size }, "participant joined");
  });
  events.on("participantLeft", (room, participant, reason) => {
    logger.info({ ...who(room, participant), reason, participants: room.size }, "participant left");
  });
  events.on("removed", (room, participant, { reason }) => {
    logger.info({ ...who(room, participant), reason }, "participant removed");
  });
  events.on("permissionLost", (room, participant, right, { reason }) => {
    logger.info({ ...who(room, participant), right, reason }, "permission lost");
  });
  events.on("visibilityChanged", (room, participant) => {
    logger.debug({ ...who(room, participant), visible: participant.visible }, "visibility changed");
  });
  events.on("published", (room, { id, owner, source, muted }) => {
    logger.debug({ ...who(room, owner), publication: id, source, muted }, "published");
  });
  events.on("unpublished", (room, { id, owner, source }, by) => {
    logger.debug({ ...who(room, owner), publication: id, source, by }, "unpublished");
  });
  events.on("subscribeFailed", (room, subscriber, { owner, source }, cause) => {
    const details = { ...who(room, subscriber), publisher: owner.userId, source };
    logger.warn(details, `subscription failed: ${cause.message}`);
  });
}
