import type { ColumnType } from "kysely";

/** The tables, as queries see them. */
export interface Schema {
  apps: AppsTable;
}

export interface AppsTable {
  app_id: string;
  name: string;
  app_key: string;
  secondary_app_key: string | null;
  /** SQLite has no booleans: 0 or 1. */
  enabled: number;
  primary_key_enabled: number;
  secondary_key_enabled: number;
  /** Unix milliseconds. */
  created_at: ColumnType<number, number, never>;
}
