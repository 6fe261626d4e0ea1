import type { Logger } from "pino";
import type { Clock, Timer } from "../clock/clock.js";
import type { Delivery, DeliveryStore, NewDelivery } from "../store/deliveries.js";

export interface OutboxOptions {
  store: Pick<DeliveryStore, "add">;
  clock: Clock;
  logger: Logger;
  /** Deliveries are in the store: they can be sent. */
  onStored: (deliveries: readonly Delivery[]) => void;
}

/** So many events wait in memory at most while the store cannot be written; those beyond it are given up. */
const MOST_WAITING = 100_000;

/** So many are written at once: a write waits for the disk, and the whole service waits with it. */
const BATCH = 200;

/** How long to wait when the store could not be written, in milliseconds. */
const STORE_PAUSE = 1_000;

/** Takes events from the rooms, at once and without waiting, and writes them to the store, in order and many together. */
export class Outbox {
  private waiting: NewDelivery[] = [];
  private writing: Promise<void> | undefined;
  private pause: Timer | undefined;
  private closed = false;
  private failed = false;
  private lost = 0;
  private failures = 0;

  constructor(private readonly options: OutboxOptions) {}

  /** For metrics: what waits, what was given up so far, and how often a write failed. */
  get state(): { waiting: number; lost: number; failures: number } {
    return { waiting: this.waiting.length, lost: this.lost, failures: this.failures };
  }

  add(delivery: NewDelivery): void {
    if (this.waiting.length >= MOST_WAITING) {
      this.lost += 1;
      const { appId, roomId, eventId, eventType } = delivery;
      this.options.logger.error({ appId, roomId, eventId, eventType }, "webhook lost: the store cannot be written");
      return;
    }
    this.waiting.push(delivery);
    if (this.pause === undefined) this.write();
  }

  /** Writes what is left. What cannot be written now is lost, and the log says so. */
  async close(): Promise<void> {
    this.closed = true;
    this.pause?.cancel();
    this.write();
    // Several rounds when more came meanwhile.
    while (this.writing) await this.writing;
    const lost = this.waiting.length;
    if (lost > 0) this.options.logger.error({ lost }, "webhooks lost: the store cannot be written");
  }

  private write(): void {
    this.writing ??= this.writeAll();
  }

  private async writeAll(): Promise<void> {
    // What happens in one go, such as a join and its first tracks, makes one batch.
    await Promise.resolve();
    try {
      await this.writeBatches();
    } finally {
      this.writing = undefined;
    }
    // More may have come after the last look and before `writing` was given up.
    if (this.waiting.length > 0 && this.pause === undefined && !this.failed) this.write();
  }

  private async writeBatches(): Promise<void> {
    const { store, clock, logger, onStored } = this.options;
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, BATCH);
      let stored: Delivery[];
      try {
        stored = await store.add(batch);
      } catch (err) {
        this.failures += 1;
        logger.error({ err, waiting: this.waiting.length }, "webhooks could not be written to the store");
        // A last try is not repeated.
        this.failed = this.closed;
        if (this.closed) return;
        this.pause = clock.after(STORE_PAUSE, () => {
          this.pause = undefined;
          this.write();
        });
        return;
      }
      this.waiting.splice(0, batch.length);
      onStored(stored);
    }
  }
}
