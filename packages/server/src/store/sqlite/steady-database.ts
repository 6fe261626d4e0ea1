import type { SqliteDatabase, SqliteStatement } from "kysely";
import type Libsql from "libsql";

/**
 * A connection that outlives its failures. The driver leaves a statement that failed, because another program was
 * writing, in the middle of its work, and SQLite then refuses to commit whatever comes after it until that statement
 * is thrown away, some time. So the connection is: once no transaction is open, the next statement gets a new one.
 */
export class SteadyDatabase implements SqliteDatabase {
  private current: Libsql.Database | undefined;
  private failed = false;

  /** @param open makes the connection, with all that is set on it */
  constructor(private readonly open: () => Libsql.Database) {
    this.current = open();
  }

  prepare(sql: string): SqliteStatement {
    const statement = this.guard(() => this.connection().prepare(sql));
    const guard = this.guard.bind(this);
    return {
      reader: statement.reader,
      all: (parameters) => guard(() => statement.all([...parameters])),
      run: (parameters) => guard(() => statement.run([...parameters])),
      iterate: (parameters) => guard(() => statement.iterate([...parameters])),
    };
  }

  close(): void {
    this.current?.close();
    this.current = undefined;
  }

  private connection(): Libsql.Database {
    if (this.failed && this.current && !this.current.inTransaction) this.close();
    if (this.current === undefined) {
      this.current = this.open();
      this.failed = false;
    }
    return this.current;
  }

  private guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.failed = true;
      throw error;
    }
  }
}
