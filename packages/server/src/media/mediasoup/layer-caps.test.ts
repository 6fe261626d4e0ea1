import { beforeEach, describe, expect, test } from "vitest";
import { ManualClock } from "../../clock/manual-clock.js";
import { LayerCaps, LONGEST_RETRY, RETRY_AFTER, TRIAL } from "./layer-caps.js";

/** A consumer on layers of 150, 450 and 1,500 kbit/s. */
class TestConsumer {
  layers: number[] = [];
  restarts = 0;
  lost = 0;

  get layer(): number {
    return this.layers.at(-1) ?? -1;
  }
  async setPreferredLayers({ spatialLayer }: { spatialLayer: number }): Promise<void> {
    this.layers.push(spatialLayer);
  }
  async restart(): Promise<void> {
    this.restarts += 1;
  }
  async read(): Promise<{ bitrate: number; lost: number }> {
    return { bitrate: [150_000, 450_000, 1_500_000][this.layer] ?? 0, lost: this.lost };
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
    expect([consumer.layers, consumer.restarts]).toEqual([[2], 0]);
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
    expect([consumer.layers, consumer.restarts]).toEqual([[2, 1], 1]);
    await caps.handleEstimate(300_000);
    expect(consumer.layers).toEqual([2, 1, 0]);
    await caps.handleEstimate(50_000);
    expect(consumer.layers).toEqual([2, 1, 0]);
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
