import type { HostReport } from "@lianmai/runtime";
import { Store } from "./store.js";

export type CallStats = Extract<HostReport, { kind: "rtcStats" }>["stats"];

/** What flowed in a phone's call at one moment. */
export interface StatsSample {
  /** Unix time in milliseconds. */
  time: number;
  /** User id of the phone in the room. */
  userId: string;
  stats: CallStats;
}

/** Samples of one phone that are kept: half an hour of one every two seconds. */
const LIMIT = 900;
/** Milliseconds in which samples are gathered before the page is told. */
const GATHER = 200;

/** The statistics of all phones, oldest first. */
export class CallStatsLog {
  /** By phone. */
  readonly shown = new Store<ReadonlyMap<string, readonly StatsSample[]>>(new Map());
  readonly #samples = new Map<string, StatsSample[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  add(phone: string, sample: StatsSample): void {
    const before = this.#samples.get(phone) ?? [];
    // A new list each time: the old one is drawn.
    this.#samples.set(phone, [...before, sample].slice(-LIMIT));
    this.#publishSoon();
  }

  remove(phone: string): void {
    if (this.#samples.delete(phone)) this.#publishSoon();
  }

  clear(): void {
    this.#samples.clear();
    this.shown.set(new Map());
  }

  #publishSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.shown.set(new Map(this.#samples));
    }, GATHER);
  }
}
