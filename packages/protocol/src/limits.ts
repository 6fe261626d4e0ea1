/** Limits that both sides know. The server may be configured to lower ones; it then says so in its refusal. */
export const LIMITS = {
  /** Bytes of one signalling message. A join with a browser's full RTP capabilities takes some 12 kB. */
  messageBytes: 256 * 1024,
  /** Bytes of what one message in a room carries: of a text its UTF-8, of a binary one what the Base64 stands for. */
  roomMessageBytes: 64 * 1024,
  /** Bytes (UTF-8) of a participant's `extraInfo`. */
  extraInfoBytes: 200,
  /** Visible participants in a room. */
  visibleParticipants: 50,
  /** Participants who publish in a room. */
  publishingParticipants: 30,
  /** Streams in one report of quality; a client with more leaves the rest out. */
  reportedStreams: 200,
  /** Invisible participants in a room. */
  invisibleParticipants: 10_000,
} as const;

/** Times that both sides know, in milliseconds. */
export const TIMES = {
  /** The client sends a `ping` this often while nothing else is said; the server pings the socket as often. */
  pingInterval: 10_000,
  /** A client that has had no word from the server for this long takes the connection for lost. */
  clientSilence: 12_000,
  /** A participant who has been silent or away for this long has left. */
  serverSilence: 30_000,
  /** A socket that has not joined after this long is closed. */
  joinDeadline: 15_000,
  /** A client reports the quality of its streams this often. */
  qualityInterval: 2_000,
  /** `tokenWillExpire` comes this long before the expiry. */
  tokenWarning: 30_000,
} as const;
