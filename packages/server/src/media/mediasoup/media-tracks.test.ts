import { EventEmitter } from "eventemitter3";
import type { types } from "mediasoup";
import { beforeEach, describe, expect, test } from "vitest";
import { ManualClock } from "../../clock/manual-clock.js";
import { DRAIN, LayerCaps } from "./layer-caps.js";
import { MediasoupConsumer } from "./media-tracks.js";

/** mediasoup's consumer as far as ours needs it, of a picture of 450 kbit/s in two layers. */
class LayeredPicture extends EventEmitter {
  readonly observer = new EventEmitter();
  readonly kind = "video";
  readonly type = "simulcast";
  readonly producerPaused = false;
  closed = false;
  paused = false;
  /** What was done to it, in order. */
  done: string[] = [];

  async pause(): Promise<void> {
    this.paused = true;
    this.done.push("pause");
  }
  async resume(): Promise<void> {
    this.paused = false;
    this.done.push("resume");
  }
  async setPreferredLayers({ spatialLayer }: { spatialLayer: number }): Promise<void> {
    this.done.push(`layer ${spatialLayer}`);
  }
  async getStats(): Promise<object[]> {
    return [{ type: "outbound-rtp", bitrate: 450_000, packetCount: 0 }];
  }
  async enableTraceEvent(): Promise<void> {}
  async requestKeyFrame(): Promise<void> {}
  close(): void {
    this.closed = true;
    this.observer.emit("close");
  }
}

let clock: ManualClock;
let caps: LayerCaps;
let picture: LayeredPicture;
let consumer: MediasoupConsumer;
beforeEach(async () => {
  clock = new ManualClock();
  caps = new LayerCaps(clock);
  picture = new LayeredPicture();
  consumer = new MediasoupConsumer(picture as unknown as types.Consumer, () => {}, caps, clock);
  await consumer.setPreferredLayers({ spatialLayer: 1 });
  await caps.handleEstimate(800_000);
  picture.done = [];
});

/** The bandwidth falls to less than the large layer needs. */
async function narrow(): Promise<void> {
  await caps.handleEstimate(200_000);
}

describe("MediasoupConsumer, when the bandwidth takes a layer", () => {
  test("is silent until the queue is empty, and then sends the layer below", async () => {
    await narrow();
    expect(picture.done).toEqual(["pause", "layer 0"]);
    clock.advance(DRAIN - 1);
    expect(picture.paused).toBe(true);
    clock.advance(1);
    expect(picture.done).toEqual(["pause", "layer 0", "resume"]);
  });

  test("stays paused when that is wanted meanwhile", async () => {
    await narrow();
    await consumer.setPaused(true);
    clock.advance(DRAIN);
    expect(picture.paused).toBe(true);
    await consumer.setPaused(false);
    expect(picture.paused).toBe(false);
  });

  test("is left alone when it is paused", async () => {
    await consumer.setPaused(true);
    picture.done = [];
    await narrow();
    clock.advance(DRAIN);
    expect(picture.done).toEqual(["layer 0"]);
  });

  test("leaves no timer behind when it closes in the silence", async () => {
    await narrow();
    picture.close();
    expect(clock.pending).toBe(0);
  });
});
