import { EventEmitter } from "eventemitter3";
import { type types, workerBin } from "mediasoup";
import type { Clock, Timer } from "../../clock/clock.js";
import { MediaError, MediaStartError } from "../media-error.js";
import type { ListenIp } from "../options.js";
import { MediasoupRoom } from "./media-room.js";
import { residentMemory } from "./process-memory.js";
import { startWorker } from "./start-worker.js";
import { Traffic } from "./traffic.js";

/** Waiting times before a dead worker is started again, in milliseconds; the last one repeats. */
const RESTART_DELAYS = [0, 200, 1_000, 5_000, 15_000];
/** A worker that has run for so long, in milliseconds, was healthy: its next death counts as the first. */
const HEALTHY_AFTER = 60_000;
/** A worker that has not ended this long after it was asked to, in milliseconds, is killed. */
const CLOSE_TIMEOUT = 3_000;

/** How the worker estimates the way to a viewer, as libwebrtc takes it: names and values by turns. */
const FIELD_TRIALS = [
  // mediasoup's own.
  "WebRTC-Bwe-AlrLimitedBackoff/Enabled",
  // The estimate rises while less than 15 % are lost and falls from 20 % on, not from 10 %: losses by chance, as over the
  // air, say nothing about bandwidth, and a full queue loses half and more.
  "WebRTC-BweLossExperiment/Enabled-0.15,0.2,0",
  // It is probed for 60 ms, not for 15, with packets as many as before: what a probe finds is taken as it is, also when
  // it is less, so that one delay of 50 ms in the air or in a busy phone let the estimate fall by two thirds.
  "WebRTC-Bwe-ProbingBehavior/min_probe_duration:60ms,min_probe_delta:4ms",
  // It is not probed when more is to be sent, only when that is more than the estimate: the probes came with the first
  // key frame after a silence, on a way that was full.
  "WebRTC-Bwe-AllocationProbing/alloc_p1,alloc_p2",
]
  .map((trial) => `${trial}/`)
  .join("");

export interface WorkerSlotOptions {
  /** Counts from 0. */
  index: number;
  port: number;
  listenIps: readonly ListenIp[];
  clock: Clock;
}

export type WorkerSlotEvents = {
  up: [];
  /** The worker process died by itself; it is being started again. */
  died: [cause: Error];
  /** The worker could not be started again; another attempt follows. */
  restartFailed: [cause: Error];
};

interface Running {
  worker: types.Worker;
  webRtcServer: types.WebRtcServer;
  ended: Promise<void>;
}

/**
 * One worker process on a port of its own, started again whenever it dies. A port stays bound until the process is
 * gone, so the next one is only started once the last has ended.
 */
