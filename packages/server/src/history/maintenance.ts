import { sql } from "kysely";
import type { Logger } from "pino";
import type { Clock, Timer } from "../clock/clock.js";
import type { HistoryRetention } from "./options.js";
import type { HistoryDatabase, HistorySchema } from "./schema.js";

/** How often what is too old is rolled up and removed, in milliseconds. */
const INTERVAL = 5 * 60_000;
/** So many rows are removed at once: whoever writes meanwhile waits that long and no longer. */
export const REMOVED_AT_ONCE = 2_000;
/** Points are rolled up by this length, in milliseconds, one stretch of it in one transaction. */
const MINUTE = 60_000;

export interface MaintenanceOptions {
  db: HistoryDatabase;
  clock: Clock;
  logger: Logger;
  retention: HistoryRetention;
}

/** Rolls old points up and removes what is older than it is to be kept. */
export class Maintenance {
  private timer: Timer | undefined;
  private working: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly options: MaintenanceOptions) {
    this.schedule();
  }

  /** Does all that is due now. @throws when the file cannot be written */
  async run(): Promise<void> {
    const { clock, retention } = this.options;
    const now = clock.now();
    await this.rollUp(now - retention.points);
    await this.remove("minute_points", "at", now - retention.minutes);
    await this.remove("streams", "began_at", now - Math.max(retention.calls, retention.minutes));
    await this.removeStays(now - retention.calls);
    await this.remove("calls", "ended_at", now - retention.calls);
    await this.remove("joins", "at", now - retention.calls);
    await this.remove("peaks", "at", now - retention.calls);
    await this.remove("usage", "at", now - retention.usage);
    await this.remove("audit", "at", now - retention.audit);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.timer?.cancel();
    await this.working;
  }

  private schedule(): void {
    this.timer = this.options.clock.after(INTERVAL, () => {
      this.working = this.run().catch((err: unknown) => {
        this.options.logger.error({ err }, "old history could not be removed, trying again later");
      });
      this.schedule();
    });
  }

  /** Makes one point of each minute of a stream out of those before a time. */
  private async rollUp(before: number): Promise<void> {
    const end = Math.floor(before / MINUTE) * MINUTE;
    while (!this.closed) {
      const { db } = this.options;
      const { first } = await db
        .selectFrom("points")
        .select((row) => row.fn.min("at").as("first"))
        .executeTakeFirstOrThrow();
      if (first === null || Number(first) >= end) return;
      await this.rollMinuteUp(Math.floor(Number(first) / MINUTE) * MINUTE);
    }
  }

  private async rollMinuteUp(begin: number): Promise<void> {
    await this.options.db.transaction().execute(async (db) => {
      const within = sql`at >= ${begin} and at < ${begin + MINUTE}`;
      // Means are weighted by length; a picture is as large as its largest.
      await sql`
        insert into minute_points
          (stream_id, at, span, bytes, packets, lost, rtt, jitter, fps, width, height, freezes, played, stalled, timed, late)
        select stream_id, cast(${begin} as bigint), sum(span), sum(bytes), sum(packets), sum(lost),
          sum(rtt * span) / nullif(sum(case when rtt is null then 0 else span end), 0),
          sum(jitter * span) / nullif(sum(case when jitter is null then 0 else span end), 0),
          sum(fps * span) / nullif(sum(case when fps is null then 0 else span end), 0),
          max(width), max(height), sum(freezes), sum(played), sum(stalled), sum(timed), sum(late)
        from points where ${within} group by stream_id`.execute(db);
      await sql`delete from points where ${within}`.execute(db);
    });
  }

  /** Stays with what belongs to them; those that last are kept. */
  private async removeStays(before: number): Promise<void> {
    const old = this.options.db
      .selectFrom("stays")
      .select("id")
      .where("left_at", "<", before)
      .orderBy("left_at")
      .limit(REMOVED_AT_ONCE);
    for (let full = true; full && !this.closed; ) {
      full = await this.options.db.transaction().execute(async (db) => {
        const ids = (await db.executeQuery(old)).rows.map(({ id }) => id);
        if (ids.length === 0) return false;
        await db.deleteFrom("publications").where("stay_id", "in", ids).execute();
        await db.deleteFrom("roles").where("stay_id", "in", ids).execute();
        await db.deleteFrom("stays").where("id", "in", ids).execute();
        return ids.length === REMOVED_AT_ONCE;
      });
    }
  }

  private async remove(
    table: Exclude<keyof HistorySchema, "heartbeat">,
    column: string,
    before: number,
  ): Promise<void> {
    const { db } = this.options;
    while (!this.closed) {
      // The row that is just not removed any more says where the batch ends: tables need no key of their own for it.
      const { rows } = await sql<{ at: number }>`
        select ${sql.ref(column)} as at from ${sql.table(table)} where ${sql.ref(column)} < ${before}
        order by ${sql.ref(column)} limit 1 offset ${REMOVED_AT_ONCE}`.execute(db);
      const end = rows[0]?.at;
      await sql`delete from ${sql.table(table)} where ${sql.ref(column)} < ${end ?? before}`.execute(db);
      if (end === undefined) return;
      // Many of one moment: all of them go at once, or none ever would.
      await sql`delete from ${sql.table(table)} where ${sql.ref(column)} = ${end}`.execute(db);
    }
  }
}
