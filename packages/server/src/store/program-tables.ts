import type { ColumnType, Generated, Migration } from "kysely";

/** A mini-program that is published here. */
export interface ProgramsTable {
  /** The appid of its `project.config.json`. */
  program_id: string;
  name: string;
  /** What its back end shows to exchange login codes. */
  secret: string;
  /** JSON: where its requests may go; see `RequestDomain`. */
  domains: string;
  /** JSON: origins of static hosts whose pages may use login and request proxy. */
  origins: string;
  /** Counts changes, so that what was read before can be known as old. */
  revision: number;
  /** Unix milliseconds, as all times here. */
  created_at: ColumnType<number, number, never>;
}

export interface ProgramVersionsTable {
  program_id: string;
  /** `1.2.3`; `preview` for the one that `lianmai preview` replaces each time. */
  version: string;
  change_log: string;
  /** Of all files together. */
  hash: string;
  /** JSON: digest and size by path. */
  files: string;
  /** Bytes of all files. */
  size: number;
  uploaded_by: string;
  uploaded_at: number;
}

export interface ProgramReleasesTable {
  /** Grows, so that the last one of a channel is the one in force. */
  release_id: Generated<number>;
  program_id: string;
  /** `testing`, `review` or `release`. */
  channel: string;
  version: string;
  /** Of the users, 1 to 100. Below 100 the others keep the last release with 100. */
  percent: number;
  /** Whether it took an earlier version back into use. */
  rolled_back: number;
  released_by: string;
  released_at: number;
}

export const programTables: Migration = {
  async up(db) {
    await db.schema
      .createTable("programs")
      .addColumn("program_id", "text", (column) => column.primaryKey())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("secret", "text", (column) => column.notNull())
      .addColumn("domains", "text", (column) => column.notNull())
      .addColumn("origins", "text", (column) => column.notNull())
      .addColumn("revision", "integer", (column) => column.notNull())
      .addColumn("created_at", "integer", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("program_versions")
      .addColumn("program_id", "text", (column) => column.notNull().references("programs.program_id"))
      .addColumn("version", "text", (column) => column.notNull())
      .addColumn("change_log", "text", (column) => column.notNull())
      .addColumn("hash", "text", (column) => column.notNull())
      .addColumn("files", "text", (column) => column.notNull())
      .addColumn("size", "integer", (column) => column.notNull())
      .addColumn("uploaded_by", "text", (column) => column.notNull())
      .addColumn("uploaded_at", "integer", (column) => column.notNull())
      .addPrimaryKeyConstraint("program_versions_key", ["program_id", "version"])
      .execute();
    await db.schema
      .createTable("program_releases")
      .addColumn("release_id", "integer", (column) => column.primaryKey().autoIncrement())
      .addColumn("program_id", "text", (column) => column.notNull().references("programs.program_id"))
      .addColumn("channel", "text", (column) => column.notNull())
      .addColumn("version", "text", (column) => column.notNull())
      .addColumn("percent", "integer", (column) => column.notNull())
      .addColumn("rolled_back", "integer", (column) => column.notNull().defaultTo(0))
      .addColumn("released_by", "text", (column) => column.notNull())
      .addColumn("released_at", "integer", (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex("program_releases_by_program")
      .on("program_releases")
      .columns(["program_id", "release_id"])
      .execute();
  },
};
