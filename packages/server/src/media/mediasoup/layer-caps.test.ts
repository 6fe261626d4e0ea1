import { beforeEach, describe, expect, test } from "vitest";
import { ManualClock } from "../../clock/manual-clock.js";
import { type ConsumerReading, DRAIN, LayerCaps, LONGEST_RETRY, RETRY_AFTER, TRIAL, WINDOW } from "./layer-caps.js";

/** A consumer on layers of 150, 450 and 1,500 kbit/s. */
class TestConsumer {
  layers: number[] = [];
  /** Layers that were sent when it began anew, and after how much silence. */
  restarts: [layer: number, silence: number][] = [];
  lost = 0;
  packets = 0;
  nacked = 0;
  retransmitted = 0;

  get layer(): number {
    return this.layers.at(-1) ?? -1;
  }
  async setPreferredLayers({ spatialLayer }: { spatialLayer: number }): Promise<void> {
    this.layers.push(spatialLayer);
  }
  async restart(silence: number): Promise<void> {
    this.restarts.push([this.layer, silence]);
  }
  async read(): Promise<ConsumerReading> {
    const { lost, packets, nacked, retransmitted } = this;
    return { bitrate: [150_000, 450_000, 1_500_000][this.layer] ?? 0, lost, packets, nacked, retransmitted };
  }
}

let clock: ManualClock;
let caps: LayerCaps;
let consumer: TestConsumer;
beforeEach(async () => {
  clock = new ManualClock();
  caps = new LayerCaps(clock);
  consumer = new TestConsumer();
  await caps.prefer(consumer, { spatialLayer: 2 });
  await caps.handleEstimate(2_000_000);
});

describe("LayerCaps", () => {
  test("leave a layer that the bandwidth carries, also when it falls a little", async () => {
    await caps.handleEstimate(1_300_000);
    expect([consumer.layers, consumer.restarts]).toEqual([[2], []]);
  });

  test("take nothing at the first estimate, which stands on no packet yet", async () => {
    const fresh = new LayerCaps(clock);
    await fresh.prefer(consumer, { spatialLayer: 2 });
    await fresh.handleEstimate(1_000_000);
    expect(consumer.layer).toBe(2);
  });

  test("take a layer when the bandwidth is less than is sent and packets are lost", async () => {
    await caps.handleEstimate(1_400_000);
    expect(consumer.layers).toEqual([2]);
    consumer.lost = 0.3;
    await caps.handleEstimate(1_390_000);
    expect(consumer.layers).toEqual([2, 1]);
  });

  test("take a layer when the bandwidth falls by much to less than is sent", async () => {
    await caps.handleEstimate(2_400_000);
    await caps.handleEstimate(1_400_000);
    expect(consumer.layers).toEqual([2, 1]);
  });

  test("take a layer at once, and the next as well when the way is narrower than that", async () => {
    await caps.handleEstimate(900_000);
    // What fills the queue stops first.
    expect([consumer.layers, consumer.restarts]).toEqual([[2, 1], [[2, DRAIN]]]);
    await caps.handleEstimate(300_000);
    expect(consumer.layers).toEqual([2, 1, 0]);
    await caps.handleEstimate(50_000);
    expect(consumer.layers).toEqual([2, 1, 0]);
  });

  /** Ten packets go out in a window, and the viewer asks again for so many, of which so many are there. */
  async function nack(nacked: number, retransmitted = nacked): Promise<void> {
    clock.advance(WINDOW);
    consumer.packets += 10;
    consumer.nacked += nacked;
    consumer.retransmitted += retransmitted;
    await caps.handleNack(consumer);
  }

  test("take a layer when for two windows in a row more is asked for again than chance loses", async () => {
    await nack(1);
    await nack(7);
    expect(consumer.layers).toEqual([2]);
    await nack(9, 3);
    expect(consumer.layers).toEqual([2, 1]);
  });

  test("count what was just sent again among what had been sent", async () => {
    await nack(1);
    await nack(12);
    // The answers of the window before are still on their way, so hardly any is given again.
    await nack(14, 1);
    expect(consumer.layers).toEqual([2, 1]);
  });

  test("take none for a burst, for losses by chance, and for what was lost before the server", async () => {
    await nack(1);
    for (const nacked of [20, 2, 20, 3, 5, 5, 4]) await nack(nacked);
    for (let window = 0; window < 5; window++) await nack(20, 1);
    expect(consumer.layers).toEqual([2]);
  });

  test("compare only readings that follow on each other", async () => {
    await nack(1);
    await nack(9);
    clock.advance(1_000);
    await nack(50);
    await nack(9);
    expect(consumer.layers).toEqual([2]);
    await nack(9);
    expect(consumer.layers).toEqual([2, 1]);
  });

  test("ask the worker once a window, and not at all when there is no layer to take", async () => {
    let reads = 0;
    const read = consumer.read.bind(consumer);
    consumer.read = () => {
      reads += 1;
      return read();
    };
    await nack(5);
    await caps.handleNack(consumer);
    expect(reads).toBe(1);
    await caps.prefer(consumer, { spatialLayer: 0 });
    await nack(5);
    expect(reads).toBe(1);
  });

  test("give all back after a while", async () => {
    await caps.handleEstimate(300_000);
    await caps.handleEstimate(200_000);
    clock.advance(RETRY_AFTER - 1);
    expect(consumer.layer).toBe(0);
    clock.advance(1);
    expect(consumer.layer).toBe(2);
  });

  test("wait twice as long after each try that failed, whoever noticed, and no longer than a minute", async () => {
    await caps.prefer(consumer, { spatialLayer: 1 });
    await caps.handleEstimate(200_000);
    expect(consumer.layer).toBe(0);
    clock.advance(RETRY_AFTER);
    expect(consumer.layer).toBe(1);
    clock.advance(TRIAL - 1);
    await caps.handleLayer(consumer, 0);
    expect(consumer.layer).toBe(0);
    clock.advance(RETRY_AFTER * 2 - 1);
    expect(consumer.layer).toBe(0);
    clock.advance(1);
    expect(consumer.layer).toBe(1);
    await caps.handleEstimate(250_000);
    await caps.handleEstimate(200_000);
    expect(consumer.layer).toBe(0);
    clock.advance(LONGEST_RETRY);
    expect(consumer.layer).toBe(1);
  });

  test("count from the beginning once a try has lasted", async () => {
    await caps.prefer(consumer, { spatialLayer: 1 });
    await caps.handleEstimate(200_000);
    clock.advance(RETRY_AFTER + TRIAL);
    await caps.handleLayer(consumer, 0);
    expect(consumer.layer).toBe(1);
    await caps.handleEstimate(150_000);
    expect(consumer.layer).toBe(0);
    clock.advance(RETRY_AFTER);
    expect(consumer.layer).toBe(1);
  });

  test("let a viewer prefer less meanwhile, and what it preferred last come back", async () => {
    await caps.handleEstimate(900_000);
    await caps.prefer(consumer, { spatialLayer: 0 });
    expect(consumer.layer).toBe(0);
    clock.advance(RETRY_AFTER);
    expect(consumer.layer).toBe(0);
  });

  test("leave no timer for a consumer that is gone", async () => {
    await caps.handleEstimate(900_000);
    caps.close();
    expect(clock.pending).toBe(0);
  });
});
