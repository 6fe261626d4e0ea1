import { randomUUID } from "node:crypto";
import { EventEmitter } from "eventemitter3";
import type { Logger } from "pino";
import type { Clock, Timer } from "../clock/clock.js";
import type { RoomEvents } from "../rooms/room-events.js";
import { CallbackStore } from "../store/callbacks.js";
import type { Database } from "../store/database.js";
import { DeliveryStore } from "../store/deliveries.js";
import { AddressGuard, type Resolve } from "./address-guard.js";
import { Callbacks } from "./callbacks.js";
import { Deliveries } from "./deliveries.js";
import { type AttemptOutcome, Dispatcher } from "./dispatcher.js";
import { DEFAULT_WEBHOOK_OPTIONS, type WebhookOptions } from "./options.js";
import { Outbox } from "./outbox.js";
import { type RoomWebhook, translateRoomEvents } from "./room-webhooks.js";
import { WebhookSender } from "./sender.js";

export interface WebhooksDependencies {
  db: Database;
  rooms: EventEmitter<RoomEvents>;
  clock: Clock;
  logger: Logger;
  appExists: (appId: string) => Promise<boolean>;
  /** Default: as the system does. */
  resolve?: Resolve;
}

/** How often what is too old is removed, in milliseconds. */
const PRUNE_INTERVAL = 3600 * 1000;
/** So many deliveries are removed at once, so that nothing else waits long. */
const PRUNE_BATCH = 500;

export type WebhooksEvents = {
  /** An event was sent by itself; replays and tests are not told. */
  attempted: [outcome: AttemptOutcome];
};

/** Tells back ends what happens in the rooms of their apps. */
export class Webhooks {
  readonly events = new EventEmitter<WebhooksEvents>();
  private pruneTimer: Timer | undefined;
  private pruning: Promise<void> = Promise.resolve();
  private closed = false;

  private constructor(
    readonly callbacks: Callbacks,
    readonly deliveries: Deliveries,
    private readonly outbox: Outbox,
    private readonly dispatcher: Dispatcher,
    private readonly store: DeliveryStore,
    private readonly limits: Required<WebhookOptions>,
    private readonly dependencies: WebhooksDependencies,
  ) {}

  /** Listens to the rooms from now on, and sends what an earlier run left over. */
  static async start(dependencies: WebhooksDependencies, options: WebhookOptions = {}): Promise<Webhooks> {
    const { db, rooms, clock, logger, appExists, resolve } = dependencies;
    const limits = { ...DEFAULT_WEBHOOK_OPTIONS, ...options };
    const guard = new AddressGuard(limits.allowPrivateAddresses, resolve);
    const store = new DeliveryStore(db);
    const callbacks = await Callbacks.load({ store: new CallbackStore(db), clock, guard, appExists });
    const sender = new WebhookSender({ clock, guard, timeout: limits.timeout });
    const dispatcher = new Dispatcher({
      store,
      callbacks,
      sender,
      clock,
      logger,
      limits,
      onAttempt: (outcome) => webhooks.events.emit("attempted", outcome),
    });
    const attempts = limits.backOff.length + 1;
    const outbox = new Outbox({
      store,
      clock,
      logger,
      onStored: (deliveries) => {
        for (const delivery of deliveries) dispatcher.wake(delivery);
      },
    });
    const deliveries = new Deliveries({ store, callbacks, dispatcher, clock, attempts });
    const webhooks: Webhooks = new Webhooks(callbacks, deliveries, outbox, dispatcher, store, limits, dependencies);
    translateRoomEvents(rooms, clock, (webhook) => webhooks.emit(webhook, attempts));
    webhooks.prune();
    await dispatcher.start();
    return webhooks;
  }

  /** For metrics: events that are not in the store yet. */
  get outboxState(): Outbox["state"] {
    return this.outbox.state;
  }

  /** How many events in the store are still to be delivered. */
  countPending(): Promise<number> {
    return this.store.countPending();
  }

  /**
   * Writes what the rooms have told to the store and stops sending; what is not delivered is sent at the next start.
   * To be called after the rooms are closed and before the store is.
   */
  async close(): Promise<void> {
    this.closed = true;
    this.pruneTimer?.cancel();
    await this.outbox.close();
    await this.dispatcher.close();
    await this.pruning;
  }

  private emit({ appId, roomId, type, data, time }: RoomWebhook, attempts: number): void {
    const callbacks = this.callbacks.list(appId).filter(({ events }) => events.includes(type));
    if (callbacks.length === 0) return;
    const event = {
      eventId: randomUUID(),
      eventType: type,
      eventData: JSON.stringify(data),
      eventTime: new Date(time).toISOString(),
    };
    for (const { businessId } of callbacks) {
      this.outbox.add({ appId, businessId, roomId, ...event, attemptsLeft: attempts, createdAt: time });
    }
  }

  private prune(): void {
    const { clock, logger } = this.dependencies;
    this.pruning = this.removeOld().catch((err: unknown) => {
      logger.error({ err }, "old webhook deliveries could not be removed, trying again later");
    });
    this.pruneTimer = clock.after(PRUNE_INTERVAL, () => this.prune());
  }

  private async removeOld(): Promise<void> {
    const before = this.dependencies.clock.now() - this.limits.retention;
    while (!this.closed && (await this.store.prune(before, PRUNE_BATCH)) === PRUNE_BATCH) {
      // Between two batches everything else has its turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
