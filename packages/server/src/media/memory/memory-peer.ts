import { randomUUID } from "node:crypto";
import type { MediasoupObject, TransportInfo } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import * as v from "valibot";
import type { MediaConsumer, MediaPeer, MediaPeerEvents, MediaProducer, ProduceOptions } from "../media-engine.js";
import { MediaError } from "../media-error.js";
import type { MemoryRoom } from "./memory-engine.js";
import { MemoryConsumer, MemoryProducer } from "./memory-tracks.js";

const CodecsSchema = v.looseObject({ codecs: v.array(v.looseObject({ mimeType: v.string() })) });
const DtlsSchema = v.looseObject({
  fingerprints: v.pipe(v.array(v.looseObject({ algorithm: v.string(), value: v.string() })), v.minLength(1)),
});

/** A participant's transports and tracks, on paper. */
export class MemoryPeer implements MediaPeer {
  /** Nothing connects here. */
  readonly events = new EventEmitter<MediaPeerEvents>();
  readonly sendTransport = makeTransport();
  readonly receiveTransport = makeTransport();
  readonly producers = new Set<MemoryProducer>();
  readonly consumers = new Set<MemoryConsumer>();
  private readonly connected = new Set<string>();
  private open = true;

  constructor(
    readonly id: string,
    private readonly room: MemoryRoom,
    private readonly rtpCapabilities: MediasoupObject,
    private readonly onClose: () => void,
  ) {}

  async connect(transportId: string, dtlsParameters: MediasoupObject): Promise<void> {
    this.checkTransport(transportId);
    if (this.connected.has(transportId)) throw MediaError.unsupported("the transport is connected already");
    if (!v.is(DtlsSchema, dtlsParameters)) throw MediaError.unsupported("the DTLS parameters have no fingerprints");
    this.connected.add(transportId);
  }

  async restartIce(transportId: string): Promise<MediasoupObject> {
    this.checkTransport(transportId);
    return makeIceParameters();
  }

  async produce({ kind, rtpParameters, paused, observeLevel }: ProduceOptions): Promise<MediaProducer> {
    this.assertOpen();
    const [mimeType] = mimeTypes(rtpParameters);
    if (mimeType === undefined || !mimeType.startsWith(`${kind}/`)) {
      throw MediaError.unsupported(`the ${kind} track cannot be sent: rtpParameters.codecs has no ${kind} codec`);
    }
    if (!mimeTypes(this.room.routerRtpCapabilities).includes(mimeType)) {
      throw MediaError.unsupported(`the ${kind} track cannot be sent: rooms do not carry ${mimeType}`);
    }
    const producer: MemoryProducer = new MemoryProducer(mimeType, paused, observeLevel && kind === "audio", () => {
      this.producers.delete(producer);
      this.room.producers.delete(producer.id);
    });
    this.producers.add(producer);
    this.room.producers.set(producer.id, producer);
    return producer;
  }

  async consume(producerId: string, { paused }: { paused: boolean }): Promise<MediaConsumer> {
    this.assertOpen();
    const producer = this.room.producers.get(producerId);
    if (producer === undefined) throw MediaError.notFound("the track is not published any more");
    if (!mimeTypes(this.rtpCapabilities).includes(producer.mimeType)) {
      throw MediaError.unsupported("this client has no codec for the track");
    }
    const consumer: MemoryConsumer = new MemoryConsumer(producer, paused, () => this.consumers.delete(consumer));
    this.consumers.add(consumer);
    return consumer;
  }

  close(): void {
    this.open = false;
    for (const producer of this.producers) producer.close();
    for (const consumer of this.consumers) consumer.close();
    this.onClose();
  }

  private assertOpen(): void {
    this.room.assertOpen();
    if (!this.open) throw MediaError.lost("the participant's transports are closed");
  }

  private checkTransport(id: string): void {
    this.assertOpen();
    if (id !== this.sendTransport.id && id !== this.receiveTransport.id) {
      throw MediaError.notFound("this participant has no such transport");
    }
  }
}

function mimeTypes(parameters: MediasoupObject): string[] {
  return v.is(CodecsSchema, parameters) ? parameters.codecs.map(({ mimeType }) => mimeType.toLowerCase()) : [];
}

function makeTransport(): TransportInfo {
  return {
    id: randomUUID(),
    iceParameters: makeIceParameters(),
    iceCandidates: [],
    dtlsParameters: { role: "auto", fingerprints: [] },
  };
}

function makeIceParameters(): MediasoupObject {
  return { usernameFragment: randomUUID(), password: randomUUID(), iceLite: true };
}
