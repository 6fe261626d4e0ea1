import type { ColumnType } from "kysely";
import type { AdminTokensTable } from "./admin-tokens.js";
import type { AccessKeysTable, BansTable } from "./openapi-tables.js";
import type { ProgramReleasesTable, ProgramsTable, ProgramVersionsTable } from "./program-tables.js";
import type { CallbacksTable, DeliveriesTable, DeliveryAttemptsTable } from "./webhook-tables.js";

/** The tables, as queries see them. */
export interface Schema {
  admin_tokens: AdminTokensTable;
  apps: AppsTable;
  access_keys: AccessKeysTable;
  bans: BansTable;
  callbacks: CallbacksTable;
  deliveries: DeliveriesTable;
  delivery_attempts: DeliveryAttemptsTable;
  programs: ProgramsTable;
  program_versions: ProgramVersionsTable;
  program_releases: ProgramReleasesTable;
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
