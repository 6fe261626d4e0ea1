import { Worker } from "node:worker_threads";

/** What a statement gave. */
export interface StatementResult {
  rows: Record<string, unknown>[];
  /** Rows that it changed. */
  changes: number;
}

/** A statement failed. */
export class SqliteThreadError extends Error {
  override readonly name = "SqliteThreadError";

  constructor(
    message: string,
    /** SQLite's name for it, such as `SQLITE_BUSY`; undefined when the thread itself failed. */
    readonly code: string | undefined,
  ) {
    super(message);
  }
}

export interface SqliteThreadOptions {
  file: string;
  /** How long a statement waits, in milliseconds, while another program writes. */
  timeout: number;
  /** Set on the connection when it is opened. */
  pragmas: readonly string[];
}

type Answer = { id: number } & (StatementResult | { error: { code?: string; message: string } });

interface Waiting {
  resolve: (result: StatementResult) => void;
  reject: (error: Error) => void;
}

/** Runs statements on one SQLite connection in a thread of its own, in the order in which they come. */
export class SqliteThread {
  private worker: Worker | undefined;
  /** Counts the threads that were started, and with each one its connection. */
  generation = 0;
  private lastId = 0;
  private readonly waiting = new Map<number, Waiting>();

  constructor(private readonly options: SqliteThreadOptions) {}

  /** @throws SqliteThreadError */
  run(sql: string, parameters: readonly unknown[]): Promise<StatementResult> {
    // A thread that ended is started anew: what it had not committed is gone, and whoever waited for it was told.
    this.worker ??= this.start();
    this.lastId += 1;
    const id = this.lastId;
    const result = new Promise<StatementResult>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.worker.postMessage({ id, sql, parameters });
    return result;
  }

  /** Ends the thread; SQLite's file is whole whatever it was doing. */
  async close(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
    this.giveUp("the thread of the database was closed");
  }

  private start(): Worker {
    this.generation += 1;
    const worker = new Worker(new URL("../../../threads/sqlite.mjs", import.meta.url), {
      workerData: this.options,
      // Of the process's own flags none concerns the thread, and some may not be given to one.
      execArgv: [],
    });
    const end = (why: string) => {
      if (this.worker !== worker) return;
      this.worker = undefined;
      this.giveUp(why);
    };
    worker.on("message", (answer: Answer) => this.settle(answer));
    worker.on("error", (error) => end(`the thread of the database failed: ${error.message}`));
    worker.on("exit", (code) => end(`the thread of the database ended with code ${code}`));
    return worker;
  }

  private settle(answer: Answer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ("error" in answer) waiting?.reject(new SqliteThreadError(answer.error.message, answer.error.code));
    else waiting?.resolve(answer);
  }

  private giveUp(why: string): void {
    for (const { reject } of this.waiting.values()) reject(new SqliteThreadError(why, undefined));
    this.waiting.clear();
  }
}
