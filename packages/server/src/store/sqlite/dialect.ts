import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { SqliteThread, SqliteThreadError, type SqliteThreadOptions } from "./thread.js";

/**
 * SQLite takes changes of the schema back with their transaction, which Kysely does not count on: without this a
 * migration that is cut short by a crash or a power loss stays half done, and the file cannot be opened again.
 */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Kysely's own form of SQLite, on a connection in this thread. */
export class TransactionalSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** SQLite on a connection in another thread. */
export class ThreadSqliteDialect implements Dialect {
  constructor(private readonly options: SqliteThreadOptions) {}

  createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }

  createDriver(): Driver {
    return new ThreadDriver(new SqliteThread(this.options));
  }

  createIntrospector(db: Kysely<unknown>): SqliteIntrospector {
    return new SqliteIntrospector(db);
  }

  createQueryCompiler(): SqliteQueryCompiler {
    return new SqliteQueryCompiler();
  }
}

/** One connection, which its users have one after the other: a transaction of one must not take another's statement in. */
class ThreadDriver implements Driver {
  private readonly connection: DatabaseConnection;
  private last: Promise<void> = Promise.resolve();
  private release: () => void = () => {};

  /** The connection on which the transaction that is open was begun. */
  private begun: number | undefined;

  constructor(private readonly thread: SqliteThread) {
    const assertSame = () => this.assertSameConnection();
    this.connection = {
      async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
        assertSame();
        const { rows, changes } = await thread.run(sql, parameters);
        return { rows: rows as R[], numAffectedRows: BigInt(changes) };
      },
      // biome-ignore lint/correctness/useYield: the port wants a generator, and this form of it has nothing to stream
      async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
        throw new Error("SQLite in a thread does not stream results");
      },
    };
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const earlier = this.last;
    let release = () => {};
    this.last = new Promise((resolve) => {
      release = resolve;
    });
    await earlier;
    this.release = release;
    return this.connection;
  }

  async releaseConnection(): Promise<void> {
    this.release();
  }

  async beginTransaction(): Promise<void> {
    // Asks for the right to write at once: a transaction that finds out later that another writes cannot wait for it.
    await this.thread.run("begin immediate", []);
    this.begun = this.thread.generation;
  }

  async commitTransaction(): Promise<void> {
    this.assertSameConnection();
    await this.thread.run("commit", []);
    this.begun = undefined;
  }

  async rollbackTransaction(): Promise<void> {
    this.begun = undefined;
    // SQLite has taken it back itself when the disk was full, and there is none when the thread failed under it.
    await this.thread.run("rollback", []).catch(() => {});
  }

  /** What is left of a transaction must not be written by itself when the thread ended under it. */
  private assertSameConnection(): void {
    if (this.begun === undefined || this.begun === this.thread.generation) return;
    throw new SqliteThreadError("the thread of the database ended in the middle of a transaction", undefined);
  }

  async destroy(): Promise<void> {
    await this.last;
    await this.thread.close();
  }
}
