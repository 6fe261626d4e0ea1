import { randomUUID } from "node:crypto";
import type { Clock } from "../clock/clock.js";
import type { CallbackKey } from "../store/callbacks.js";
import type { Delivery, DeliveryAttempt, DeliveryFilter, DeliveryStore } from "../store/deliveries.js";
import { CallbackError } from "./callback-error.js";
import type { Callbacks } from "./callbacks.js";
import type { Dispatcher } from "./dispatcher.js";
import { isKnownEvent } from "./event-names.js";

export interface DeliveriesOptions {
  store: DeliveryStore;
  callbacks: Callbacks;
  dispatcher: Dispatcher;
  clock: Clock;
  /** How often a delivery is tried. */
  attempts: number;
}

/** A delivery with its log. */
export interface LoggedDelivery extends Delivery {
  /** The first one first. */
  readonly attempts: readonly DeliveryAttempt[];
}

/** The room that a test tells of. */
export const TEST_ROOM = "webhook-test";

/** What was sent to the callbacks and what came of it; sends again, and sends tests. */
export class Deliveries {
  constructor(private readonly options: DeliveriesOptions) {}

  /** Deliveries that fit the filter, the newest first, without their attempts. */
  list(filter: DeliveryFilter = {}): Promise<Delivery[]> {
    return this.options.store.list(filter);
  }

  async get(id: number): Promise<LoggedDelivery | undefined> {
    const delivery = await this.options.store.get(id);
    return delivery && { ...delivery, attempts: await this.options.store.attempts(id) };
  }

  /**
   * Sends a delivery that is over once more: now, once, with the same EventId, to where its callback leads now. It does
   * not wait for others of its room.
   *
   * @throws CallbackError `not_found`, or `invalid` when it will be sent by itself anyway
   */
  async replay(id: number): Promise<DeliveryAttempt> {
    const { store, callbacks, dispatcher } = this.options;
    const delivery = await store.get(id);
    if (delivery === undefined) {
      throw new CallbackError(
        "not_found",
        "DeliveryId",
        `There is no delivery ${id}; it may have been too old to keep.`,
      );
    }
    if (delivery.state === "pending") {
      throw new CallbackError("invalid", "DeliveryId", `Delivery ${id} still waits and will be sent by itself.`);
    }
    const callback = callbacks.demand(delivery.appId, delivery.businessId);
    return await dispatcher.sendNow(delivery, callback, "replay", async (attempt) => {
      const state = attempt.error === null ? "delivered" : delivery.state;
      await store.record(id, attempt, { ...delivery, state });
    });
  }

  /**
   * Sends all that failed once more, in the old order and before what waits now, with as many attempts as new events.
   *
   * @returns how many there are
   * @throws CallbackError `not_found`
   */
  async replayFailed({ appId, businessId }: CallbackKey): Promise<number> {
    const { store, callbacks, dispatcher, attempts } = this.options;
    callbacks.demand(appId, businessId);
    const count = await store.requeueFailed({ appId, businessId }, attempts);
    await dispatcher.start();
    return count;
  }

  /**
   * Sends an event that did not happen, of room `webhook-test`, so that a receiver can be tried.
   *
   * @param eventType default `RoomCreate`
   * @returns what came of it; it is in the log as well
   * @throws CallbackError `not_found`, or `invalid` for the event
   */
  async test({ appId, businessId }: CallbackKey, eventType = "RoomCreate"): Promise<DeliveryAttempt> {
    const { store, callbacks, dispatcher, clock } = this.options;
    const callback = callbacks.demand(appId, businessId);
    if (!isKnownEvent(eventType)) {
      throw new CallbackError("invalid", "EventType", `${JSON.stringify(eventType.slice(0, 64))} is no event.`);
    }
    const now = clock.now();
    const test = {
      appId,
      businessId,
      // In no lane: it neither waits for the events of a room nor holds them up.
      roomId: "",
      eventId: randomUUID(),
      eventType,
      eventData: JSON.stringify({ RoomId: TEST_ROOM, Timestamp: now }),
      eventTime: new Date(now).toISOString(),
      attemptsLeft: 0,
      createdAt: now,
    };
    return await dispatcher.sendNow({ ...test, sequence: 0 }, callback, "test", async (attempt) => {
      const state = attempt.error === null ? "delivered" : "failed";
      const [delivery] = await store.add([test], state);
      if (delivery) await store.record(delivery.id, attempt, delivery);
    });
  }
}