export class WorkerSlot {
  readonly events = new EventEmitter<WorkerSlotEvents>();
  readonly traffic = new Traffic();
  private running: Running | undefined;
  private readonly rooms = new Set<MediasoupRoom>();
  private peers = 0;
  private deaths = 0;
  private restart: Timer | undefined;
  private starting: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly options: WorkerSlotOptions) {}

  get up(): boolean {
    return this.running !== undefined;
  }

  /** Process id of the worker, while it is up. */
  get pid(): number | undefined {
    return this.running?.worker.pid;
  }

  /** What the worker carries, to compare workers by: participants weigh, empty rooms break a tie. */
  get load(): number {
    return this.peers * 1_000 + this.rooms.size;
  }

  /** @returns undefined when the worker is not up */
  async readUsage(): Promise<{ cpu: number; memory: number; peers: number } | undefined> {
    const { worker } = this.running ?? {};
    if (worker === undefined) return undefined;
    try {
      const usage = await worker.getResourceUsage();
      return {
        cpu: (usage.ru_utime + usage.ru_stime) / 1000,
        memory: (await residentMemory(worker.pid)) ?? usage.ru_maxrss * 1024,
        peers: this.peers,
      };
    } catch {
      // It died under the question, which its own event tells.
      return undefined;
    }
  }

  /** @throws MediaStartError when the worker or its port cannot be had */
  async start(): Promise<void> {
    const running = await launch(this.options);
    if (this.closed) {
      await stop(running);
      return;
    }
    const startedAt = this.options.clock.now();
    running.worker.once("died", (cause) => {
      this.running = undefined;
      if (this.options.clock.now() - startedAt > HEALTHY_AFTER) this.deaths = 0;
      this.events.emit("died", cause);
      running.ended.then(() => this.scheduleRestart());
    });
    this.running = running;
    this.events.emit("up");
  }

  async createRoom(): Promise<MediasoupRoom> {
    if (this.running === undefined) throw MediaError.lost("the media worker is not up");
    const { worker, webRtcServer } = this.running;
    const room: MediasoupRoom = await MediasoupRoom.create({
      worker,
      webRtcServer,
      traffic: this.traffic,
      clock: this.options.clock,
      onPeers: (change) => {
        this.peers += change;
      },
      onClose: () => this.rooms.delete(room),
    });
    this.rooms.add(room);
    return room;
  }

  /** Closes the rooms and ends the process. */
  async close(): Promise<void> {
    this.closed = true;
    this.restart?.cancel();
    for (const room of [...this.rooms]) room.close();
    const running = this.running;
    this.running = undefined;
    if (running) await stop(running);
    await this.starting;
  }

  private scheduleRestart(): void {
    if (this.closed) return;
    const delay = RESTART_DELAYS[Math.min(this.deaths, RESTART_DELAYS.length - 1)] ?? 0;
    this.deaths += 1;
    this.restart = this.options.clock.after(delay, () => {
      this.starting = this.start().catch((cause: unknown) => {
        this.events.emit("restartFailed", cause instanceof Error ? cause : new Error(String(cause)));
        this.scheduleRestart();
      });
    });
  }
}

async function launch({ port, listenIps }: WorkerSlotOptions): Promise<Running> {
  let worker: types.Worker;
  try {
    worker = await startWorker({ logLevel: "warn", libwebrtcFieldTrials: FIELD_TRIALS });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new MediaStartError(
      `the media worker ${workerBin} could not be started (${detail}); run the set-up again, or point MEDIASOUP_WORKER_BIN at a worker`,
      { cause },
    );
  }
  const ended = new Promise<void>((resolve) => worker.once("subprocessclose", resolve));
  try {
    const listenInfos = listenIps.flatMap(({ ip, announcedAddress }) =>
      (["udp", "tcp"] as const).map((protocol) => ({
        protocol,
        ip,
        port,
        ...(announcedAddress === undefined ? {} : { announcedAddress }),
      })),
    );
    return { worker, webRtcServer: await worker.createWebRtcServer({ listenInfos }), ended };
  } catch (cause) {
    await stop({ worker, ended });
    throw new MediaStartError(describeBindFailure(port, listenIps, cause), { cause });
  }
}

function describeBindFailure(port: number, listenIps: readonly ListenIp[], cause: unknown): string {
  const detail = cause instanceof Error ? cause.message : String(cause);
  const where = listenIps.map(({ ip }) => ip).join(", ");
  if (/in use/i.test(detail)) {
    return `the media port ${port} (UDP or TCP) on ${where} is in use by another program; choose another base port for media`;
  }
  if (/not available|EADDRNOTAVAIL/i.test(detail)) {
    return `this machine does not have one of the media addresses ${where}; listen on its own addresses and announce the public one`;
  }
  return `the media port ${port} on ${where} could not be opened: ${detail}`;
}

async function stop({ worker, ended }: Pick<Running, "worker" | "ended">): Promise<void> {
  worker.close();
  const kill = setTimeout(() => {
    try {
      process.kill(worker.pid, "SIGKILL");
    } catch {
      // It ended in this very moment.
    }
  }, CLOSE_TIMEOUT);
  await ended;
  clearTimeout(kill);
}
