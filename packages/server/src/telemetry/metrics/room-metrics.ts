import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { RoomService } from "../../rooms/room-service.js";

/** Bounds of the buckets of a join, in seconds: a good one takes some 20 ms, the client gives up after a minute. */
const JOIN_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Refusals that say something of the server; all others are for what the user or the app did. */
const SERVER_FAULTS: ReadonlySet<string> = new Set(["internal", "media_lost"]);

/** What is in the rooms now, and who came and went. */
export function measureRooms(registry: Registry, rooms: RoomService): void {
  const registers = [registry];
  new Gauge({
    name: "lianmai_rooms",
    help: "Rooms with somebody in them",
    registers,
    collect() {
      this.set(rooms.roomCount);
    },
  });
  new Gauge({
    name: "lianmai_participants",
    help: "Participants in rooms",
    labelNames: ["visibility"],
    registers,
    collect() {
      const count = { visible: 0, invisible: 0 };
      for (const room of rooms.openRooms) {
        for (const { visible } of room.participants) count[visible ? "visible" : "invisible"] += 1;
      }
      for (const [visibility, value] of Object.entries(count)) this.set({ visibility }, value);
    },
  });
  new Gauge({
    name: "lianmai_publications",
    help: "Tracks that participants publish",
    labelNames: ["source"],
    registers,
    collect() {
      this.reset();
      for (const room of rooms.openRooms) for (const { source } of room.publications.all.values()) this.inc({ source });
    },
  });
  new Gauge({
    name: "lianmai_subscriptions",
    help: "Tracks of others that participants receive",
    registers,
    collect() {
      let count = 0;
      for (const room of rooms.openRooms)
        for (const { subscriptions } of room.participants) count += subscriptions.size;
      this.set(count);
    },
  });
  const joins = new Counter({
    name: "lianmai_joins_total",
    help: "Joins that were asked for: ok, refused for what the user or app did, or failed for the server's sake",
    labelNames: ["outcome", "reason"],
    registers,
  });
  const durations = new Histogram({
    name: "lianmai_join_duration_seconds",
    help: "From a join's request to its answer",
    labelNames: ["outcome"],
    buckets: JOIN_BUCKETS,
    registers,
  });
  const departures = new Counter({
    name: "lianmai_departures_total",
    help: "Participants who left, by reason",
    labelNames: ["reason"],
    registers,
  });
  const failures = new Counter({
    name: "lianmai_subscription_failures_total",
    help: "Subscriptions that were wanted and could not be made",
    registers,
  });
  rooms.events.on("joinEnded", ({ elapsed, error }) => {
    const outcome = error === undefined ? "ok" : SERVER_FAULTS.has(error.reason) ? "failed" : "refused";
    joins.inc({ outcome, reason: error?.reason ?? "" });
    durations.observe({ outcome }, elapsed / 1000);
  });
  rooms.events.on("participantLeft", (_room, _participant, reason) => departures.inc({ reason }));
  rooms.events.on("subscribeFailed", () => failures.inc());
}
