import { type RawBuilder, sql } from "kysely";
import type { HistoryDatabase } from "../schema.js";
import type { TimeRange } from "./calls.js";

/** Whose streams are meant. */
export interface StreamFilter {
  appId: string;
  roomId?: string;
  userIds?: readonly string[];
  os?: readonly string[];
  access?: readonly string[];
}

/** Sums over a stretch of time, of sound or of pictures. */
export interface QualitySums {
  /** The begin of the stretch, Unix milliseconds. */
  at: number;
  kind: "audio" | "video";
  /** Milliseconds that were played, and of these stood still or were made up. */
  played: number;
  stalled: number;
  /** Milliseconds in which the delay was known, and of these was above the limit. */
  timed: number;
  late: number;
}

/** Streams that began in a stretch of time and were to have a first frame. */
export interface FirstFrames {
  at: number;
  kind: "audio" | "video";
  direction: "up" | "down";
  expected: number;
  came: number;
}

export interface JoinCounts {
  at: number;
  tried: number;
  quick: number;
}

/** A stretch of the curve of one stream, or of several of one kind between the same two. */
export interface CurvePoint {
  userId: string;
  peerId: string;
  direction: "up" | "down";
  source: string;
  at: number;
  span: number;
  bytes: number;
  packets: number;
  lost: number;
  rtt: number | null;
  jitter: number | null;
  fps: number | null;
  width: number | null;
  height: number | null;
  freezes: number;
  played: number;
  stalled: number;
}

/** Points of a curve are put together to the first of these lengths, in milliseconds, that gives few enough. */
const STEPS = [2_000, 10_000, 30_000, 60_000, 300_000, 3_600_000];
/** So many points one answer has at most: some megabytes. */
const MOST_POINTS = 10_000;

const MINUTE = 60_000;
/** A stream is looked for this far before a range that it may reach into, in milliseconds. */
const LONGEST_STREAM = 24 * 3600 * 1000;

const KIND = sql<"audio" | "video">`case when source in ('microphone', 'screenAudio') then 'audio' else 'video' end`;

/** How streams did. */
export class QualityQueries {
  constructor(private readonly db: HistoryDatabase) {}

  /** @param step length of the stretches, in milliseconds, from the start of the range on */
  async sums(filter: StreamFilter, range: TimeRange, step: number): Promise<QualitySums[]> {
    const { rolled_to } = await this.db.selectFrom("heartbeat").select("rolled_to").executeTakeFirstOrThrow();
    // By minutes there is a thirtieth of the rows; only what is too new for that is added up from its points.
    const rolledTo = step % MINUTE === 0 ? Number(rolled_to) : 0;
    const { start, end } = range;
    const all = sql`${pointsOf("minute_points", filter, { start, end: Math.min(end, rolledTo) })}
      union all ${pointsOf("points", filter, { start: Math.max(start, rolledTo), end })}`;
    const { rows } = await sql<QualitySums>`
      select ${bucket("at", range, step)} as at, ${KIND} as kind,
        sum(played) as played, sum(stalled) as stalled, sum(timed) as timed, sum(late) as late
      from (${all}) as found
      where direction = 'down'
      group by 1, 2 order by 1, 2`.execute(this.db);
    return rows;
  }

  async firstFrames(filter: StreamFilter, range: TimeRange, step: number): Promise<FirstFrames[]> {
    const { rows } = await sql<FirstFrames>`
      select ${bucket("began_at", range, step)} as at, ${KIND} as kind, direction,
        count(*) as expected, count(first_frame_at) as came
      from streams
      where began_at >= ${range.start} and began_at < ${range.end} and expected = 1 and ${chosen(filter)}
      group by 1, 2, 3 order by 1, 2, 3`.execute(this.db);
    return rows;
  }

  /** Of a whole app, or of one room. */
  async joins({ appId, roomId }: StreamFilter, range: TimeRange, step: number): Promise<JoinCounts[]> {
    const { rows } = await sql<JoinCounts>`
      select ${bucket("at", range, step)} as at, sum(tried) as tried, sum(quick) as quick
      from joins
      where app_id = ${appId} and at >= ${range.start} and at < ${range.end}
        ${roomId === undefined ? sql`` : sql`and room_id = ${roomId}`}
      group by 1 order by 1`.execute(this.db);
    return rows;
  }

