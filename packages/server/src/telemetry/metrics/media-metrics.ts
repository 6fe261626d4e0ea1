import { Counter, Gauge, type Registry } from "prom-client";
import type { MediasoupEngine, WorkerUsage } from "../../media/mediasoup/mediasoup-engine.js";
import { sumCounter } from "./sum-counter.js";

/** How the media workers do, and what they carry. A worker keeps its number when it is started again. */
export function measureMedia(registry: Registry, media: MediasoupEngine): void {
  const registers = [registry];
  new Gauge({
    name: "lianmai_workers",
    help: "Media workers that are up",
    registers,
    collect() {
      this.set(media.workers);
    },
  });
  const deaths = new Counter({
    name: "lianmai_worker_deaths_total",
    help: "Media workers that died by themselves",
    labelNames: ["worker"],
    registers,
  });
  media.events.on("workerDied", (index) => deaths.inc({ worker: String(index) }));
  const read = sharedReading(() => media.readUsage());
  sumCounter({
    name: "lianmai_worker_cpu_seconds_total",
    help: "Processor time that media workers have used",
    labelNames: ["worker"],
    registry,
    read: async () => (await read()).map(({ worker, cpu }) => ({ labels: { worker: String(worker) }, sum: cpu })),
  });
  const gauge = (name: string, help: string, value: (usage: WorkerUsage) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ["worker"],
      registers,
      async collect() {
        const usages = await read();
        this.reset();
        for (const usage of usages) this.set({ worker: String(usage.worker) }, value(usage));
      },
    });
  gauge("lianmai_worker_memory_bytes", "Memory that media workers have", ({ memory }) => memory);
  gauge("lianmai_worker_participants", "Participants whose media a worker carries", ({ peers }) => peers);
  for (const unit of ["packets", "bytes"] as const) {
    sumCounter({
      name: `lianmai_worker_${unit}_total`,
      help: `${unit === "packets" ? "RTP packets" : "Bytes of RTP"} that media workers took in and sent out`,
      labelNames: ["worker", "direction"],
      registry,
      read: () =>
        media.traffic.flatMap((traffic, worker) =>
          (["in", "out"] as const).map((direction) => ({
            labels: { worker: String(worker), direction },
            sum: traffic[direction][unit],
          })),
        ),
    });
  }
}

/** What is asked for several times at once is read once. */
function sharedReading<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };
}
