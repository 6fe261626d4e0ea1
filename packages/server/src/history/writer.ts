import type { Logger } from "pino";
import type { Clock, Timer } from "../clock/clock.js";
import { insertRows } from "../store/sqlite/insert-rows.js";
import type { HistoryDatabase, PointsTable } from "./schema.js";

/** Something to be written, in the order in which it is asked for. It may be tried more than once. */
export type Step = (db: HistoryDatabase) => Promise<unknown>;

export type Point = PointsTable;

const POINT_COLUMNS = [
  "stream_id",
  "at",
  "span",
  "bytes",
  "packets",
  "lost",
  "rtt",
  "jitter",
  "fps",
  "width",
  "height",
  "freezes",
  "played",
  "stalled",
  "timed",
  "late",
] as const satisfies readonly (keyof Point)[];

/** What is told is written this much later, together with what else was told meanwhile; milliseconds. */
const INTERVAL = 1_000;
/** So much is written in one transaction at most. */
const STEPS_AT_ONCE = 500;
const POINTS_AT_ONCE = 5_000;
/** So much waits in memory while the file cannot be written; beyond it what happens is lost, points the oldest first. */
const MOST_STEPS = 20_000;
const MOST_POINTS = 50_000;
/** So many points are given up together: moving the others up for each one would cost too much. */
const POINTS_GIVEN_UP = 1_000;
/** How long to wait after a failure, in milliseconds: twice as long each time, from the first to the last. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
/** What SQLite says when the file cannot be written for now; anything else is the fault of the step. */
const PASSING = /^SQLITE_(BUSY|LOCKED|FULL|READONLY|IOERR|CANTOPEN|NOMEM|PROTOCOL)/;

export interface HistoryWriterOptions {
  db: HistoryDatabase;
  clock: Clock;
  logger: Logger;
}

/**
 * Takes what is to be written at once and writes it later, in order and much together. Nobody waits for it, and a file
 * that cannot be written concerns nobody but the log.
 */
export class HistoryWriter {
  private steps: Step[] = [];
  private points: Point[] = [];
  private timer: Timer | undefined;
  private writing: Promise<void> = Promise.resolve();
  private pause = 0;
  private lost = { steps: 0, points: 0 };
  private closed = false;
  /** All that was ever lost, and all failures, while `lost` begins anew when the file can be written again. */
  private gone = 0;
  private failures = 0;

  constructor(private readonly options: HistoryWriterOptions) {}

  /** Writes something after all that was asked for before. */
  do(step: Step): void {
    if (this.steps.length >= MOST_STEPS) {
      this.lost.steps += 1;
      this.gone += 1;
    } else this.steps.push(step);
    this.schedule();
  }

  addPoint(point: Point): void {
    this.points.push(point);
    if (this.points.length > MOST_POINTS) {
      this.points.splice(0, POINTS_GIVEN_UP);
      this.lost.points += POINTS_GIVEN_UP;
      this.gone += POINTS_GIVEN_UP;
    }
    this.schedule();
  }

  /** For metrics: what waits, what was given up so far, and how often a write failed. */
  get state(): { waiting: number; lost: number; failures: number } {
    const { steps, points, gone, failures } = this;
    return { waiting: steps.length + points.length, lost: gone, failures };
  }

  /** Writes what waits now, and resolves when it is written or could not be. */
  async flush(): Promise<void> {
    this.timer?.cancel();
    this.timer = undefined;
    await this.write();
  }

  /** Writes what waits. What cannot be written now is lost, and the log says so. */
  async close(): Promise<void> {
    this.closed = true;
    await this.flush();
    const { steps, points } = this;
    if (steps.length + points.length === 0) return;
    this.options.logger.error(
      { steps: steps.length, points: points.length },
      "history lost: its file cannot be written",
    );
  }

  private schedule(): void {
    if (this.timer || this.closed) return;
    this.timer = this.options.clock.after(Math.max(INTERVAL, this.pause), () => {
      this.timer = undefined;
      void this.write();
    });
  }

  private write(): Promise<void> {
    this.writing = this.writing.then(() => this.writeAll());
    return this.writing;
  }

  private async writeAll(): Promise<void> {
    while (this.steps.length + this.points.length > 0) {
      const steps = this.steps.slice(0, STEPS_AT_ONCE);
      const points = this.points.slice(0, POINTS_AT_ONCE);
      // Points stand for themselves, so that those which are given up meanwhile do not matter.
      const lastPoint = points.at(-1);
      try {
        await this.writeBatch(steps, points);
      } catch (error) {
        if (!this.handleFailure(error)) return;
        await this.writeOneByOne(steps);
        await this.writeBatch([], points).catch((err: unknown) => {
          this.options.logger.error({ err, points: points.length }, "points of the history could not be written");
        });
      }
      this.steps.splice(0, steps.length);
      if (lastPoint) this.points.splice(0, this.points.indexOf(lastPoint) + 1);
      this.handleSuccess();
    }
  }

  private async writeBatch(steps: readonly Step[], points: readonly Point[]): Promise<void> {
    await this.options.db.transaction().execute(async (db) => {
      for (const step of steps) await step(db);
      const rows = points.map((point) => POINT_COLUMNS.map((column) => point[column]));
      await insertRows(db, "points", POINT_COLUMNS, rows);
    });
  }

  /** One step that can never be written must not keep the others back. */
  private async writeOneByOne(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      try {
        await this.writeBatch([step], []);
      } catch (err) {
        this.options.logger.error({ err }, "a step of the history could not be written");
      }
    }
  }

  /** @returns whether it is the fault of what was written, so that waiting does not help */
  private handleFailure(err: unknown): boolean {
    this.failures += 1;
    const { code } = err as { code?: string };
    if (code !== undefined && !PASSING.test(code)) return true;
    this.pause = Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, this.pause * 2));
    const waiting = { steps: this.steps.length, points: this.points.length };
    const retry = this.pause / 1000;
    this.options.logger.error({ err, waiting, lost: this.lost }, `history not written, trying again in ${retry} s`);
    this.schedule();
    return false;
  }

  private handleSuccess(): void {
    const { lost, pause } = this;
    this.pause = 0;
    if (pause > 0) this.options.logger.info({ lost }, "history is written again");
    if (pause > 0) this.lost = { steps: 0, points: 0 };
  }
}
