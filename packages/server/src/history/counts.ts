import type { EventEmitter } from "eventemitter3";
import type { Clock, Timer } from "../clock/clock.js";
import type { Room } from "../rooms/room.js";
import type { JoinAttempt, RoomEvents } from "../rooms/room-events.js";
import type { HistoryWriter } from "./writer.js";

/** Counts are kept in memory for this long before they are written, in milliseconds. */
const WRITE_INTERVAL = 10_000;

/** Lengths of the slots that counts are kept by, in milliseconds. */
export const JOIN_SLOT = 30_000;
export const PEAK_SLOT = 60_000;

/** A join within this, in milliseconds, is a quick one. */
const QUICK = 5_000;

/**
 * Refusals that say something of the server. All others are for what the user or the app did: a bad token, a ban, a full
 * room.
 */
const SERVER_FAULTS: ReadonlySet<string> = new Set(["internal", "media_lost", "unsupported_media"]);

interface Peak {
  users: number;
  rooms: number;
}

export interface CountsOptions {
  events: EventEmitter<RoomEvents>;
  writer: HistoryWriter;
  clock: Clock;
}

/** Counts joins, and the most rooms and participants at once. */
export class Counts {
  /** By app: what there is now. */
  private readonly present = new Map<string, Peak>();
  /** By app and slot: the most there was. */
  private peaks = new Map<string, Peak & { appId: string; at: number }>();
  private joins = new Map<string, { appId: string; roomId: string; at: number; tried: number; quick: number }>();
  private timer: Timer;

  constructor(private readonly options: CountsOptions) {
    const { events } = options;
    events.on("roomCreated", (room) => this.change(room, { rooms: 1 }));
    events.on("roomDestroyed", (room) => this.change(room, { rooms: -1 }));
    events.on("participantJoined", (room) => this.change(room, { users: 1 }));
    events.on("participantLeft", (room) => this.change(room, { users: -1 }));
    events.on("participantReplaced", (room) => this.change(room, { users: -1 }));
    events.on("joinEnded", (attempt) => this.countJoin(attempt));
    this.timer = this.schedule();
  }

  /** Hands all that is counted to the writer, for the last time. */
  close(): void {
    this.timer.cancel();
    this.write();
  }

  private change({ appId }: Room, { users = 0, rooms = 0 }: Partial<Peak>): void {
    const present = this.present.get(appId) ?? { users: 0, rooms: 0 };
    // Before and after: a slot that begins with a leave had the one who left in it.
    this.notePeak(appId, present);
    const now = { users: present.users + users, rooms: present.rooms + rooms };
    if (now.users === 0 && now.rooms === 0) this.present.delete(appId);
    else this.present.set(appId, now);
    this.notePeak(appId, now);
  }

  private notePeak(appId: string, { users, rooms }: Peak): void {
    if (users === 0 && rooms === 0) return;
    const at = slotOf(this.options.clock.now(), PEAK_SLOT);
    const key = `${appId}/${at}`;
    const peak = this.peaks.get(key) ?? { appId, at, users: 0, rooms: 0 };
    this.peaks.set(key, { ...peak, users: Math.max(peak.users, users), rooms: Math.max(peak.rooms, rooms) });
  }

  private countJoin({ appId, roomId, elapsed, error }: JoinAttempt): void {
    if (error !== undefined && !SERVER_FAULTS.has(error.reason)) return;
    const at = slotOf(this.options.clock.now(), JOIN_SLOT);
    // No id has a slash.
    const key = `${appId}/${roomId}/${at}`;
    const count = this.joins.get(key) ?? { appId, roomId, at, tried: 0, quick: 0 };
    count.tried += 1;
    if (error === undefined && elapsed <= QUICK) count.quick += 1;
    this.joins.set(key, count);
  }

  private schedule(): Timer {
    return this.options.clock.after(WRITE_INTERVAL, () => {
      for (const [appId, present] of this.present) this.notePeak(appId, present);
      this.write();
      this.timer = this.schedule();
    });
  }

  private write(): void {
    const { writer } = this.options;
    const { peaks, joins } = this;
    this.peaks = new Map();
    this.joins = new Map();
    for (const { appId: app_id, at, users, rooms } of peaks.values()) {
      writer.do((db) =>
        db
          .insertInto("peaks")
          .values({ app_id, at, users, rooms })
          .onConflict((conflict) =>
            conflict.columns(["app_id", "at"]).doUpdateSet((row) => ({
              users: row
                .case()
                .when("excluded.users", ">", row.ref("peaks.users"))
                .then(row.ref("excluded.users"))
                .else(row.ref("peaks.users"))
                .end(),
              rooms: row
                .case()
                .when("excluded.rooms", ">", row.ref("peaks.rooms"))
                .then(row.ref("excluded.rooms"))
                .else(row.ref("peaks.rooms"))
                .end(),
            })),
          )
          .execute(),
      );
    }
    for (const { appId: app_id, roomId: room_id, at, tried, quick } of joins.values()) {
      writer.do((db) =>
        db
          .insertInto("joins")
          .values({ app_id, room_id, at, tried, quick })
          .onConflict((conflict) =>
            conflict.columns(["app_id", "at", "room_id"]).doUpdateSet((row) => ({
              tried: row("joins.tried", "+", row.ref("excluded.tried")),
              quick: row("joins.quick", "+", row.ref("excluded.quick")),
            })),
          )
          .execute(),
      );
    }
  }
}

/** The begin of the slot that a time is in. */
export function slotOf(time: number, length: number): number {
  return Math.floor(time / length) * length;
}
