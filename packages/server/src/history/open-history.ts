import { Kysely } from "kysely";
import { makeDataFile } from "../store/data-file.js";
import { ThreadSqliteDialect } from "../store/sqlite/dialect.js";
import { migrate } from "../store/sqlite/migrate.js";
import { historyMigrations } from "./migrations.js";
import type { HistoryDatabase, HistorySchema } from "./schema.js";

/**
 * The file of the history inside the data folder. It is not the one of the apps: it is large, written all the time and
 * may be thrown away, and neither its locks nor its disk full of points must keep a ban from being written.
 */
export const HISTORY_FILE = "history.db";

/** How long, in milliseconds, a statement waits while another program writes. Only the thread of the file waits. */
const BUSY_TIMEOUT = 5_000;

const PRAGMAS = [
  "journal_mode = WAL",
  // The last moments may be lost with the power, the file is whole all the same; no commit waits for the disk.
  "synchronous = NORMAL",
  // So much of the log is kept on the disk when it is not needed, in bytes.
  "journal_size_limit = 16777216",
];

export interface OpenHistoryOptions {
  /** Set on the connection beside our own; for tests of files that cannot be written. */
  pragmas?: readonly string[];
}

/**
 * Opens the history of a data folder, in a thread of its own, and brings its schema up to date.
 *
 * @throws StoreError when it cannot be written, or is no database, locked or from a newer version
 */
export async function openHistory(
  dataDir: string,
  { pragmas = [] }: OpenHistoryOptions = {},
): Promise<HistoryDatabase> {
  const file = makeDataFile(dataDir, HISTORY_FILE);
  const options = { file, timeout: BUSY_TIMEOUT, pragmas: [...PRAGMAS, ...pragmas] };
  const db = new Kysely<HistorySchema>({ dialect: new ThreadSqliteDialect(options) });
  try {
    await migrate(db, { file, provider: historyMigrations });
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
