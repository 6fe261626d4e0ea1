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
}

export const DEFAULT_ROOM_LIMITS: RoomLimits = {
  // Each has a router on a worker, some 100 KB.
  rooms: 10_000,
  visibleParticipants: LIMITS.visibleParticipants,
  publishingParticipants: LIMITS.publishingParticipants,
  invisibleParticipants: LIMITS.invisibleParticipants,
  // Every source of every visible participant, several times over, since demands for who left are kept too.
  demandsPerParticipant: 1_000,
};
