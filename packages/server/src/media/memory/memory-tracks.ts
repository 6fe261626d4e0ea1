import { randomUUID } from "node:crypto";
import type { MediasoupObject } from "@lianmai/protocol";
import type { Layers, MediaConsumer, MediaProducer, StreamCounters } from "../media-engine.js";
import { MediaError } from "../media-error.js";

/** A stream that carried nothing yet. */
const NOTHING: StreamCounters = { bytes: 0, packets: 0, lost: 0, rtt: undefined, jitter: undefined };

export class MemoryProducer implements MediaProducer {
  readonly id = randomUUID();
  readonly consumers = new Set<MemoryConsumer>();
  /** What the next reading tells; nothing moves here, so whoever tests says what did. */
  counters = NOTHING;
  private closed = false;

  constructor(
    readonly mimeType: string,
    public paused: boolean,
    /** Whether the room's levels count it. */
    readonly observed: boolean,
    private readonly onClose: () => void,
  ) {}

  async readCounters(): Promise<StreamCounters> {
    if (this.closed) throw MediaError.lost("the producer is closed");
    return this.counters;
  }

  /** Nothing moves here, so there is no first packet. */
  onFirstPacket(): void {}

  async setPaused(paused: boolean): Promise<void> {
    this.paused = paused;
  }

  close(): void {
    this.closed = true;
    for (const consumer of this.consumers) consumer.close();
    this.onClose();
  }
}

export class MemoryConsumer implements MediaConsumer {
  readonly id = randomUUID();
  readonly rtpParameters: MediasoupObject;
  closed = false;
  preferredLayers: Layers | undefined;
  priority = 1;
  keyFrameRequests = 0;
  /** What the next reading tells. */
  counters = NOTHING;

  constructor(
    readonly producer: MemoryProducer,
    public paused: boolean,
    private readonly onClose: () => void,
  ) {
    this.rtpParameters = { codecs: [{ mimeType: producer.mimeType }], encodings: [{ ssrc: 1 }] };
    producer.consumers.add(this);
  }

  async readCounters(): Promise<StreamCounters> {
    if (this.closed) throw MediaError.lost("the consumer is closed");
    return this.counters;
  }

  async setPaused(paused: boolean): Promise<void> {
    this.paused = paused;
  }

  async requestKeyFrame(): Promise<void> {
    this.keyFrameRequests += 1;
  }

  async setPreferredLayers(layers: Layers): Promise<void> {
    this.preferredLayers = layers;
  }

  async setPriority(priority: number): Promise<void> {
    this.priority = priority;
  }

  close(): void {
    this.closed = true;
    this.producer.consumers.delete(this);
    this.onClose();
  }
}