  /** The curves of some users in a room, as fine as they can be in one answer. */
  async curves(
    filter: StreamFilter & { direction: "up" | "down" | undefined },
    range: TimeRange,
  ): Promise<CurvePoint[]> {
    const { direction } = filter;
    const { first } = await this.db
      .selectFrom("points")
      .select((row) => row.fn.min("at").as("first"))
      .executeTakeFirstOrThrow();
    // Each minute comes from its points, or from what is left of them, and never from both.
    const minutesEnd = first === null ? range.end : Math.min(range.end, Number(first) - MINUTE + 1);
    const all = sql`${pointsOf("minute_points", filter, { start: range.start, end: minutesEnd })}
      union all ${pointsOf("points", filter, range)}`;
    const from = sql`(${all}) as found ${direction === undefined ? sql`` : sql`where direction = ${direction}`}`;
    for (const step of STEPS) {
      const keys = sql`user_id, peer_id, direction, source, ${bucket("at", range, step)}`;
      const { rows: counted } = await sql<{ count: number }>`
        select count(*) as count from (select 1 from ${from} group by ${keys}) as grouped`.execute(this.db);
      if (Number(counted[0]?.count) > MOST_POINTS && step !== STEPS.at(-1)) continue;
      const { rows } = await sql<CurvePoint>`
        select user_id as ${sql.ref("userId")}, peer_id as ${sql.ref("peerId")}, direction, source,
          ${bucket("at", range, step)} as at, sum(span) as span, sum(bytes) as bytes, sum(packets) as packets,
          sum(lost) as lost, avg(rtt) as rtt, avg(jitter) as jitter, avg(fps) as fps, max(width) as width,
          max(height) as height, sum(freezes) as freezes, sum(played) as played, sum(stalled) as stalled
        from ${from} group by ${keys} order by 1, 2, 3, 4, 5 limit ${MOST_POINTS}`.execute(this.db);
      return rows;
    }
    return [];
  }
}

/** Points of one of the two lengths that begin within a range, with whose they are. */
function pointsOf(
  table: "points" | "minute_points",
  filter: StreamFilter,
  { start, end }: TimeRange,
): RawBuilder<unknown> {
  // In one room there are few streams, and each is looked up by its own; in a whole app all points of the time count.
  const few =
    filter.roomId === undefined
      ? sql``
      : sql`and p.stream_id in (
          select id from streams where ${chosen(filter)} and began_at < ${end} and began_at >= ${start - LONGEST_STREAM})`;
  return sql`
    select p.*, user_id, peer_id, direction, source
    from ${sql.table(table)} as p join streams on streams.id = p.stream_id
    where p.at >= ${start} and p.at < ${end} and ${chosen(filter)} ${few}`;
}

/** The begin of the stretch that a time is in. Numbers are cast because SQLite takes parameters for fractions. */
function bucket(column: string, { start }: TimeRange, step: number): RawBuilder<number> {
  const begin = sql`cast(${start} as bigint)`;
  const length = sql`cast(${step} as bigint)`;
  return sql<number>`(${sql.ref(column)} - ${begin}) / ${length} * ${length} + ${begin}`;
}

function chosen({ appId, roomId, userIds, os, access }: StreamFilter): RawBuilder<boolean> {
  const terms = [sql`app_id = ${appId}`];
  if (roomId !== undefined) terms.push(sql`room_id = ${roomId}`);
  for (const [column, values] of [
    ["user_id", userIds],
    ["os", os],
    ["access", access],
  ] as const) {
    if (values === undefined) continue;
    // A list without names is asked for when none of those that were asked for may be: it finds nothing.
    terms.push(values.length === 0 ? sql`1 = 0` : sql`${sql.ref(column)} in (${sql.join(values)})`);
  }
  return sql<boolean>`${sql.join(terms, sql` and `)}`;
}
