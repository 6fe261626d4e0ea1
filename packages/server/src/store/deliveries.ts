import type { Insertable, Selectable } from "kysely";
import type { CallbackKey } from "./callbacks.js";
import type { Database } from "./database.js";
import type { DeliveriesTable, DeliveryAttemptsTable } from "./webhook-tables.js";

/** A room as one callback sees it: its events are sent one after the other. */
export interface Lane extends CallbackKey {
  /** "" for what belongs to no room. */
  readonly roomId: string;
}

/** `pending` = will be sent; `failed` = every attempt failed; `cancelled` = its callback was deleted before. */
export type DeliveryState = "pending" | "delivered" | "failed" | "cancelled";

/** An event for one callback. */
export interface NewDelivery extends Lane {
  /** The same for all callbacks of the event and all attempts. */
  readonly eventId: string;
  readonly eventType: string;
  /** JSON, as it is sent. */
  readonly eventData: string;
  /** RFC 3339. */
  readonly eventTime: string;
  readonly attemptsLeft: number;
  /** Unix milliseconds. */
  readonly createdAt: number;
}

export interface Delivery extends NewDelivery {
  /** In the order of the events. */
  readonly id: number;
  /** Counts the events of this room for this callback, from 1. */
  readonly sequence: number;
  readonly state: DeliveryState;
  /** Unix milliseconds. */
  readonly nextAttemptAt: number;
}

/** One request to the receiver, and what came of it. */
export interface DeliveryAttempt {
  /** `test` and `replay` were asked for by somebody. */
  readonly kind: "automatic" | "replay" | "test";
  readonly url: string;
  /** The IP address that was connected to; null when none was. */
  readonly address: string | null;
  /** Unix milliseconds. */
  readonly startedAt: number;
  /** Milliseconds. */
  readonly duration: number;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** The beginning of the answer's body. */
  readonly answer: string;
  /** Why it did not succeed; null when it did. */
  readonly error: string | null;
}

export interface DeliveryFilter {
  appId?: string;
  businessId?: string;
  roomId?: string;
  state?: DeliveryState;
  /** Only those with a smaller id: for the next page. */
  before?: number;
  /** Default 50, at most 500. */
  limit?: number;
}

/** What an attempt makes of its delivery. */
export interface Progress {
  state: DeliveryState;
  attemptsLeft: number;
  nextAttemptAt: number;
}

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 500;

/** The events to send, those that were sent, and the log of all attempts. */
export class DeliveryStore {
  constructor(private readonly db: Database) {}

  /** Adds deliveries that will be sent, all or none, and numbers them. @returns them, in the same order */
  async add(deliveries: readonly NewDelivery[], state: DeliveryState = "pending"): Promise<Delivery[]> {
    return await this.db.transaction().execute(async (db) => {
      const added: Delivery[] = [];
      for (const delivery of deliveries) {
        const { last } = await db
          .selectFrom("deliveries")
          .select((query) => query.fn.max("sequence").as("last"))
          .where("app_id", "=", delivery.appId)
          .where("business_id", "=", delivery.businessId)
          .where("room_id", "=", delivery.roomId)
          .executeTakeFirstOrThrow();
        const row = await db
          .insertInto("deliveries")
          .values(toRow(delivery, Number(last ?? 0) + 1, state))
          .returningAll()
          .executeTakeFirstOrThrow();
        added.push(toDelivery(row));
      }
      return added;
    });
  }

  /** Where something is to be sent. */
  async pendingLanes(): Promise<Lane[]> {
    const rows = await this.db
      .selectFrom("deliveries")
      .select(["app_id", "business_id", "room_id"])
      .distinct()
      .where("state", "=", "pending")
      .execute();
    return rows.map((row) => ({ appId: row.app_id, businessId: row.business_id, roomId: row.room_id }));
  }

