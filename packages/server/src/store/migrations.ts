import type { Migration, MigrationProvider } from "kysely";
import { adminTokensTable } from "./admin-tokens.js";
import { openApiTables } from "./openapi-tables.js";
import { programTables } from "./program-tables.js";
import { webhookTables } from "./webhook-tables.js";

/** Changes of the schema in order. One that was released is never edited: a new one is added below it. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001_apps": {
    async up(db) {
      await db.schema
        .createTable("apps")
        .addColumn("app_id", "text", (column) => column.primaryKey())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("app_key", "text", (column) => column.notNull())
        .addColumn("secondary_app_key", "text")
        .addColumn("enabled", "integer", (column) => column.notNull().defaultTo(1))
        .addColumn("primary_key_enabled", "integer", (column) => column.notNull().defaultTo(1))
        .addColumn("secondary_key_enabled", "integer", (column) => column.notNull().defaultTo(0))
        .addColumn("created_at", "integer", (column) => column.notNull())
        .execute();
      await db.schema.createIndex("apps_by_age").on("apps").column("created_at").execute();
    },
  },
  "0002_webhooks": webhookTables,
  "0003_openapi": openApiTables,
  "0004_programs": programTables,
  "0005_admin_tokens": adminTokensTable,
};

export const migrations: MigrationProvider = {
  getMigrations: async () => MIGRATIONS,
};
