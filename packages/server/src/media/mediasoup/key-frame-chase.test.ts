import { beforeEach, describe, expect, test } from "vitest";
import { ManualClock } from "../../clock/manual-clock.js";
import { KeyFrameChase, LOOK_INTERVAL, TRIES } from "./key-frame-chase.js";

let clock: ManualClock;
let chase: KeyFrameChase;
let consumer: { packets: number; waits: boolean; requests: number };
beforeEach(() => {
  clock = new ManualClock();
  consumer = { packets: 0, waits: true, requests: 0 };
  chase = new KeyFrameChase(clock, {
    isWaiting: () => consumer.waits,
    readPackets: async () => consumer.packets,
    request: async () => {
      consumer.requests += 1;
    },
  });
});

/** Lets so many looks pass. */
async function look(times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    clock.advance(LOOK_INTERVAL);
    // What a look asks is answered.
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  }
}

describe("KeyFrameChase", () => {
  test("asks every second until something is sent", async () => {
    chase.begin();
    await look(3);
    expect(consumer.requests).toBe(3);
    consumer.packets = 10;
    await look(5);
    expect([consumer.requests, clock.pending]).toEqual([3, 0]);
  });

  test("asks for what was sent before only when no more follows", async () => {
    consumer.packets = 100;
    chase.begin();
    await look(1);
    expect(consumer.requests).toBe(0);
    await look(2);
    expect(consumer.requests).toBe(2);
    consumer.packets = 101;
    await look(1);
    expect([consumer.requests, clock.pending]).toEqual([2, 0]);
  });

  test("asks nothing for one that is paused or flows, and can begin again", async () => {
    consumer.waits = false;
    chase.begin();
    await look(2);
    expect([consumer.requests, clock.pending]).toEqual([0, 0]);
    consumer.waits = true;
    chase.begin();
    chase.begin();
    expect(clock.pending).toBe(1);
    await look(1);
    expect(consumer.requests).toBe(1);
  });

  test("gives up after a while, and leaves no timer when it is closed", async () => {
    chase.begin();
    await look(TRIES + 5);
    expect([consumer.requests, clock.pending]).toEqual([TRIES, 0]);
    chase.begin();
    chase.close();
    chase.begin();
    expect(clock.pending).toBe(0);
  });
});
