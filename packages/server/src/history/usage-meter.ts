import { kindOf } from "@lianmai/protocol";
import type { EventEmitter } from "eventemitter3";
import type { Clock, Timer } from "../clock/clock.js";
import type { Participant, Subscription } from "../rooms/participant.js";
import type { Room } from "../rooms/room.js";
import type { RoomEvents } from "../rooms/room-events.js";
import { slotOf } from "./counts.js";
import type { HistoryWriter } from "./writer.js";

/** What a participant receives, as the original's price list has it: nothing but sound, or pictures up to a size. */
export type UsageClass = "audio" | "sdm" | "sd" | "hd";

/** The largest picture of a class, in pixels. */
const SDM_PIXELS = 640 * 360;
const SD_PIXELS = 1280 * 720;

/** Usage is kept by slots of this length, in milliseconds. */
export const USAGE_SLOT = 30 * 60_000;

/** What a participant receives is looked at this often, and the sum is written this often; milliseconds. */
const LOOK_INTERVAL = 2_000;
const LOOKS_PER_WRITE = 5;

export interface UsageMeterOptions {
  events: EventEmitter<RoomEvents>;
  writer: HistoryWriter;
  clock: Clock;
  /** Pixels of a received picture; undefined when nobody tells them. */
  pixelsOf: (subscription: Subscription) => number | undefined;
}

/** Adds up how long participants are in rooms, by what they receive. */
export class UsageMeter {
  /** Everybody, with the app and the time up to which it is counted. */
  private readonly present = new Map<Participant, { appId: string; countedTo: number; usageClass: UsageClass }>();
  private sums = new Map<string, { appId: string; at: number; usageClass: UsageClass; duration: number }>();
  private looks = 0;
  private timer: Timer | undefined;

  constructor(private readonly options: UsageMeterOptions) {
    const { events } = options;
    events.on("participantJoined", (room, participant) => this.enter(room, participant));
    events.on("participantLeft", (_room, participant) => this.leave(participant));
    events.on("participantReplaced", (_room, earlier) => this.leave(earlier));
  }

  /** Hands all that is counted to the writer, for the last time. */
  close(): void {
    this.timer?.cancel();
    for (const participant of [...this.present.keys()]) this.leave(participant);
    this.write();
  }

  private enter({ appId }: Room, participant: Participant): void {
    this.present.set(participant, { appId, countedTo: this.options.clock.now(), usageClass: "audio" });
    this.schedule();
  }

  private leave(participant: Participant): void {
    // Its subscriptions are gone already: the last moments count as those before them.
    this.count(participant, this.present.get(participant)?.usageClass);
    this.present.delete(participant);
  }

  private schedule(): void {
    this.timer ??= this.options.clock.after(LOOK_INTERVAL, () => {
      this.timer = undefined;
      for (const participant of this.present.keys()) this.count(participant);
      this.looks += 1;
      if (this.present.size === 0 || this.looks % LOOKS_PER_WRITE === 0) this.write();
      if (this.present.size > 0) this.schedule();
    });
  }

  private count(participant: Participant, usageClass = this.classOf(participant)): void {
    const entry = this.present.get(participant);
    if (entry === undefined) return;
    const now = this.options.clock.now();
    const { appId } = entry;
    const duration = now - entry.countedTo;
    if (duration <= 0) return;
    const at = slotOf(entry.countedTo, USAGE_SLOT);
    entry.countedTo = now;
    entry.usageClass = usageClass;
    const key = `${appId}/${at}/${usageClass}`;
    const sum = this.sums.get(key) ?? { appId, at, usageClass, duration: 0 };
    sum.duration += duration;
    this.sums.set(key, sum);
  }

  private classOf(participant: Participant): UsageClass {
    let pixels = 0;
    for (const subscription of participant.subscriptions.values()) {
      const { paused, publication } = subscription;
      if (paused || publication.muted || kindOf(publication.source) !== "video") continue;
      // A picture whose size nobody tells counts as one of the smallest class.
      pixels += this.options.pixelsOf(subscription) ?? SDM_PIXELS;
    }
    if (pixels === 0) return "audio";
    if (pixels <= SDM_PIXELS) return "sdm";
    return pixels <= SD_PIXELS ? "sd" : "hd";
  }

  private write(): void {
    const { sums } = this;
    this.sums = new Map();
    for (const { appId: app_id, at, usageClass, duration } of sums.values()) {
      this.options.writer.do((db) =>
        db
          .insertInto("usage")
          .values({ app_id, at, class: usageClass, duration })
          .onConflict((conflict) =>
            conflict
              .columns(["app_id", "at", "class"])
              .doUpdateSet((row) => ({ duration: row("usage.duration", "+", row.ref("excluded.duration")) })),
          )
          .execute(),
      );
    }
  }
}
