import { Counter, Gauge, type Registry } from "prom-client";
import type { HistoryWriter } from "../../history/writer.js";
import type { Webhooks } from "../../webhooks/webhooks.js";
import { sumCounter } from "./sum-counter.js";

export interface StoreSources {
  webhooks: Pick<Webhooks, "outboxState" | "countPending" | "events">;
  history: { readonly state: HistoryWriter["state"] };
}

/** What waits to be written or sent, and what could not be. */
export function measureStores(registry: Registry, { webhooks, history }: StoreSources): void {
  const registers = [registry];
  const attempts = new Counter({
    name: "lianmai_webhook_attempts_total",
    help: "Webhooks that were sent, by outcome: delivered, or failed for now or for good",
    labelNames: ["outcome"],
    registers,
  });
  webhooks.events.on("attempted", (outcome) => attempts.inc({ outcome }));
  new Gauge({
    name: "lianmai_webhook_queue",
    help: "Webhooks that wait to be delivered",
    registers,
    async collect() {
      this.set(webhooks.outboxState.waiting + (await webhooks.countPending()));
    },
  });
  new Gauge({
    name: "lianmai_store_queue",
    help: "What waits in memory to be written to a store: events of webhooks, steps and points of the history",
    labelNames: ["store"],
    registers,
    collect() {
      this.set({ store: "webhooks" }, webhooks.outboxState.waiting);
      this.set({ store: "history" }, history.state.waiting);
    },
  });
  sumCounter({
    name: "lianmai_store_errors_total",
    help: "Writes to a store that failed; most are tried again",
    labelNames: ["store"],
    registry,
    read: () => [
      { labels: { store: "webhooks" }, sum: webhooks.outboxState.failures },
      { labels: { store: "history" }, sum: history.state.failures },
    ],
  });
  sumCounter({
    name: "lianmai_store_lost_total",
    help: "What was given up because a store could not be written for long",
    labelNames: ["store"],
    registry,
    read: () => [
      { labels: { store: "webhooks" }, sum: webhooks.outboxState.lost },
      { labels: { store: "history" }, sum: history.state.lost },
    ],
  });
}
