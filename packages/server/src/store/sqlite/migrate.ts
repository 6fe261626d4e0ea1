import { type Kysely, type MigrationProvider, Migrator, sql } from "kysely";
import { StoreError } from "../store-error.js";

export interface MigrateOptions {
  /** For messages. */
  file: string;
  provider: MigrationProvider;
}

/** More than a short stretch of work needs, and enough that a disk without room is found out at the start. */
const PROBE_BYTES = 64 * 1024;

/**
 * Brings the schema of a SQLite file up to date and makes sure that it can be written. All changes are one transaction:
 * a crash or power loss leaves the file as it was before.
 *
 * @throws StoreError when the file is from a newer version, locked, read-only, full or damaged
 */
export async function migrate<Schema>(db: Kysely<Schema>, { file, provider }: MigrateOptions): Promise<void> {
  try {
    const known = Object.keys(await provider.getMigrations()).length;
    const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db);
    if ((rows[0]?.user_version ?? 0) > known) throw StoreError.newer(file);
    const { error } = await new Migrator({ db, provider }).migrateToLatest();
    if (error !== undefined) throw error;
    await sql.raw(`pragma user_version = ${known}`).execute(db);
    await probe(db);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw /previously executed migration .* is missing/.test(detail)
      ? StoreError.newer(file, error)
      : StoreError.of(file, error);
  }
}

/** Writes something and takes it back: a disk without room is told of now, and not by the first call. */
async function probe<Schema>(db: Kysely<Schema>): Promise<void> {
  await sql`drop table if exists write_probe`.execute(db);
  await sql`create table write_probe (bytes blob)`.execute(db);
  await sql`insert into write_probe values (zeroblob(${sql.raw(String(PROBE_BYTES))}))`.execute(db);
  await sql`drop table write_probe`.execute(db);
}
