import type { EventEmitter } from "eventemitter3";
import type { Logger } from "pino";
import type { Clock, Timer } from "../clock/clock.js";
import type { RoomEvents } from "../rooms/room-events.js";
import { AuditLog } from "./audit-log.js";
import { CallRecorder } from "./call-recorder.js";
import { Counts } from "./counts.js";
import { Maintenance } from "./maintenance.js";
import { type OpenHistoryOptions, openHistory } from "./open-history.js";
import { checkRetention, DEFAULT_HISTORY_RETENTION, type HistoryRetention } from "./options.js";
import { QualitySampler } from "./quality/sampler.js";
import { CallQueries } from "./queries/calls.js";
import { OperationQueries } from "./queries/operation.js";
import { QualityQueries } from "./queries/quality.js";
import { recover } from "./recover.js";
import type { HistoryDatabase } from "./schema.js";
import { UsageMeter } from "./usage-meter.js";
import { HistoryWriter } from "./writer.js";

export interface HistoryOptions {
  /** How long things are kept, in milliseconds; each one not given is as in `DEFAULT_HISTORY_RETENTION`. */
  retention?: Partial<HistoryRetention>;
}

export interface HistoryDependencies {
  /** Folder of the file. */
  dataDir: string;
  rooms: EventEmitter<RoomEvents>;
  clock: Clock;
  logger: Logger;
  /** For tests. */
  open?: OpenHistoryOptions;
}

/** How often it is noted that the server still runs, in milliseconds. */
const HEARTBEAT = 10_000;

/** What happened: calls, who was in them and how they did, and who moderated. It listens, and nobody waits for it. */
export class History {
  readonly audit: AuditLog;
  readonly calls: CallQueries;
  readonly quality: QualityQueries;
  readonly operation: OperationQueries;
  private readonly sampler: QualitySampler;
  private readonly usage: UsageMeter;
  private readonly counts: Counts;
  private heartbeat: Timer;

  private constructor(
    private readonly db: HistoryDatabase,
    private readonly writer: HistoryWriter,
    private readonly maintenance: Maintenance,
    last: { lastStreamId: number; lastAuditId: number },
    { rooms: events, clock }: HistoryDependencies,
  ) {
    // In this order the row of a stay is written before those of its streams.
    new CallRecorder({ events, writer, clock });
    this.sampler = new QualitySampler({ events, writer, clock, lastStreamId: last.lastStreamId });
    const pixelsOf = this.sampler.pixelsOf.bind(this.sampler);
    this.usage = new UsageMeter({ events, writer, clock, pixelsOf });
    this.counts = new Counts({ events, writer, clock });
    this.audit = new AuditLog(db, writer, clock, last.lastAuditId);
    this.calls = new CallQueries(db);
    this.quality = new QualityQueries(db);
    this.operation = new OperationQueries(db, clock);
    this.heartbeat = this.beat(clock);
  }

  /**
   * Opens the history, ends what an earlier run left open, and listens to the rooms from now on.
   *
   * @throws StoreError when the file cannot be used
   * @throws ConfigError when something is to be kept for less than an hour
   */
  static async start(dependencies: HistoryDependencies, options: HistoryOptions = {}): Promise<History> {
    const { dataDir, clock, logger, open } = dependencies;
    const retention = { ...DEFAULT_HISTORY_RETENTION, ...options.retention };
    checkRetention(retention);
    const db = await openHistory(dataDir, open);
    const last = await recover(db);
    const writer = new HistoryWriter({ db, clock, logger });
    const maintenance = new Maintenance({
      db,
      clock,
      logger,
      retention,
      async settle() {
        await writer.flush();
        return writer.state.waiting === 0;
      },
    });
    return new History(db, writer, maintenance, last, dependencies);
  }

  /** For metrics: what waits to be written, what was given up, and how often a write failed. */
  get state(): HistoryWriter["state"] {
    return this.writer.state;
  }

  /** Writes what was told so far; for whoever wants to read it now. */
  async flush(): Promise<void> {
    await this.writer.flush();
  }

  /** Rolls up and removes what is too old, now. */
  async maintain(): Promise<void> {
    await this.maintenance.run();
  }

  /** To be called after the rooms are closed. Writes all that was told and closes the file. */
  async close(): Promise<void> {
    this.heartbeat.cancel();
    this.sampler.close();
    this.usage.close();
    this.counts.close();
    await this.maintenance.close();
    await this.writer.close();
    await this.db.destroy();
  }

  private beat(clock: Clock): Timer {
    const at = clock.now();
    this.writer.do((db) => db.updateTable("heartbeat").set({ at }).execute());
    return clock.after(HEARTBEAT, () => {
      this.heartbeat = this.beat(clock);
    });
  }
}
