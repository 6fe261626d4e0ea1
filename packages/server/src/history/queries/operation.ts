import { sql } from "kysely";
import type { Clock } from "../../clock/clock.js";
import type { HistoryDatabase } from "../schema.js";
import type { UsageClass } from "../usage-meter.js";
import type { TimeRange } from "./calls.js";

/** What went on in a stretch of time. */
export interface Operation {
  /** Its begin, Unix milliseconds. */
  at: number;
  /** Different users who were in a call. */
  users: number;
  /** Calls that somebody was in. */
  rooms: number;
  /** Joins. */
  sessions: number;
  /** Milliseconds that these joins led to, up to now. */
  duration: number;
  /** The most at once. */
  peakUsers: number;
  peakRooms: number;
}

export interface Usage {
  /** The begin of the slot, Unix milliseconds. */
  at: number;
  usageClass: UsageClass;
  /** Milliseconds. */
  duration: number;
}

/** A stay is looked for this far before a stretch that it may reach into, in milliseconds. */
const LONGEST_STAY = 24 * 3600 * 1000;

/** How much the server was used. */
export class OperationQueries {
  constructor(
    private readonly db: HistoryDatabase,
    private readonly clock: Clock,
  ) {}

  /** @param step length of the stretches, in milliseconds, from the start of the range on */
  async operation(appId: string, { start, end }: TimeRange, step: number): Promise<Operation[]> {
    const length = sql`cast(${step} as bigint)`;
    const buckets = sql`buckets (at) as (
      select cast(${start} as bigint) union all select at + ${length} from buckets where at + ${length} < ${end})`;
    const { rows: presence } = await sql<{ at: number; users: number; rooms: number }>`
      with recursive ${buckets}
      select buckets.at as at, count(distinct stays.user_id) as users, count(distinct stays.call_id) as rooms
      from buckets left join stays on stays.app_id = ${appId}
        and stays.joined_at > buckets.at - cast(${LONGEST_STAY} as bigint) and stays.joined_at < buckets.at + ${length}
        and (stays.left_at is null or stays.left_at > buckets.at)
      group by 1 order by 1`.execute(this.db);
    const { rows: sessions } = await sql<{ at: number; sessions: number; duration: number }>`
      with recursive ${buckets}
      select buckets.at as at, count(*) as sessions,
        sum(coalesce(stays.left_at, cast(${this.clock.now()} as bigint)) - stays.joined_at) as duration
      from buckets join stays on stays.app_id = ${appId}
        and stays.joined_at >= buckets.at and stays.joined_at < buckets.at + ${length}
      group by 1`.execute(this.db);
    const { rows: peaks } = await sql<{ at: number; users: number; rooms: number }>`
      with recursive ${buckets}
      select buckets.at as at, max(peaks.users) as users, max(peaks.rooms) as rooms
      from buckets join peaks on peaks.app_id = ${appId}
        and peaks.at >= buckets.at and peaks.at < buckets.at + ${length}
      group by 1`.execute(this.db);
    const sessionsAt = new Map(sessions.map((row) => [Number(row.at), row]));
    const peaksAt = new Map(peaks.map((row) => [Number(row.at), row]));
    return presence.map((row) => {
      const at = Number(row.at);
      return {
        at,
        users: Number(row.users),
        rooms: Number(row.rooms),
        sessions: Number(sessionsAt.get(at)?.sessions ?? 0),
        duration: Number(sessionsAt.get(at)?.duration ?? 0),
        peakUsers: Number(peaksAt.get(at)?.users ?? 0),
        peakRooms: Number(peaksAt.get(at)?.rooms ?? 0),
      };
    });
  }

  /** Time in rooms by half hours, of one app or of all. */
  async usage(appId: string | undefined, { start, end }: TimeRange): Promise<Usage[]> {
    let query = this.db
      .selectFrom("usage")
      .select((row) => ["at", "class", row.fn.sum("duration").as("duration")])
      .where("at", ">=", start)
      .where("at", "<", end)
      .groupBy(["at", "class"])
      .orderBy("at");
    if (appId !== undefined) query = query.where("app_id", "=", appId);
    const rows = await query.execute();
    return rows.map((row) => ({
      at: Number(row.at),
      usageClass: row.class as UsageClass,
      duration: Number(row.duration),
    }));
  }
}
