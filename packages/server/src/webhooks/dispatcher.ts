import { setMaxListeners } from "node:events";
import type { Logger } from "pino";
import type { Clock } from "../clock/clock.js";
import type { Callback } from "../store/callbacks.js";
import type { Delivery, DeliveryAttempt, DeliveryStore, Lane, NewDelivery, Progress } from "../store/deliveries.js";
import { type Callbacks, keyOf } from "./callbacks.js";
import type { WebhookOptions } from "./options.js";
import type { WebhookSender } from "./sender.js";
import { Slots } from "./slots.js";
import { webhookBody } from "./webhook-body.js";

export interface DispatcherOptions {
  store: DeliveryStore;
  callbacks: Callbacks;
  sender: WebhookSender;
  clock: Clock;
  logger: Logger;
  limits: Required<WebhookOptions>;
  /** Told of every attempt of its own accord; replays and tests are not. Default: nobody. */
  onAttempt?: (outcome: AttemptOutcome) => void;
}

/** `failed` may still be tried again. */
export type AttemptOutcome = "delivered" | "failed";

/** After a failure of the store itself, in milliseconds. */
const STORE_PAUSE = 5_000;

/**
 * Sends what the store has to be sent: for each callback one event of a room after the other, rooms and callbacks
 * beside one another. What is not sent when it closes is still in the store at the next start.
 */
export class Dispatcher {
  /** Lanes that are being worked off. `again` = something was added since the store was last asked. */
  private readonly running = new Map<string, { again: boolean; done: Promise<void> }>();
  private readonly slots: Slots;
  private readonly closing = new AbortController();
  /** Tests and replays under way. */
  private readonly asked = new Set<Promise<unknown>>();

  constructor(private readonly options: DispatcherOptions) {
    this.slots = new Slots(options.limits.concurrencyPerCallback, options.limits.concurrency);
    // Every wait and every request listens to it.
    setMaxListeners(0, this.closing.signal);
  }

  /** Begins with what was left over. */
  async start(): Promise<void> {
    for (const lane of await this.options.store.pendingLanes()) this.wake(lane);
  }

  /** Something was added to a lane. */
  wake(lane: Lane): void {
    if (this.closing.signal.aborted) return;
    const key = laneKey(lane);
    const running = this.running.get(key);
    if (running) {
      running.again = true;
      return;
    }
    const state = { again: false, done: Promise.resolve() };
    this.running.set(key, state);
    state.done = this.workOff(lane, state).then(
      () => {
        this.running.delete(key);
        // Between the last look into the store and here more may have come.
        if (state.again) this.wake(lane);
      },
      async (err: unknown) => {
        this.options.logger.error({ err, ...lane }, "webhooks of a room could not be read or logged, trying again");
        await this.waitUntil(this.options.clock.now() + STORE_PAUSE);
        this.running.delete(key);
        this.wake(lane);
      },
    );
  }

  /**
   * Sends once, now, and outside the order.
   *
   * @param log writes it down; a closing server waits for it
   */
  async sendNow(
    delivery: NewDelivery & { sequence: number },
    callback: Callback,
    kind: "replay" | "test",
    log: (attempt: DeliveryAttempt) => Promise<void>,
  ): Promise<DeliveryAttempt> {
    const work = this.send(delivery, callback, kind, 1).then(async (attempt) => {
      await log(attempt);
      return attempt;
    });
    this.asked.add(work);
    return await work.finally(() => this.asked.delete(work));
  }

  /** Gives up waiting and what is under way, and resolves when all of it is logged. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.allSettled([...[...this.running.values()].map(({ done }) => done), ...this.asked]);
  }

  private async workOff(lane: Lane, state: { again: boolean }): Promise<void> {
    const { store, callbacks } = this.options;
    const { signal } = this.closing;
    while (!signal.aborted) {
      state.again = false;
      const delivery = await store.nextPending(lane);
      if (delivery === undefined) return;
      await this.waitUntil(delivery.nextAttemptAt);
      const key = keyOf(lane);
      await this.slots.acquire(key);
      try {
        if (signal.aborted) return;
        // Asked for only now: it may have been changed or deleted during the waits.
        const callback = callbacks.get(lane.appId, lane.businessId);
        if (callback) await this.attempt(delivery, callback);
        else await store.cancel(delivery.id);
      } finally {
        this.slots.release(key);
      }
    }
  }

  private async attempt(delivery: Delivery, callback: Callback): Promise<void> {
    const { limits, logger, store } = this.options;
    const number = Math.max(1, limits.backOff.length + 2 - delivery.attemptsLeft);
    const attempt = await this.send(delivery, callback, "automatic", number);
    await store.record(delivery.id, attempt, this.judge(delivery, attempt));
    this.options.onAttempt?.(attempt.error === null ? "delivered" : "failed");
    const { appId, businessId, roomId, eventId, eventType } = delivery;
    const details = { appId, businessId, roomId, eventId, eventType, attempt: number, duration: attempt.duration };
    if (attempt.error === null) logger.debug(details, "webhook delivered");
    else logger.warn({ ...details, status: attempt.status }, `webhook not delivered: ${attempt.error}`);
  }

  private judge({ attemptsLeft }: Delivery, attempt: DeliveryAttempt): Progress {
    const { clock, limits } = this.options;
    const now = clock.now();
    if (attempt.error === null) return { state: "delivered", attemptsLeft, nextAttemptAt: now };
    // An attempt that the shutdown cut short says nothing about the receiver.
    if (this.closing.signal.aborted) return { state: "pending", attemptsLeft, nextAttemptAt: now };
    const left = attemptsLeft - 1;
    const wait = limits.backOff[limits.backOff.length - left];
    if (left <= 0 || wait === undefined) return { state: "failed", attemptsLeft: 0, nextAttemptAt: now };
    return { state: "pending", attemptsLeft: left, nextAttemptAt: now + wait };
  }

  private async send(
    delivery: NewDelivery & { sequence: number },
    callback: Callback,
    kind: DeliveryAttempt["kind"],
    number: number,
  ): Promise<DeliveryAttempt> {
    const { clock, sender } = this.options;
    const startedAt = clock.now();
    const headers = {
      "content-type": "application/json",
      "user-agent": "Lianmai-Webhooks/1",
      "x-lianmai-sequence": String(delivery.sequence),
      "x-lianmai-attempt": kind === "automatic" ? String(number) : kind,
    };
    const body = webhookBody(delivery, callback);
    const answer = await sender.send({ url: callback.url, body, headers }, this.closing.signal);
    return { kind, url: callback.url, startedAt, duration: clock.now() - startedAt, ...answer };
  }

  private waitUntil(time: number): Promise<void> {
    const { clock } = this.options;
    const { signal } = this.closing;
    const wait = time - clock.now();
    if (wait <= 0 || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = clock.after(wait, () => {
        signal.removeEventListener("abort", onAbort);
        resolve();
      });
      const onAbort = () => {
        timer.cancel();
        resolve();
      };
      signal.addEventListener("abort", onAbort, { once: true });
    });
  }
}

/** No id has a slash, so the three make one key. */
function laneKey({ appId, businessId, roomId }: Lane): string {
  return `${appId}/${businessId}/${roomId}`;
}
