import { type Kysely, type Migration, type MigrationProvider, sql } from "kysely";

type Db = Kysely<unknown>;

async function callTables(db: Db): Promise<void> {
  await db.schema
    .createTable("calls")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("app_id", "text", (column) => column.notNull())
    .addColumn("room_id", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("ended_at", "bigint")
    .addColumn("end_reason", "text")
    .execute();
  await db.schema.createIndex("calls_of_app").on("calls").columns(["app_id", "created_at"]).execute();
  await db.schema.createIndex("calls_by_end").on("calls").column("ended_at").execute();
  await db.schema
    .createTable("stays")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("call_id", "text", (column) => column.notNull())
    .addColumn("app_id", "text", (column) => column.notNull())
    .addColumn("room_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("joined_at", "bigint", (column) => column.notNull())
    .addColumn("left_at", "bigint")
    .addColumn("leave_reason", "text")
    .addColumn("os", "text", (column) => column.notNull())
    .addColumn("device", "text", (column) => column.notNull())
    .addColumn("access", "text", (column) => column.notNull())
    .addColumn("client", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("stays_of_call").on("stays").column("call_id").execute();
  await db.schema.createIndex("stays_of_app").on("stays").columns(["app_id", "joined_at"]).execute();
  await db.schema.createIndex("stays_by_end").on("stays").column("left_at").execute();
  await db.schema
    .createTable("roles")
    .addColumn("stay_id", "text", (column) => column.notNull())
    .addColumn("began_at", "bigint", (column) => column.notNull())
    .addColumn("visible", "integer", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("roles_of_stay").on("roles").column("stay_id").execute();
  await db.schema
    .createTable("publications")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("stay_id", "text", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("began_at", "bigint", (column) => column.notNull())
    .addColumn("ended_at", "bigint")
    .addColumn("end_cause", "text")
    .addColumn("muted_at_begin", "integer", (column) => column.notNull())
    .addColumn("muted_for", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("publications_of_stay").on("publications").column("stay_id").execute();
}

async function qualityTables(db: Db): Promise<void> {
  await db.schema
    .createTable("streams")
    // Given by the server, which knows the largest one from its start: a point can be written with its stream.
    .addColumn("id", "bigint", (column) => column.primaryKey())
    .addColumn("stay_id", "text", (column) => column.notNull())
    .addColumn("app_id", "text", (column) => column.notNull())
    .addColumn("room_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("peer_id", "text", (column) => column.notNull())
    .addColumn("direction", "text", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("os", "text", (column) => column.notNull())
    .addColumn("access", "text", (column) => column.notNull())
    .addColumn("began_at", "bigint", (column) => column.notNull())
    .addColumn("expected", "integer", (column) => column.notNull())
    .addColumn("first_frame_at", "bigint")
    .execute();
  await db.schema.createIndex("streams_of_app").on("streams").columns(["app_id", "began_at"]).execute();
  await db.schema.createIndex("streams_of_room").on("streams").columns(["app_id", "room_id", "began_at"]).execute();
  await db.schema.createIndex("streams_by_age").on("streams").column("began_at").execute();
  await pointTable(db, "points");
  await pointTable(db, "minute_points");
}

async function pointTable(db: Db, table: string): Promise<void> {
  await db.schema
    .createTable(table)
    .addColumn("stream_id", "bigint", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("span", "integer", (column) => column.notNull())
    .addColumn("bytes", "bigint", (column) => column.notNull())
    .addColumn("packets", "integer", (column) => column.notNull())
    .addColumn("lost", "integer", (column) => column.notNull())
    .addColumn("rtt", "integer")
    .addColumn("jitter", "integer")
    .addColumn("fps", "real")
    .addColumn("width", "integer")
    .addColumn("height", "integer")
    .addColumn("freezes", "integer", (column) => column.notNull())
    .addColumn("played", "integer", (column) => column.notNull())
    .addColumn("stalled", "integer", (column) => column.notNull())
    .addColumn("timed", "integer", (column) => column.notNull())
    .addColumn("late", "integer", (column) => column.notNull())
    .execute();
  await db.schema.createIndex(`${table}_of_stream`).on(table).columns(["stream_id", "at"]).execute();
  await db.schema.createIndex(`${table}_by_age`).on(table).columns(["at"]).execute();
}

async function countTables(db: Db): Promise<void> {
  await db.schema
    .createTable("joins")
    .addColumn("app_id", "text", (column) => column.notNull())
    .addColumn("room_id", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("tried", "integer", (column) => column.notNull())
    .addColumn("quick", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("joins_key", ["app_id", "at", "room_id"])
    .execute();
  await db.schema
    .createTable("usage")
    .addColumn("app_id", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("class", "text", (column) => column.notNull())
    .addColumn("duration", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("usage_key", ["app_id", "at", "class"])
    .execute();
  await db.schema
    .createTable("peaks")
    .addColumn("app_id", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("users", "integer", (column) => column.notNull())
    .addColumn("rooms", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("peaks_key", ["app_id", "at"])
    .execute();
  for (const table of ["joins", "usage", "peaks"] as const) {
    await db.schema.createIndex(`${table}_by_age`).on(table).column("at").execute();
  }
  await db.schema
    .createTable("audit")
    .addColumn("id", "bigint", (column) => column.primaryKey())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("actor_kind", "text", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("version", "text", (column) => column.notNull())
    .addColumn("app_id", "text", (column) => column.notNull())
    .addColumn("room_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("details", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("request_id", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("audit_by_age").on("audit").column("at").execute();
  await db.schema
    .createTable("heartbeat")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
  await sql`insert into heartbeat (id, at) values (1, 0)`.execute(db);
}

/** Changes of the schema in order. One that was released is never edited: a new one is added below it. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001_history": {
    async up(db) {
      await callTables(db);
      await qualityTables(db);
      await countTables(db);
    },
  },
  "0002_rolled_to": {
    async up(db) {
      await db.schema
        .alterTable("heartbeat")
        .addColumn("rolled_to", "bigint", (column) => column.notNull().defaultTo(0))
        .execute();
    },
  },
};

export const historyMigrations: MigrationProvider = {
  getMigrations: async () => MIGRATIONS,
};
