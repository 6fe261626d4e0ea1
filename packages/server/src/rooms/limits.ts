import { LIMITS } from "@lianmai/protocol";

/** How much fits into a room. */
export interface RoomLimits {
  visibleParticipants: number;
  publishingParticipants: number;
  invisibleParticipants: number;
  /** Sources of others that one participant may have asked for or declined by name. */
  demandsPerParticipant: number;
}

export const DEFAULT_ROOM_LIMITS: RoomLimits = {
  visibleParticipants: LIMITS.visibleParticipants,
  publishingParticipants: LIMITS.publishingParticipants,
  invisibleParticipants: LIMITS.invisibleParticipants,
  // Every source of every visible participant, several times over, since demands for who left are kept too.
  demandsPerParticipant: 1_000,
};
