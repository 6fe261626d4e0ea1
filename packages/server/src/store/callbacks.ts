import type { Selectable } from "kysely";
import type { Database } from "./database.js";
import type { CallbacksTable } from "./webhook-tables.js";

/** What names a callback. */
export interface CallbackKey {
  readonly appId: string;
  /** "" for the callback without one. */
  readonly businessId: string;
}

/** Where an app wants its events sent. */
export interface Callback extends CallbackKey {
  readonly url: string;
  /** What the webhooks are signed with. */
  readonly secretKey: string;
  /** Names of the events that are sent. */
  readonly events: readonly string[];
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** The callbacks in the database. */
export class CallbackStore {
  constructor(private readonly db: Database) {}

  /** All of them, the oldest first. */
  async list(): Promise<Callback[]> {
    const rows = await this.db
      .selectFrom("callbacks")
      .selectAll()
      .orderBy("created_at")
      .orderBy("business_id")
      .execute();
    return rows.map(toCallback);
  }

  /** @returns false when there is one of this key already */
  async insert({ appId, businessId, url, secretKey, events, createdAt, updatedAt }: Callback): Promise<boolean> {
    const result = await this.db
      .insertInto("callbacks")
      .values({
        app_id: appId,
        business_id: businessId,
        url,
        secret_key: secretKey,
        event_list: JSON.stringify(events),
        created_at: createdAt,
        updated_at: updatedAt,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return result.numInsertedOrUpdatedRows === 1n;
  }

  async update({ appId, businessId, url, secretKey, events, updatedAt }: Callback): Promise<void> {
    await this.db
      .updateTable("callbacks")
      .set({ url, secret_key: secretKey, event_list: JSON.stringify(events), updated_at: updatedAt })
      .where("app_id", "=", appId)
      .where("business_id", "=", businessId)
      .execute();
  }

  /** Removes it, and cancels what was still to be sent to it. */
  async delete({ appId, businessId }: CallbackKey): Promise<void> {
    await this.db.transaction().execute(async (db) => {
      await db.deleteFrom("callbacks").where("app_id", "=", appId).where("business_id", "=", businessId).execute();
      await db
        .updateTable("deliveries")
        .set({ state: "cancelled" })
        .where("state", "=", "pending")
        .where("app_id", "=", appId)
        .where("business_id", "=", businessId)
        .execute();
    });
  }
}

function toCallback(row: Selectable<CallbacksTable>): Callback {
  return {
    appId: row.app_id,
    businessId: row.business_id,
    url: row.url,
    secretKey: row.secret_key,
    events: JSON.parse(row.event_list) as string[],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
