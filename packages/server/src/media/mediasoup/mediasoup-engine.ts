import { EventEmitter } from "eventemitter3";
import type { Clock, Timer } from "../../clock/clock.js";
import type { MediaEngine, MediaRoom } from "../media-engine.js";
import { MediaError } from "../media-error.js";
import { checkListenOptions, type ListenIp } from "../options.js";
import type { Traffic } from "./traffic.js";
import { WorkerSlot } from "./worker-slot.js";

/** How long, in milliseconds, a room waits for a worker when none is up. */
const WORKER_WAIT = 5_000;

export interface MediasoupEngineOptions {
  listenIps: readonly ListenIp[];
  /** Port of the first worker; each further one takes the next. */
  basePort: number;
  workers: number;
  clock: Clock;
}

/** What a worker takes up. */
export interface WorkerUsage {
  /** Counts from 0. */
  worker: number;
  /** Processor time since its start, in seconds. */
  cpu: number;
  /** Bytes: now, or the most so far where the system does not tell. */
  memory: number;
  /** Participants whose media it carries. */
  peers: number;
}

export type MediasoupEngineEvents = {
  workerUp: [index: number, pid: number];
  workerDied: [index: number, cause: Error];
  workerRestartFailed: [index: number, cause: Error];
};

/** The media engine on mediasoup: supervised worker processes, each with one WebRtcServer on a port of its own. */
export class MediasoupEngine implements MediaEngine {
  readonly events = new EventEmitter<MediasoupEngineEvents>();
  private readonly slots: WorkerSlot[];

  /** Call {@link start} before anything else. */
  constructor(private readonly options: MediasoupEngineOptions) {
    const { basePort, listenIps, clock } = options;
    this.slots = Array.from({ length: options.workers }, (_, index) => {
      const slot = new WorkerSlot({ index, port: basePort + index, listenIps, clock });
      slot.events.on("up", () => this.events.emit("workerUp", index, slot.pid ?? 0));
      slot.events.on("died", (cause) => this.events.emit("workerDied", index, cause));
      slot.events.on("restartFailed", (cause) => this.events.emit("workerRestartFailed", index, cause));
      return slot;
    });
  }

  /**
   * Starts all workers.
   *
   * @throws MediaStartError when one of them or its port cannot be had; none is left running then
   */
  async start(): Promise<void> {
    const { listenIps, basePort, workers } = this.options;
    checkListenOptions(listenIps, basePort, workers);
    const results = await Promise.allSettled(this.slots.map((slot) => slot.start()));
    const failure = results.find((result) => result.status === "rejected");
    if (failure === undefined) return;
    await this.close();
    throw failure.reason;
  }

  get workers(): number {
    return this.slots.filter((slot) => slot.up).length;
  }

  /** What each worker has carried, the first in front; goes on through restarts. */
  get traffic(): readonly Traffic[] {
    return this.slots.map(({ traffic }) => traffic);
  }

  /** Asks the workers that are up what they take up. */
  async readUsage(): Promise<WorkerUsage[]> {
    const usages = await Promise.all(this.slots.map((slot) => slot.readUsage()));
    return usages.flatMap((usage, worker) => (usage ? [{ worker, ...usage }] : []));
  }

  async createRoom(): Promise<MediaRoom> {
    const slot = this.leastLoaded() ?? (await this.nextUp());
    return await slot.createRoom();
  }

  async close(): Promise<void> {
    await Promise.all(this.slots.map((slot) => slot.close()));
  }

  private leastLoaded(): WorkerSlot | undefined {
    return this.slots.filter((slot) => slot.up).sort((a, b) => a.load - b.load)[0];
  }

  private nextUp(): Promise<WorkerSlot> {
    return new Promise((resolve, reject) => {
      let timer: Timer;
      const settle = (finish: () => void) => {
        timer.cancel();
        this.events.off("workerUp", found);
        finish();
      };
      const found = (index: number) => settle(() => resolve(this.slots[index] as WorkerSlot));
      this.events.on("workerUp", found);
      timer = this.options.clock.after(WORKER_WAIT, () =>
        settle(() =>
          reject(MediaError.lost("no media worker is up; the server is starting one, try again in a moment")),
        ),
      );
    });
  }
}
