import type { ColumnType, Migration } from "kysely";

/** Who may call the OpenAPI. */
export interface AccessKeysTable {
  access_key_id: string;
  secret_key: string;
  /** `full` or `readonly`. */
  role: string;
  /** SQLite has no booleans: 0 or 1. */
  enabled: number;
  /** Unix milliseconds, as all times here. */
  created_at: ColumnType<number, number, never>;
}

/** What somebody may not do for a while. */
export interface BansTable {
  app_id: string;
  /** "" for all rooms of the app. */
  room_id: string;
  /** "" for everybody in the room. */
  user_id: string;
  /** `join`, `audio`, `video` or `token`. */
  kind: string;
  /** 0 = until it is lifted. */
  ends_at: number;
}

export const openApiTables: Migration = {
  async up(db) {
    await db.schema
      .createTable("access_keys")
      .addColumn("access_key_id", "text", (column) => column.primaryKey())
      .addColumn("secret_key", "text", (column) => column.notNull())
      .addColumn("role", "text", (column) => column.notNull())
      .addColumn("enabled", "integer", (column) => column.notNull().defaultTo(1))
      .addColumn("created_at", "integer", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("bans")
      .addColumn("app_id", "text", (column) => column.notNull())
      .addColumn("room_id", "text", (column) => column.notNull())
      .addColumn("user_id", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("ends_at", "integer", (column) => column.notNull())
      .addPrimaryKeyConstraint("bans_key", ["app_id", "room_id", "user_id", "kind"])
      .execute();
  },
};
