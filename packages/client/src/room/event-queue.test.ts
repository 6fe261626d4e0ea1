import { afterEach, expect, it, vi } from "vitest";
import { EventQueue } from "./event-queue.js";

afterEach(() => vi.unstubAllGlobals());

it("delivers in order, and never from inside the call", async () => {
  const queue = new EventQueue();
  const seen: number[] = [];
  queue.put(() => {
    seen.push(1);
    queue.put(() => seen.push(3));
  });
  queue.put(() => seen.push(2));
  expect(seen).toEqual([]);
  await Promise.resolve();
  expect(seen).toEqual([1, 2, 3]);
});

it("holds until whoever waits for a promise of now has gone on", async () => {
  const queue = new EventQueue();
  const seen: string[] = [];
  queue.hold();
  queue.put(() => seen.push("held"));
  queue.release();
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  seen.push("awaited");
  queue.put(() => seen.push("later"));
  await vi.waitFor(() => expect(seen).toEqual(["awaited", "held", "later"]));
});

it("goes on after a listener that throws, and reports it", async () => {
  const queue = new EventQueue();
  const reported: unknown[] = [];
  vi.stubGlobal("reportError", (error: unknown) => reported.push(error));
  const seen: number[] = [];
  queue.put(() => {
    throw new Error("in a listener");
  });
  queue.put(() => seen.push(2));
  await Promise.resolve();
  expect(seen).toEqual([2]);
  expect(reported).toEqual([new Error("in a listener")]);
});
