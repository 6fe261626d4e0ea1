import type { ColumnType, Generated, Migration } from "kysely";

/** Where an app wants its events sent. */
export interface CallbacksTable {
  app_id: string;
  /** "" for a callback without one. */
  business_id: string;
  url: string;
  secret_key: string;
  /** JSON array of event names. */
  event_list: string;
  /** Unix milliseconds, as all times here. */
  created_at: ColumnType<number, number, never>;
  updated_at: number;
}

/** One event for one callback. Neither address nor secret is here: those of the callback at the time of sending hold. */
export interface DeliveriesTable {
  /** In the order of the events. */
  id: Generated<number>;
  app_id: string;
  business_id: string;
  room_id: string;
  /** Counts the events of this room for this callback, from 1. */
  sequence: number;
  event_id: string;
  event_type: string;
  /** JSON, as it is sent. */
  event_data: string;
  event_time: string;
  /** `pending`, `delivered`, `failed` or `cancelled`. */
  state: string;
  /** Attempts that may still be made by themselves. */
  attempts_left: number;
  next_attempt_at: number;
  created_at: ColumnType<number, number, never>;
}

export interface DeliveryAttemptsTable {
  id: Generated<number>;
  delivery_id: number;
  /** `automatic`, `replay` or `test`. */
  kind: string;
  url: string;
  /** The IP address that was connected to; null when none was. */
  address: string | null;
  started_at: number;
  /** Milliseconds. */
  duration: number;
  /** HTTP status; null when no answer came. */
  status: number | null;
  /** The beginning of the answer's body. */
  answer: string;
  /** Why it did not succeed; null when it did. */
  error: string | null;
}

export const webhookTables: Migration = {
  async up(db) {
    await db.schema
      .createTable("callbacks")
      .addColumn("app_id", "text", (column) => column.notNull())
      .addColumn("business_id", "text", (column) => column.notNull())
      .addColumn("url", "text", (column) => column.notNull())
      .addColumn("secret_key", "text", (column) => column.notNull())
      .addColumn("event_list", "text", (column) => column.notNull())
      .addColumn("created_at", "integer", (column) => column.notNull())
      .addColumn("updated_at", "integer", (column) => column.notNull())
      .addPrimaryKeyConstraint("callbacks_key", ["app_id", "business_id"])
      .execute();
    await db.schema
      .createTable("deliveries")
      // With autoincrement an id is never given twice, also after the newest rows are gone.
      .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
      .addColumn("app_id", "text", (column) => column.notNull())
      .addColumn("business_id", "text", (column) => column.notNull())
      .addColumn("room_id", "text", (column) => column.notNull())
      .addColumn("sequence", "integer", (column) => column.notNull())
      .addColumn("event_id", "text", (column) => column.notNull())
      .addColumn("event_type", "text", (column) => column.notNull())
      .addColumn("event_data", "text", (column) => column.notNull())
      .addColumn("event_time", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("attempts_left", "integer", (column) => column.notNull())
      .addColumn("next_attempt_at", "integer", (column) => column.notNull())
      .addColumn("created_at", "integer", (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex("deliveries_of_room")
      .on("deliveries")
      .columns(["app_id", "business_id", "room_id", "sequence"])
      .unique()
      .execute();
    await db.schema
      .createIndex("deliveries_by_state")
      .on("deliveries")
      .columns(["state", "app_id", "business_id", "room_id", "id"])
      .execute();
    await db.schema.createIndex("deliveries_by_age").on("deliveries").column("created_at").execute();
    await db.schema
      .createTable("delivery_attempts")
      .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
      .addColumn("delivery_id", "integer", (column) => column.notNull().references("deliveries.id").onDelete("cascade"))
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("url", "text", (column) => column.notNull())
      .addColumn("address", "text")
      .addColumn("started_at", "integer", (column) => column.notNull())
      .addColumn("duration", "integer", (column) => column.notNull())
      .addColumn("status", "integer")
      .addColumn("answer", "text", (column) => column.notNull())
      .addColumn("error", "text")
      .execute();
    await db.schema
      .createIndex("attempts_of_delivery")
      .on("delivery_attempts")
      .columns(["delivery_id", "id"])
      .execute();
  },
};
