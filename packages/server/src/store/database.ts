import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { Kysely, Migrator, SqliteDialect } from "kysely";
import Libsql from "libsql";
import { migrations } from "./migrations.js";
import type { Schema } from "./schema.js";

/** The data folder or the database in it cannot be used; the message says why and what to do. */
export class StoreError extends Error {
  override readonly name = "StoreError";
}

export type Database = Kysely<Schema>;

/** The database file inside the data folder. */
export const DATABASE_FILE = "lianmai.db";

/** How long, in milliseconds, a query waits while another process writes. */
const BUSY_TIMEOUT = 5_000;

/**
 * Opens the database of a data folder and brings its schema up to date. Folder and file are made when missing, and
 * are for this user only: the file holds the keys of all apps.
 *
 * @throws StoreError when the folder cannot be written, or the file is no database or from a newer version
 */
export async function openDatabase(dataDir: string): Promise<Database> {
  const file = join(dataDir, DATABASE_FILE);
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: openFile(dataDir, file) }) });
  const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest();
  if (error === undefined) return db;
  await db.destroy();
  const detail = error instanceof Error ? error.message : String(error);
  throw new StoreError(
    /previously executed migration .* is missing/.test(detail)
      ? `${file} was written by a newer version of this program: update the program, or choose another data folder`
      : `the schema of ${file} could not be brought up to date: ${detail}`,
    { cause: error },
  );
}

function openFile(dataDir: string, file: string): Libsql.Database {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // Made here and not by SQLite, which would leave it readable for others; its -wal and -shm take the same mode.
    closeSync(openSync(file, "a", 0o600));
    chmodSync(file, 0o600);
    const database = new Libsql(file, { timeout: BUSY_TIMEOUT });
    database.pragma("journal_mode = WAL");
    // With WAL, NORMAL still survives a crash of the process; FULL also keeps the last commits at power loss.
    database.pragma("synchronous = FULL");
    database.pragma("foreign_keys = ON");
    return database;
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(
      `the data folder ${dataDir} cannot be used: ${detail}. Check that this user may write there, or choose another`,
      { cause },
    );
  }
}
