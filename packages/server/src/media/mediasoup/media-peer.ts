import type { MediaKind, MediasoupObject, TransportInfo } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { types } from "mediasoup";
import type { MediaConsumer, MediaPeer, MediaPeerEvents, MediaProducer, ProduceOptions } from "../media-engine.js";
import { MediaError } from "../media-error.js";
import { ask } from "./errors.js";
import { MediasoupConsumer, MediasoupProducer } from "./media-tracks.js";
import type { Traffic } from "./traffic.js";

/**
 * How long, in milliseconds, key frame requests to one publisher are held together. At mediasoup's default of 0,
 * viewers who come within a second of each other wait 1.1 s for their first frame; with this 0.26 s.
 */
const KEY_FRAME_REQUEST_DELAY = 400;

/** What a peer needs of the room around it. */
export interface PeerSurroundings {
  router: types.Router;
  levels: types.AudioLevelObserver;
  /** Ids of the producers that are open in the room. */
  producers: Set<string>;
  traffic: Traffic;
}

/** A participant's two WebRtcTransports and what goes over them. */
export class MediasoupPeer implements MediaPeer {
  readonly events = new EventEmitter<MediaPeerEvents>();
  private readonly connected = new Set<types.WebRtcTransport>();

  constructor(
    private readonly send: types.WebRtcTransport,
    private readonly receive: types.WebRtcTransport,
    private readonly rtpCapabilities: types.RtpCapabilities,
    private readonly room: PeerSurroundings,
  ) {
    for (const [direction, transport] of [["send", send] as const, ["receive", receive] as const]) {
      whenFirst(transport, "icestatechange", /connected|completed/, () => this.events.emit("iceConnected", direction));
      whenFirst(transport, "dtlsstatechange", /connected/, () => this.events.emit("dtlsConnected", direction));
    }
  }

  get sendTransport(): TransportInfo {
    return describe(this.send);
  }

  get receiveTransport(): TransportInfo {
    return describe(this.receive);
  }

  async connect(transportId: string, dtlsParameters: MediasoupObject): Promise<void> {
    const transport = this.transport(transportId);
    // mediasoup's own `dtlsState` stays "new" until ICE is through.
    if (this.connected.has(transport)) throw MediaError.unsupported("the transport is connected already");
    await ask(
      "the DTLS parameters cannot be used",
      transport.connect({ dtlsParameters: dtlsParameters as unknown as types.DtlsParameters }),
    );
    this.connected.add(transport);
    this.events.emit("connecting", transport === this.send ? "send" : "receive");
  }

  async restartIce(transportId: string): Promise<MediasoupObject> {
    return { ...(await ask("restarting ICE", this.transport(transportId).restartIce())) };
  }

  async produce({ kind, rtpParameters, paused, observeLevel }: ProduceOptions): Promise<MediaProducer> {
    checkKind(kind, rtpParameters);
    const producer = await ask(
      `the ${kind} track cannot be sent`,
      // Each field by name: an `id` among the client's data would become the producer's id.
      this.send.produce({
        kind,
        rtpParameters: rtpParameters as unknown as types.RtpParameters,
        paused,
        keyFrameRequestDelay: KEY_FRAME_REQUEST_DELAY,
      }),
    );
    const { producers } = this.room;
    producers.add(producer.id);
    producer.observer.once("close", () => producers.delete(producer.id));
    if (observeLevel && kind === "audio") {
      await ask("observing loudness", this.room.levels.addProducer({ producerId: producer.id }));
    }
    return new MediasoupProducer(producer, this.room.traffic.meter("in"));
  }

  async consume(producerId: string, { paused }: { paused: boolean }): Promise<MediaConsumer> {
    if (!this.room.producers.has(producerId)) throw MediaError.notFound("the track is not published any more");
    const { rtpCapabilities } = this;
    if (!this.room.router.canConsume({ producerId, rtpCapabilities })) {
      throw MediaError.unsupported("this client has no codec for the track");
    }
    const consumer = await ask(
      "the track cannot be received",
      // Without it mediasoup takes the repetition of lost packets out for audio.
      this.receive.consume({ producerId, rtpCapabilities, paused, enableRtx: true }),
    );
    return new MediasoupConsumer(consumer, this.room.traffic.meter("out"));
  }

  close(): void {
    this.send.close();
    this.receive.close();
  }

  private transport(id: string): types.WebRtcTransport {
    const found = [this.send, this.receive].find((transport) => transport.id === id);
    if (found === undefined) throw MediaError.notFound("this participant has no such transport");
    return found;
  }
}

/** Calls back the first time that a transport comes into such a state. */
function whenFirst(
  transport: types.WebRtcTransport,
  event: "icestatechange" | "dtlsstatechange",
  states: RegExp,
  tell: () => void,
): void {
  const listen = (state: string) => {
    if (!states.test(state)) return;
    transport.off(event, listen);
    tell();
  };
  transport.on(event, listen);
}

/** mediasoup does not compare the kind with the codec: it would take video in as audio. */
function checkKind(kind: MediaKind, { codecs }: MediasoupObject): void {
  const first: unknown = Array.isArray(codecs) ? codecs[0] : undefined;
  const mimeType = typeof first === "object" && first !== null && "mimeType" in first ? first.mimeType : undefined;
  if (typeof mimeType === "string" && mimeType.toLowerCase().startsWith(`${kind}/`)) return;
  throw MediaError.unsupported(`the ${kind} track cannot be sent: its first codec is ${String(mimeType)}`);
}

function describe(transport: types.WebRtcTransport): TransportInfo {
  return {
    id: transport.id,
    iceParameters: { ...transport.iceParameters },
    iceCandidates: transport.iceCandidates.map((candidate) => ({ ...candidate })),
    dtlsParameters: { ...transport.dtlsParameters },
  };
}
