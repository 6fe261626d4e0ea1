import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import { historyMigrations } from "../history/migrations.js";
import { HISTORY_FILE } from "../history/open-history.js";
import { DATABASE_FILE } from "./database.js";
import { migrations } from "./migrations.js";
import { StoreError } from "./store-error.js";

export interface DatabaseState {
  /** Path of the file. */
  file: string;
  /** Whether it is there; the first start makes it. */
  exists: boolean;
  /** Number of the last change of its schema, and of the last that this program knows. */
  version: number;
  known: number;
  /** What is wrong with it, with the remedy; undefined when nothing is. */
  problem?: string;
}

/**
 * Looks into the databases of a data folder without changing anything, also while the service has them open. Reading all
 * of a large file takes a while.
 */
export async function inspectDatabases(dataDir: string): Promise<DatabaseState[]> {
  const files = [
    { name: DATABASE_FILE, provider: migrations },
    { name: HISTORY_FILE, provider: historyMigrations },
  ];
  return await Promise.all(
    files.map(async ({ name, provider }) =>
      inspect(join(dataDir, name), Object.keys(await provider.getMigrations()).length),
    ),
  );
}

function inspect(file: string, known: number): DatabaseState {
  if (!existsSync(file)) return { file, exists: false, version: 0, known };
  const state: DatabaseState = { file, exists: true, version: 0, known };
  let database: Libsql.Database | undefined;
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    // Not read-only: a file with a write-ahead log cannot be opened so while nobody else has it open.
    database = new Libsql(file, { timeout: 2_000 });
    database.pragma("query_only = ON");
    state.version = firstValue<number>(database.pragma("user_version")) ?? 0;
    if (state.version > known) return { ...state, problem: StoreError.newer(file).message };
    const verdict = firstValue<string>(database.pragma("quick_check(1)"));
    if (verdict === "ok") return state;
    throw Object.assign(new Error(String(verdict)), { code: "SQLITE_CORRUPT" });
  } catch (cause) {
    // The check itself can stumble over the damage, which libsql then tells by the text alone.
    const damaged = /malformed|not a database/i.test(String(cause));
    const error = damaged ? Object.assign(new Error(String(cause)), { code: "SQLITE_CORRUPT" }) : cause;
    return { ...state, problem: StoreError.of(file, error).message };
  } finally {
    database?.close();
  }
}

/** libsql gives the rows of a pragma as an array, each an object with the one column. */
function firstValue<T>(rows: unknown): T | undefined {
  const [row] = Array.isArray(rows) ? (rows as Record<string, T>[]) : [];
  return row && Object.values(row)[0];
}
