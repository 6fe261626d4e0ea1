import type { MediaKind, MediasoupObject, TransportInfo } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { types } from "mediasoup";
import type { Clock } from "../../clock/clock.js";
import type { MediaConsumer, MediaPeer, MediaPeerEvents, MediaProducer, ProduceOptions } from "../media-engine.js";
import { MediaError } from "../media-error.js";
import { ask } from "./errors.js";
import { LayerCaps } from "./layer-caps.js";
import { MediasoupConsumer, MediasoupProducer } from "./media-tracks.js";
import type { Traffic } from "./traffic.js";

/**
 * Key frame requests to one publisher are at least so far apart, in milliseconds. Chromium passes over one that comes
 * within 300 ms of another, and mediasoup repeats it only after a second: at its default of 0, viewers who come
 * shortly after each other wait 1.1 s for their first frame. Somewhat more than 300 ms, because the way to the
 * publisher does not take every request the same time.
 */
const KEY_FRAME_REQUEST_DELAY = 350;

/** What a peer needs of the room around it. */
export interface PeerSurroundings {
  router: types.Router;
  levels: types.AudioLevelObserver;
  /** The producers that are open in the room, by id, and who receives them. */
  producers: Map<string, Set<types.Consumer>>;
  traffic: Traffic;
  clock: Clock;
}

/** A participant's two WebRtcTransports and what goes over them. */
export class MediasoupPeer implements MediaPeer {
  readonly events = new EventEmitter<MediaPeerEvents>();
  private readonly connected = new Set<types.WebRtcTransport>();
  /** Ids of the video producers of this peer. */
  private readonly pictures = new Set<string>();
  private readonly caps: LayerCaps;

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
    send.on("iceselectedtuplechange", () => this.refresh());
    this.caps = new LayerCaps(room.clock);
    receive.on("trace", ({ type, info }) => {
      if (type !== "bwe") return;
      const { availableBitrate } = info as { availableBitrate: number };
      // What closes under it needs no layer any more.
      this.caps.handleEstimate(availableBitrate).catch(() => {});
    });
    receive.enableTraceEvent(["bwe"]).catch(() => {});
    receive.observer.once("close", () => this.caps.close());
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
    producers.set(producer.id, new Set());
    if (kind === "video") this.pictures.add(producer.id);
    producer.observer.once("close", () => {
      producers.delete(producer.id);
      this.pictures.delete(producer.id);
    });
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
    const viewers = this.room.producers.get(producerId);
    viewers?.add(consumer);
    consumer.observer.once("close", () => viewers?.delete(consumer));
    return new MediasoupConsumer(consumer, this.room.traffic.meter("out"), this.caps, this.room.clock);
  }

  close(): void {
    this.send.close();
    this.receive.close();
  }

  /**
   * The client sends from another address. What was lost meanwhile is more than it still has to repeat, so its pictures
   * begin anew at once, and not when each viewer has given up waiting for what is missing.
   */
  private refresh(): void {
    for (const id of this.pictures) {
      const viewer = [...(this.room.producers.get(id) ?? [])].find(({ closed, paused }) => !closed && !paused);
      viewer?.requestKeyFrame().catch(() => {});
    }
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