  /** How many are to be sent. */
  async countPending(): Promise<number> {
    const { count } = await this.db
      .selectFrom("deliveries")
      .select((query) => query.fn.countAll().as("count"))
      .where("state", "=", "pending")
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  /** What is to be sent next. */
  async nextPending({ appId, businessId, roomId }: Lane): Promise<Delivery | undefined> {
    const row = await this.db
      .selectFrom("deliveries")
      .selectAll()
      .where("state", "=", "pending")
      .where("app_id", "=", appId)
      .where("business_id", "=", businessId)
      .where("room_id", "=", roomId)
      .orderBy("id")
      .limit(1)
      .executeTakeFirst();
    return row && toDelivery(row);
  }

  /** Writes an attempt to the log together with what it makes of the delivery; one that was cancelled meanwhile stays so. */
  async record(id: number, attempt: DeliveryAttempt, progress: Progress): Promise<void> {
    await this.db.transaction().execute(async (db) => {
      await db
        .insertInto("delivery_attempts")
        .values({ ...toAttemptRow(attempt), delivery_id: id })
        .execute();
      await db
        .updateTable("deliveries")
        .set({
          state: progress.state,
          attempts_left: progress.attemptsLeft,
          next_attempt_at: progress.nextAttemptAt,
        })
        .where("id", "=", id)
        .where("state", "!=", "cancelled")
        .execute();
    });
  }

  async cancel(id: number): Promise<void> {
    await this.db.updateTable("deliveries").set({ state: "cancelled" }).where("id", "=", id).execute();
  }

  /** Puts what failed back among what is to be sent, in its old order. @returns how many */
  async requeueFailed({ appId, businessId }: CallbackKey, attemptsLeft: number): Promise<number> {
    const result = await this.db
      .updateTable("deliveries")
      .set({ state: "pending", attempts_left: attemptsLeft, next_attempt_at: 0 })
      .where("state", "=", "failed")
      .where("app_id", "=", appId)
      .where("business_id", "=", businessId)
      // A test is not sent again by itself.
      .where("room_id", "!=", "")
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  }

  async get(id: number): Promise<Delivery | undefined> {
    const row = await this.db.selectFrom("deliveries").selectAll().where("id", "=", id).executeTakeFirst();
    return row && toDelivery(row);
  }

  /** Attempts of a delivery, the first one first. */
  async attempts(id: number): Promise<DeliveryAttempt[]> {
    const rows = await this.db
      .selectFrom("delivery_attempts")
      .selectAll()
      .where("delivery_id", "=", id)
      .orderBy("id")
      .execute();
    return rows.map(toAttempt);
  }

  /** The newest first. */
  async list({ appId, businessId, roomId, state, before, limit }: DeliveryFilter): Promise<Delivery[]> {
    let query = this.db.selectFrom("deliveries").selectAll();
    if (appId !== undefined) query = query.where("app_id", "=", appId);
    if (businessId !== undefined) query = query.where("business_id", "=", businessId);
    if (roomId !== undefined) query = query.where("room_id", "=", roomId);
    if (state !== undefined) query = query.where("state", "=", state);
    if (before !== undefined) query = query.where("id", "<", before);
    const size = Math.max(1, Math.min(limit ?? DEFAULT_PAGE, LARGEST_PAGE));
    const rows = await query.orderBy("id", "desc").limit(size).execute();
    return rows.map(toDelivery);
  }

  /** Removes deliveries that are older, with their attempts. @returns how many; when it is `most`, there may be more */
  async prune(createdBefore: number, most: number): Promise<number> {
    const old = this.db.selectFrom("deliveries").select("id").where("created_at", "<", createdBefore).limit(most);
    const result = await this.db.deleteFrom("deliveries").where("id", "in", old).executeTakeFirst();
    return Number(result.numDeletedRows);
  }
}

function toRow(delivery: NewDelivery, sequence: number, state: DeliveryState): Insertable<DeliveriesTable> {
  return {
    app_id: delivery.appId,
    business_id: delivery.businessId,
    room_id: delivery.roomId,
    sequence,
    event_id: delivery.eventId,
    event_type: delivery.eventType,
    event_data: delivery.eventData,
    event_time: delivery.eventTime,
    state,
    attempts_left: delivery.attemptsLeft,
    next_attempt_at: delivery.createdAt,
    created_at: delivery.createdAt,
  };
}

function toDelivery(row: Selectable<DeliveriesTable>): Delivery {
  return {
    id: row.id,
    appId: row.app_id,
    businessId: row.business_id,
    roomId: row.room_id,
    sequence: row.sequence,
    eventId: row.event_id,
    eventType: row.event_type,
    eventData: row.event_data,
    eventTime: row.event_time,
    state: row.state as DeliveryState,
    attemptsLeft: row.attempts_left,
    nextAttemptAt: row.next_attempt_at,
    createdAt: row.created_at,
  };
}

function toAttemptRow(attempt: DeliveryAttempt): Omit<Insertable<DeliveryAttemptsTable>, "delivery_id"> {
  const { kind, url, address, startedAt, duration, status, answer, error } = attempt;
  return { kind, url, address, started_at: startedAt, duration, status, answer, error };
}

function toAttempt(row: Selectable<DeliveryAttemptsTable>): DeliveryAttempt {
  const { url, address, duration, status, answer, error } = row;
  const kind = row.kind as DeliveryAttempt["kind"];
  return { kind, url, address, startedAt: row.started_at, duration, status, answer, error };
}
