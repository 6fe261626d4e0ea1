import type { NetworkGrade } from "./grade.js";

/** How good somebody's ways to and from the server are. */
export interface ParticipantNetwork {
  userId: string;
  /** What it sends. */
  uplink: NetworkGrade;
  /** What it receives. */
  downlink: NetworkGrade;
}

/** The same of the local participant, with what it is made of. What is not known is absent. */
export interface LocalNetwork extends ParticipantNetwork {
  /** Round-trip time to the server, milliseconds. */
  rtt?: number;
  /** Share of the packets that were lost on the way, 0 to 1. */
  uplinkLoss?: number;
  downlinkLoss?: number;
  /** Bits per second. */
  sendBitrate?: number;
  receiveBitrate?: number;
}

/** The networks of a room, as of the last two seconds. */
export interface NetworkQuality {
  local: LocalNetwork;
  /** The other visible participants; 0 where one has told nothing yet. */
  remote: ParticipantNetwork[];
}
