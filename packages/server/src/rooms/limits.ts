import { LIMITS } from "@lianmai/protocol";

/** How much fits into a room. */
export interface RoomLimits {
  /** Rooms on the server. */
  rooms: number;
  visibleParticipants: number;
  publishingParticipants: number;
  invisibleParticipants: number;
  /** Sources of others that one participant may have asked for or declined by name. */
  demandsPerParticipant: number;
  /** Bytes of messages a second of one participant in the long run. Each is sent on to everybody in the room. */
  roomMessageBytesPerSecond: number;
  /** Bytes of messages of one participant at once; a full one with its overhead must fit in. */
  roomMessageBurst: number;
}

/** What a message costs beside its bytes, so that empty ones are not free. */
export const ROOM_MESSAGE_OVERHEAD = 256;

export const DEFAULT_ROOM_LIMITS: RoomLimits = {
  // Each has a router on a worker, some 100 KB.
  rooms: 10_000,
  visibleParticipants: LIMITS.visibleParticipants,
  publishingParticipants: LIMITS.publishingParticipants,
  invisibleParticipants: LIMITS.invisibleParticipants,
  // Every source of every visible participant, several times over, since demands for who left are kept too.
  demandsPerParticipant: 1_000,
  roomMessageBytesPerSecond: 64 * 1024,
  roomMessageBurst: 4 * LIMITS.roomMessageBytes,
};
