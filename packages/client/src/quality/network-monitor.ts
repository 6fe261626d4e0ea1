import { type EventData, type Participant, TIMES } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { RoomStats } from "../stats/stats.js";
import { gradeOf, type NetworkGrade } from "./grade.js";
import { type Measures, measure, type Paths } from "./measure.js";
import type { NetworkQuality, ParticipantNetwork } from "./network-quality.js";

export interface NetworkMonitorEvents {
  /** Every two seconds. */
  quality: [quality: NetworkQuality];
  /** The statistics that it stands on; rates are those of the last two seconds. */
  measured: [stats: RoomStats];
}

export interface NetworkMonitorOptions {
  localUserId: string;
  collect(): Promise<RoomStats>;
  paths(): Paths;
  /** The visible participants, this one included. */
  userIds(): Iterable<string>;
  /** Tells the server; without an answer it is told again. */
  report(grades: { uplink: NetworkGrade; downlink: NetworkGrade }): Promise<unknown>;
}

/** Grades the ways to the server every two seconds: the own ones by measuring, those of others by what they tell. */
export class NetworkMonitor extends EventEmitter<NetworkMonitorEvents> {
  readonly #options: NetworkMonitorOptions;
  readonly #others = new Map<string, { uplink: number; downlink: number }>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #last: RoomStats | undefined;
  #told = "";

  constructor(options: NetworkMonitorOptions) {
    super();
    this.#options = options;
  }

  /** A join or a resume was answered: what the server says now is all that is known. */
  handleSnapshot(participants: readonly Participant[]): void {
    this.#others.clear();
    for (const { userId, network } of participants) if (network) this.#others.set(userId, network);
    this.#told = "";
    this.#timer ??= setInterval(() => void this.#tick(), TIMES.qualityInterval);
  }

  handleQualities({ qualities }: EventData<"networkQuality">): void {
    for (const { userId, uplink, downlink } of qualities) this.#others.set(userId, { uplink, downlink });
  }

  handleParticipantLeft(userId: string): void {
    this.#others.delete(userId);
  }

  close(): void {
    clearInterval(this.#timer);
    this.removeAllListeners();
  }

  async #tick(): Promise<void> {
    const stats = await this.#options.collect();
    const { uplink, downlink } = measure(this.#last, stats, this.#options.paths());
    this.#last = stats;
    const local = { uplink: gradeOf(uplink), downlink: gradeOf(downlink) };
    this.#tell(local);
    this.emit("measured", stats);
    this.emit("quality", { local: this.#describe(local, { uplink, downlink }, stats), remote: this.#remote() });
  }

  #describe(
    grades: { uplink: NetworkGrade; downlink: NetworkGrade },
    { uplink, downlink }: Measures,
    { connection }: RoomStats,
  ): NetworkQuality["local"] {
    const local: NetworkQuality["local"] = { userId: this.#options.localUserId, ...grades };
    if (connection.rtt !== undefined) local.rtt = connection.rtt;
    if (uplink.loss !== undefined) local.uplinkLoss = uplink.loss;
    if (downlink.loss !== undefined) local.downlinkLoss = downlink.loss;
    if (connection.sendBitrate !== undefined) local.sendBitrate = connection.sendBitrate;
    if (connection.receiveBitrate !== undefined) local.receiveBitrate = connection.receiveBitrate;
    return local;
  }

  #remote(): ParticipantNetwork[] {
    const { localUserId, userIds } = this.#options;
    return [...userIds()]
      .filter((userId) => userId !== localUserId)
      .map((userId) => {
        const { uplink, downlink } = this.#others.get(userId) ?? { uplink: 0, downlink: 0 };
        return { userId, uplink: uplink as NetworkGrade, downlink: downlink as NetworkGrade };
      });
  }

  #tell(grades: { uplink: NetworkGrade; downlink: NetworkGrade }): void {
    const text = `${grades.uplink} ${grades.downlink}`;
    if (text === this.#told) return;
    this.#told = text;
    this.#options.report(grades).catch(() => {
      if (this.#told === text) this.#told = "";
    });
  }
}
