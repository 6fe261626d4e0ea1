import type { MediasoupObject } from "@lianmai/protocol";
import type { types } from "mediasoup";
import type { Clock, Timer } from "../../clock/clock.js";
import type { Layers, MediaConsumer, MediaProducer, StreamCounters } from "../media-engine.js";
import { addCounters } from "./counters.js";
import { ask } from "./errors.js";
import { KeyFrameChase } from "./key-frame-chase.js";
import type { LayerCaps, LayeredConsumer } from "./layer-caps.js";

/** A mediasoup Producer as our port's. */
export class MediasoupProducer implements MediaProducer {
  /** @param onRead told of every reading of the counters */
  constructor(
    private readonly producer: types.Producer,
    private readonly onRead: (counters: StreamCounters) => void,
  ) {}

  get id(): string {
    return this.producer.id;
  }

  async readCounters(): Promise<StreamCounters> {
    const stats = await ask("reading the publication's counters", this.producer.getStats());
    const counters = addCounters(stats, "inbound-rtp", clockRateOf(this.producer));
    this.onRead(counters);
    return counters;
  }

  onFirstPacket(tell: () => void): void {
    const { producer } = this;
    // A producer that closes, or its worker dies, under these has nothing more to tell.
    const watch = (events: types.ProducerTraceEventType[]) => void producer.enableTraceEvent(events).catch(() => {});
    producer.once("trace", () => {
      watch([]);
      tell();
    });
    watch(["rtp"]);
  }

  async setPaused(paused: boolean): Promise<void> {
    if (this.producer.closed) return;
    await ask("pausing the publication", paused ? this.producer.pause() : this.producer.resume());
  }

  close(): void {
    this.producer.close();
  }
}

/** A mediasoup Consumer as our port's. */
export class MediasoupConsumer implements MediaConsumer {
  /**
   * @param onRead told of every reading of the counters
   * @param caps of the transport that it is sent over
   * @param clock for what is asked for again, and for silence
   */
  constructor(
    private readonly consumer: types.Consumer,
    private readonly onRead: (counters: StreamCounters) => void,
    private readonly caps: LayerCaps,
    private readonly clock: Clock,
  ) {
    const { layered } = this;
    this.isPaused = consumer.paused;
    this.chase = new KeyFrameChase(clock, {
      isWaiting: () => consumer.kind === "video" && !(consumer.closed || consumer.paused || consumer.producerPaused),
      readPackets: async () => (await this.outbound())?.packetCount ?? 0,
      request: () => consumer.requestKeyFrame(),
    });
    if (!consumer.paused) this.chase.begin();
    consumer.on("producerresume", () => this.chase.begin());
    // The layer that it is on has ended; mediasoup goes to another one once a key frame of that comes.
    consumer.on("score", ({ producerScores }) => {
      if (producerScores[consumer.currentLayers?.spatialLayer ?? -1] === 0) this.chase.begin();
    });
    consumer.on("layerschange", (layers) => {
      if (layers) caps.handleLayer(layered, layers.spatialLayer).catch(() => {});
    });
    // Of the events that can be traced only NACKs are, and only where there is a layer to take.
    consumer.on("trace", () => void caps.handleNack(layered).catch(() => {}));
    if (consumer.type !== "simple") consumer.enableTraceEvent(["nack"]).catch(() => {});
    consumer.observer.once("close", () => {
      caps.remove(layered);
      this.chase.close();
      this.endSilence();
    });
  }

  /** What the caps see of it. */
  private readonly layered: LayeredConsumer = {
    setPreferredLayers: async ({ spatialLayer, temporalLayer }) => {
      const layers = temporalLayer === undefined ? { spatialLayer } : { spatialLayer, temporalLayer };
      if (!this.consumer.closed) await this.consumer.setPreferredLayers(layers);
    },
    restart: async (silence) => {
      if (this.consumer.closed || this.isPaused) return;
      this.endSilence();
      this.silence = this.clock.after(silence, () => {
        // A consumer that closes under it sends nothing any more.
        this.resume().catch(() => {});
      });
      // mediasoup forgets what it keeps for repetition when a consumer is paused.
      await this.consumer.pause();
    },
    read: async () => {
      const stats = await this.outbound();
      return {
        bitrate: stats?.bitrate ?? 0,
        // Receivers report their loss in parts of 256.
        lost: (stats?.fractionLost ?? 0) / 256,
        packets: stats?.packetCount ?? 0,
        nacked: stats?.nackPacketCount ?? 0,
        retransmitted: stats?.packetsRetransmitted ?? 0,
      };
    },
  };

  private readonly chase: KeyFrameChase;
  /** What its owner wants; mediasoup's own is paused during a silence as well. */
  private isPaused: boolean;
  private silence: Timer | undefined;

  get id(): string {
    return this.consumer.id;
  }

  get rtpParameters(): MediasoupObject {
    return { ...this.consumer.rtpParameters };
  }

  get closed(): boolean {
    return this.consumer.closed;
  }

  async readCounters(): Promise<StreamCounters> {
    // Beside the consumer's own stream the answer has the producer's.
    const stats = await ask("reading the subscription's counters", this.consumer.getStats());
    const counters = addCounters(stats, "outbound-rtp", clockRateOf(this.consumer));
    this.onRead(counters);
    return counters;
  }

  async setPaused(paused: boolean): Promise<void> {
    if (this.consumer.closed) return;
    this.isPaused = paused;
    // Resuming ends a silence, too.
    await ask("pausing the subscription", paused ? this.pause() : this.resume());
  }

  async requestKeyFrame(): Promise<void> {
    if (this.consumer.closed || this.consumer.kind === "audio") return;
    await ask("asking for a key frame", this.consumer.requestKeyFrame());
  }

  async setPreferredLayers(layers: Layers): Promise<void> {
    if (this.consumer.closed || this.consumer.type === "simple") return;
    await ask("choosing layers", this.caps.prefer(this.layered, layers));
  }

  async setPriority(priority: number): Promise<void> {
    if (this.consumer.closed) return;
    await ask("setting a priority", this.consumer.setPriority(priority));
  }

  close(): void {
    this.consumer.close();
  }

  private async pause(): Promise<void> {
    this.endSilence();
    await this.consumer.pause();
  }

  private async resume(): Promise<void> {
    this.endSilence();
    await this.consumer.resume();
    this.chase.begin();
  }

  private endSilence(): void {
    this.silence?.cancel();
    this.silence = undefined;
  }

  /** mediasoup's own counters of what goes out. */
  private async outbound(): Promise<types.ConsumerStat | undefined> {
    return (await this.consumer.getStats()).find(({ type }) => type === "outbound-rtp");
  }
}

function clockRateOf({ kind, rtpParameters }: types.Producer | types.Consumer): number {
  return rtpParameters.codecs[0]?.clockRate ?? (kind === "audio" ? 48_000 : 90_000);
}
