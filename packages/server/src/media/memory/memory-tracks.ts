import { randomUUID } from "node:crypto";
import type { MediasoupObject } from "@lianmai/protocol";
import type { Layers, MediaConsumer, MediaProducer } from "../media-engine.js";

export class MemoryProducer implements MediaProducer {
  readonly id = randomUUID();
  readonly consumers = new Set<MemoryConsumer>();

  constructor(
    readonly mimeType: string,
    public paused: boolean,
    /** Whether the room's levels count it. */
    readonly observed: boolean,
    private readonly onClose: () => void,
  ) {}

  async setPaused(paused: boolean): Promise<void> {
    this.paused = paused;
  }

  close(): void {
    for (const consumer of this.consumers) consumer.close();
    this.onClose();
  }
}

export class MemoryConsumer implements MediaConsumer {
  readonly id = randomUUID();
  readonly rtpParameters: MediasoupObject;
  closed = false;
  preferredLayers: Layers | undefined;

  constructor(
    readonly producer: MemoryProducer,
    public paused: boolean,
    private readonly onClose: () => void,
  ) {
    this.rtpParameters = { codecs: [{ mimeType: producer.mimeType }], encodings: [{ ssrc: 1 }] };
    producer.consumers.add(this);
  }

  async setPaused(paused: boolean): Promise<void> {
    this.paused = paused;
  }

  async setPreferredLayers(layers: Layers): Promise<void> {
    this.preferredLayers = layers;
  }

  close(): void {
    this.closed = true;
    this.producer.consumers.delete(this);
    this.onClose();
  }
}
