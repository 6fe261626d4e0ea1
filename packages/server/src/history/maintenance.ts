import { sql } from "kysely";
import type { Logger } from "pino";
import type { Clock, Timer } from "../clock/clock.js";
import type { HistoryRetention } from "./options.js";
import type { HistoryDatabase, HistorySchema } from "./schema.js";

/** How often points are rolled up, and how often of that what is too old is removed; milliseconds. */
const INTERVAL = 60_000;
const ROUNDS_PER_REMOVAL = 5;
/** So many rows are removed at once: whoever writes meanwhile waits that long and no longer. */
export const REMOVED_AT_ONCE = 2_000;
/** Points are rolled up by this length, in milliseconds, one stretch of it in one transaction. */
export const MINUTE = 60_000;
/** A minute is rolled up so long after its end, in milliseconds: until then its points have been written. */
const PATIENCE = 60_000;

export interface MaintenanceOptions {
  db: HistoryDatabase;
  clock: Clock;
  logger: Logger;
  retention: HistoryRetention;
  /** Writes what waits. @returns whether all of it is written */
  settle: () => Promise<boolean>;
}

/** Rolls points up and removes what is older than it is to be kept. */
export class Maintenance {
  private timer: Timer | undefined;
  private rounds = 0;
  private busy = false;
  private working: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly options: MaintenanceOptions) {
    this.schedule();
  }

  /** Does all that is due now. @throws when the file cannot be written */
  async run(): Promise<void> {
    await this.alone(async () => {
      await this.rollUp();
      await this.removeOld();
    });
  }

  private async removeOld(): Promise<void> {
    const { clock, retention } = this.options;
    const now = clock.now();
    await this.remove("points", "at", startOf(Math.min(now - retention.points, await this.rolledTo())));
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
      this.schedule();
      // A round that takes longer than it should is not joined by another.
      if (this.busy) return;
      this.rounds += 1;
      const removes = this.rounds % ROUNDS_PER_REMOVAL === 0;
      const work = removes ? this.run() : this.alone(() => this.rollUp());
      work.catch((err: unknown) => {
        this.options.logger.error({ err }, "the history could not be rolled up or removed, trying again later");
      });
    });
  }

  /** One after the other: the same minute must not be rolled up twice. */
  private alone(work: () => Promise<void>): Promise<void> {
    const done = this.working.then(async () => {
      this.busy = true;
      try {
        await work();
      } finally {
        this.busy = false;
      }
    });
    this.working = done.catch(() => {});
    return done;
  }

  /** Makes one point of each minute of a stream out of those that came since the last time. */
  private async rollUp(): Promise<void> {
    const { db, clock, settle } = this.options;
    // What is written after its minute was rolled up would be missing in it.
    if (!(await settle())) return;
    const end = startOf(clock.now() - PATIENCE);
    const begin = await this.rolledTo();
    while (!this.closed) {
      const { next } = await db
        .selectFrom("points")
        .select((row) => row.fn.min("at").as("next"))
        .where("at", ">=", await this.rolledTo())
        .executeTakeFirstOrThrow();
      if (next === null || Number(next) >= end) break;
      await this.rollMinuteUp(startOf(Number(next)));
    }
    if (begin < end) await db.updateTable("heartbeat").set({ rolled_to: end }).execute();
  }

  private async rolledTo(): Promise<number> {
    const state = await this.options.db.selectFrom("heartbeat").select("rolled_to").executeTakeFirstOrThrow();
    return Number(state.rolled_to);
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
      await db
        .updateTable("heartbeat")
        .set({ rolled_to: begin + MINUTE })
        .execute();
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

/** The begin of the minute that a time is in. */
function startOf(time: number): number {
  return Math.floor(time / MINUTE) * MINUTE;
}
