import type { RoomMessage } from "./room-events.js";
import type { RoomService } from "./room-service.js";

export interface Addressees {
  appId: string;
  roomId: string;
  /** Default: everybody in the room, the invisible too. */
  userIds?: readonly string[];
}

/** Carries messages of back ends to those who are in rooms. */
export class Messaging {
  constructor(private readonly rooms: RoomService) {}

  /** Whether a user of this id is in the room. */
  hasUser(appId: string, roomId: string, userId: string): boolean {
    return this.rooms.find(appId, roomId)?.participants.some((one) => one.userId === userId) ?? false;
  }

  /** Whether a user of this id is in any room of the app. */
  isOnline(appId: string, userId: string): boolean {
    return this.rooms.roomsOf(appId).some((room) => room.participants.some((one) => one.userId === userId));
  }

  /** Says something to a user in every room that it is in. @returns false when it is in none */
  sendToUser(appId: string, userId: string, message: RoomMessage): boolean {
    let sent = false;
    for (const room of this.rooms.roomsOf(appId)) {
      const receivers = room.participants.filter((one) => one.userId === userId);
      if (receivers.length > 0) this.rooms.events.emit("message", room, receivers, message);
      sent ||= receivers.length > 0;
    }
    return sent;
  }

  /** @returns the ids of those who are not in the room, or undefined when there is no such room */
  send({ appId, roomId, userIds }: Addressees, message: RoomMessage): string[] | undefined {
    const room = this.rooms.find(appId, roomId);
    if (room === undefined) return undefined;
    const wanted = userIds && new Set(userIds);
    const receivers = room.participants.filter(({ userId }) => wanted?.has(userId) ?? true);
    if (receivers.length > 0) this.rooms.events.emit("message", room, receivers, message);
    const here = new Set(receivers.map(({ userId }) => userId));
    return [...(wanted ?? [])].filter((userId) => !here.has(userId));
  }
}
