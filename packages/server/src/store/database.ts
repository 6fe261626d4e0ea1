import { Kysely } from "kysely";
import Libsql from "libsql";
import { makeDataFile } from "./data-file.js";
import { migrations } from "./migrations.js";
import type { Schema } from "./schema.js";
import { TransactionalSqliteDialect } from "./sqlite/dialect.js";
import { migrate } from "./sqlite/migrate.js";
import { SteadyDatabase } from "./sqlite/steady-database.js";
import { StoreError } from "./store-error.js";

export { StoreError } from "./store-error.js";

export type Database = Kysely<Schema>;

/** The database file inside the data folder. */
export const DATABASE_FILE = "lianmai.db";

/** How long, in milliseconds, the start waits while another process writes. */
const BUSY_TIMEOUT = 5_000;

/**
 * The same once it is open. The whole service waits meanwhile, so it is short: who writes tries again or says so, and
 * the command line, the one other writer that there should be, takes a few milliseconds.
 */
const RUNNING_BUSY_TIMEOUT = 250;

export interface DatabaseOptions {
  /** Set on the connection beside our own, such as `query_only = ON`; for tests of files that cannot be written. */
  pragmas?: readonly string[];
}

/**
 * Opens the database of a data folder and brings its schema up to date. Folder and file are made when missing, and
 * are for this user only: the file holds the keys of all apps.
 *
 * @throws StoreError when the folder or file cannot be written, or the file is no database, locked or from a newer version
 */
export async function openDatabase(dataDir: string, { pragmas = [] }: DatabaseOptions = {}): Promise<Database> {
  const file = makeDataFile(dataDir, DATABASE_FILE);
  let patience = BUSY_TIMEOUT;
  const database = openFirst(file, () => openFile(file, patience, pragmas));
  const db = new Kysely<Schema>({ dialect: new TransactionalSqliteDialect({ database }) });
  try {
    await migrate(db, { file, provider: migrations });
    patience = RUNNING_BUSY_TIMEOUT;
    database.prepare(`pragma busy_timeout = ${patience}`).all([]);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

function openFirst(file: string, open: () => Libsql.Database): SteadyDatabase {
  try {
    return new SteadyDatabase(open);
  } catch (cause) {
    throw StoreError.of(file, cause);
  }
}

function openFile(file: string, timeout: number, pragmas: readonly string[]): Libsql.Database {
  const database = new Libsql(file, { timeout });
  database.pragma("journal_mode = WAL");
  // With WAL, NORMAL still survives a crash of the process; FULL also keeps the last commits at power loss.
  database.pragma("synchronous = FULL");
  database.pragma("foreign_keys = ON");
  for (const pragma of pragmas) database.pragma(pragma);
  return database;
}
