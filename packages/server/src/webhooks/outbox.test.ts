import { pino } from "pino";
import { expect, test } from "vitest";
import { ManualClock } from "../clock/manual-clock.js";
import type { Delivery, NewDelivery } from "../store/deliveries.js";
import { Outbox } from "./outbox.js";
import { eventually } from "./testing/eventually.js";

function delivery(eventId: string): NewDelivery {
  return {
    appId: "0".repeat(24),
    businessId: "",
    roomId: "room",
    eventId,
    eventType: "RoomCreate",
    eventData: "{}",
    eventTime: "",
    attemptsLeft: 3,
    createdAt: 0,
  };
}

function start() {
  const clock = new ManualClock();
  const stored: string[] = [];
  const log: string[] = [];
  const state = { broken: false, writes: 0 };
  const outbox = new Outbox({
    store: {
      async add(deliveries) {
        state.writes += 1;
        if (state.broken) throw new Error("the disk is full");
        return deliveries.map(
          (one, id) => ({ ...one, id, sequence: id, state: "pending", nextAttemptAt: 0 }) as Delivery,
        );
      },
    },
    clock,
    logger: pino({}, { write: (line: string) => void log.push(line) }),
    onStored: (deliveries) => stored.push(...deliveries.map(({ eventId }) => eventId)),
  });
  return { clock, stored, log, state, outbox };
}

test("writes what comes in one go together, and in order", async () => {
  const { outbox, state, stored } = start();
  const ids = Array.from({ length: 250 }, (_, index) => String(index));
  for (const id of ids) outbox.add(delivery(id));
  await eventually(() => stored.length).toBe(250);
  expect([stored, state.writes]).toEqual([ids, 2]);
  outbox.add(delivery("later"));
  await eventually(() => stored.length).toBe(251);
});

test("keeps everything while the store fails, and tries again", async () => {
  const { outbox, clock, state, stored, log } = start();
  state.broken = true;
  outbox.add(delivery("1"));
  await eventually(() => clock.pending).toBe(1);
  outbox.add(delivery("2"));
  clock.advance(1_000);
  await eventually(() => state.writes).toBe(2);
  await eventually(() => clock.pending).toBe(1);
  state.broken = false;
  clock.advance(1_000);
  await eventually(() => stored).toEqual(["1", "2"]);
  expect(log.join("")).toContain("the disk is full");
});

test("writes what is left when it closes, and says what could not be written", async () => {
  const one = start();
  one.outbox.add(delivery("1"));
  await one.outbox.close();
  expect(one.stored).toEqual(["1"]);

  const other = start();
  other.state.broken = true;
  other.outbox.add(delivery("1"));
  await eventually(() => other.clock.pending).toBe(1);
  await other.outbox.close();
  expect(other.log.at(-1)).toContain('"lost":1');
  expect(other.clock.pending).toBe(0);
});
