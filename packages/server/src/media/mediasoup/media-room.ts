import type { MediasoupObject } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { types } from "mediasoup";
import type { Clock } from "../../clock/clock.js";
import type { MediaPeer, MediaRoom, MediaRoomEvents } from "../media-engine.js";
import { checkRtpCapabilities } from "../rtp-capabilities.js";
import { alignCapabilities } from "./align-capabilities.js";
import { ROUTER_CODECS } from "./codecs.js";
import { ask } from "./errors.js";
import { MediasoupPeer } from "./media-peer.js";
import type { Traffic } from "./traffic.js";

/** Where the bandwidth estimate of a new viewer begins, in bit/s: a 640x480 picture passes at once. */
const INITIAL_OUTGOING_BITRATE = 1_000_000;

/**
 * What a viewer is sent whatever the estimate says, in bit/s: on a way with a loss of 30 % it falls until nothing but
 * sound is left, although the smallest picture still gets through.
 */
const MIN_OUTGOING_BITRATE = 150_000;

/** What one participant may send, in bit/s: a 720p camera with its smaller copies, a screen and audio fit in. */
const MAX_INCOMING_BITRATE = 6_000_000;

/**
 * Loudness is told this often, in milliseconds, and from this level on, in dBov. mediasoup passes over a producer with
 * fewer than ten packets in the interval: at 200 ms that is every Opus track one of whose packets comes a moment late.
 */
const LEVEL_INTERVAL = 300;
const LEVEL_THRESHOLD = -55;
/** So many speakers are told at once; who is not among the loudest cannot be heard out anyway. */
const LEVEL_ENTRIES = 16;

/** The worker that a room is on. */
export interface RoomHost {
  worker: types.Worker;
  webRtcServer: types.WebRtcServer;
  /** Counts what the worker carries. */
  traffic: Traffic;
  clock: Clock;
  /** Counts the load of the worker. */
  onPeers: (change: 1 | -1) => void;
  onClose: () => void;
}

/** A router with its loudness observer. */
export class MediasoupRoom implements MediaRoom {
  readonly events = new EventEmitter<MediaRoomEvents>();
  private readonly producers = new Map<string, Set<types.Consumer>>();

  private constructor(
    private readonly host: RoomHost,
    private readonly router: types.Router,
    private readonly levels: types.AudioLevelObserver,
  ) {
    levels.on("volumes", (volumes) => {
      this.events.emit(
        "levels",
        volumes.map(({ producer, volume }) => ({ producerId: producer.id, volume })),
      );
    });
    levels.on("silence", () => this.events.emit("levels", []));
    router.on("workerclose", () => {
      this.events.emit("lost", new Error("the media worker of this room is gone"));
    });
    router.observer.once("close", () => host.onClose());
  }

  static async create(host: RoomHost): Promise<MediasoupRoom> {
    const router = await ask("making the room", host.worker.createRouter({ mediaCodecs: ROUTER_CODECS }));
    const levels = await ask(
      "observing loudness",
      router.createAudioLevelObserver({
        interval: LEVEL_INTERVAL,
        threshold: LEVEL_THRESHOLD,
        maxEntries: LEVEL_ENTRIES,
      }),
    );
    return new MediasoupRoom(host, router, levels);
  }

  get routerRtpCapabilities(): MediasoupObject {
    return { ...this.router.rtpCapabilities };
  }

  async openPeer(rtpCapabilities: MediasoupObject): Promise<MediaPeer> {
    checkRtpCapabilities(rtpCapabilities);
    const { webRtcServer } = this.host;
    const options = { webRtcServer, enableUdp: true, enableTcp: true, preferUdp: true };
    const [send, receive] = await ask(
      "opening the transports",
      Promise.all([this.openSendTransport(options), this.openReceiveTransport(options)]),
    );
    this.host.onPeers(1);
    receive.observer.once("close", () => this.host.onPeers(-1));
    const capabilities = alignCapabilities(
      rtpCapabilities as unknown as types.RtpCapabilities,
      this.router.rtpCapabilities,
    );
    return new MediasoupPeer(send, receive, capabilities, {
      router: this.router,
      levels: this.levels,
      producers: this.producers,
      traffic: this.host.traffic,
      clock: this.host.clock,
    });
  }

  close(): void {
    this.router.close();
  }

  private async openReceiveTransport(options: types.WebRtcTransportOptions): Promise<types.WebRtcTransport> {
    const transport = await this.router.createWebRtcTransport({
      ...options,
      initialAvailableOutgoingBitrate: INITIAL_OUTGOING_BITRATE,
    });
    await transport.setMinOutgoingBitrate(MIN_OUTGOING_BITRATE);
    return transport;
  }

  private async openSendTransport(options: types.WebRtcTransportOptions): Promise<types.WebRtcTransport> {
    const transport = await this.router.createWebRtcTransport(options);
    await transport.setMaxIncomingBitrate(MAX_INCOMING_BITRATE);
    return transport;
  }
}
