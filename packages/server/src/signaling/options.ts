import { LIMITS, TIMES } from "@lianmai/protocol";

/** Times of the signalling, in milliseconds. */
export interface SignalingTimes {
  /** The server pings every socket this often. */
  pingInterval: number;
  /** A participant who has been silent or away for this long has left. */
  silence: number;
  /** A socket that has not joined after this long is closed. */
  joinDeadline: number;
  /** For this long a session that ended can still be asked why it did. */
  endedSessionMemory: number;
}

export const DEFAULT_SIGNALING_TIMES: SignalingTimes = {
  pingInterval: TIMES.pingInterval,
  silence: TIMES.serverSilence,
  joinDeadline: TIMES.joinDeadline,
  endedSessionMemory: 60_000,
};

/** What one socket, and the sockets of one address, may take up. */
export interface SignalingLimits {
  /** Bytes of one message. */
  messageBytes: number;
  /** Messages a second in the long run. A busy client sends a few. */
  messagesPerSecond: number;
  /** Messages at once: what a client may say in a moment, such as after joining a full room. */
  messageBurst: number;
  /** Bytes that may wait to be read by the client before it is given up. */
  unsentBytes: number;
  /** Requests that may wait for their turn; further ones are left in the socket until there is room. */
  waitingRequests: number;
  /** Sockets that may be open. Each takes one of the files that the process may have open. */
  sockets: number;
  /** Sockets that one address may have open: a whole office can be behind one. Of IPv6 the first 64 bits count. */
  socketsPerAddress: number;
  /** New sockets a second of one address in the long run; ten times as many at once. */
  newSocketsPerAddress: number;
  /** Messages a second of all sockets of one address in the long run; five times as many at once. */
  addressMessagesPerSecond: number;
}

export const DEFAULT_SIGNALING_LIMITS: SignalingLimits = {
  messageBytes: LIMITS.messageBytes,
  messagesPerSecond: 100,
  messageBurst: 500,
  // The snapshot and subscriptions of a full room take some 300 kB.
  unsentBytes: 4 * 1024 * 1024,
  waitingRequests: 64,
  sockets: 10_000,
  socketsPerAddress: 1_000,
  newSocketsPerAddress: 50,
  addressMessagesPerSecond: 2_000,
};
