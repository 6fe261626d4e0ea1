import type { Kysely } from "kysely";

/** The tables of the history. All times are Unix milliseconds, all lengths milliseconds. */
export interface HistorySchema {
  calls: CallsTable;
  stays: StaysTable;
  roles: RolesTable;
  publications: PublicationsTable;
  streams: StreamsTable;
  points: PointsTable;
  /** The sums of a minute of each stream, which outlive the points: what lasts long is asked by minutes. */
  minute_points: PointsTable;
  joins: JoinsTable;
  usage: UsageTable;
  peaks: PeaksTable;
  audit: AuditTable;
  heartbeat: HeartbeatTable;
}

export type HistoryDatabase = Kysely<HistorySchema>;

/** The life of a room, from its first join to its end. */
export interface CallsTable {
  id: string;
  app_id: string;
  room_id: string;
  created_at: number;
  /** null while it lasts. */
  ended_at: number | null;
  /** Why the room ended; `interrupted` when the server was not there to see it. */
  end_reason: string | null;
}

/** One participation, from a join to its leave. */
export interface StaysTable {
  id: string;
  call_id: string;
  app_id: string;
  room_id: string;
  user_id: string;
  joined_at: number;
  /** null while it lasts. */
  left_at: number | null;
  leave_reason: string | null;
  os: string;
  device: string;
  access: string;
  /** Name and version of the client. */
  client: string;
}

/** When a participant was visible, and when not. */
export interface RolesTable {
  stay_id: string;
  began_at: number;
  visible: number;
}

export interface PublicationsTable {
  id: string;
  stay_id: string;
  source: string;
  began_at: number;
  ended_at: number | null;
  end_cause: string | null;
  muted_at_begin: number;
  /** How long it was muted, up to its end. */
  muted_for: number;
}

/** A publication on its way to the server, or from there to one subscriber. */
export interface StreamsTable {
  id: number;
  stay_id: string;
  app_id: string;
  room_id: string;
  user_id: string;
  /** Whose publication it is, of a stream that is received; "" of one that is sent. */
  peer_id: string;
  /** `up` or `down`. */
  direction: string;
  source: string;
  os: string;
  access: string;
  began_at: number;
  /** Whether it is judged by its first frame: it had one, or had none for long enough and was not muted. */
  expected: number;
  /** When its first packet passed, or its first frame was played; null when none did. */
  first_frame_at: number | null;
}

/** How a stream did over a stretch of time. Sums are over the stretch, the others are means. */
export interface PointsTable {
  stream_id: number;
  /** The begin of the stretch. */
  at: number;
  /** Its length. */
  span: number;
  bytes: number;
  packets: number;
  lost: number;
  rtt: number | null;
  jitter: number | null;
  /** Frames a second. */
  fps: number | null;
  width: number | null;
  height: number | null;
  freezes: number;
  /** How long it was played, and how long of that it stood still or was made up. */
  played: number;
  stalled: number;
  /** How long its delay was known, and how long of that it was above the limit. */
  timed: number;
  late: number;
}

/** Joins by half minutes: all that were not refused for what user or app did, and those of them that were quick. */
export interface JoinsTable {
  app_id: string;
  room_id: string;
  at: number;
  tried: number;
  quick: number;
}

/** Time in rooms by half hours, so that it adds up to days of every time zone. */
export interface UsageTable {
  app_id: string;
  at: number;
  /** `audio`, `sdm`, `sd` or `hd`. */
  class: string;
  duration: number;
}

/** The most at once, by the minute. */
export interface PeaksTable {
  app_id: string;
  at: number;
  users: number;
  rooms: number;
}

/** Who moderated or configured what. */
export interface AuditTable {
  /** In the order in which they happened; given by the server, as that of streams. */
  id: number;
  at: number;
  /** `access_key`, or another kind of caller. */
  actor_kind: string;
  actor: string;
  action: string;
  version: string;
  app_id: string;
  room_id: string;
  user_id: string;
  /** JSON of the other fields, without secrets and messages. */
  details: string;
  /** `ok`, or the code of the refusal. */
  outcome: string;
  request_id: string;
}

export interface HeartbeatTable {
  id: number;
  /** When the history was last written: what a killed server did not see the end of ended about then. */
  at: number;
  /** The points before this time have their points of minutes. */
  rolled_to: number;
}
