import type { MediaKind, MediasoupObject, TransportInfo } from "@lianmai/protocol";
import type { EventEmitter } from "eventemitter3";

/**
 * The port to whatever moves media. A room of ours has one MediaRoom, a participant one MediaPeer in it, a publication
 * one MediaProducer, a subscription one MediaConsumer. Closing a thing closes all that was made of it.
 *
 * Every form of it passes `media-engine.contract.ts`.
 */
export interface MediaEngine {
  /** Workers that are up now. */
  readonly workers: number;

  /**
   * Makes a place for a room on the least loaded worker. While no worker is up it waits for one, for some seconds.
   *
   * @throws MediaError `media_lost` when no worker came up
   */
  createRoom(): Promise<MediaRoom>;

  /** Closes all rooms and stops all workers; their ports are free once it resolves. */
  close(): Promise<void>;
}

export type MediaRoomEvents = {
  /** The worker is gone and the room with it: nothing made of it works any more. Not emitted after `close()`. */
  lost: [cause: Error];
  /** Loudness of the observed producers, loudest first, every 300 ms while there is any; empty once on silence. */
  levels: [levels: readonly Level[]];
};

export interface Level {
  producerId: string;
  /** Mean of the last 300 ms in dBov, -127 (silence) to 0 (loudest). */
  volume: number;
}

export interface MediaRoom {
  readonly events: EventEmitter<MediaRoomEvents>;
  /** What can be sent to this room, in mediasoup's form. */
  readonly routerRtpCapabilities: MediasoupObject;

  /**
   * Opens both transports of a participant.
   *
   * @param rtpCapabilities what the participant can receive, in mediasoup's form
   * @throws MediaError `unsupported_media` when `rtpCapabilities` are malformed, `media_lost`
   */
  openPeer(rtpCapabilities: MediasoupObject): Promise<MediaPeer>;

  /** Closes the room and its peers. May be called twice. */
  close(): void;
}

export type MediaPeerEvents = {
  /** The client has begun to connect a transport. Told once for each. */
  connecting: [direction: TransportDirection];
  /** The client's way to a transport is found. Told once for each. */
  iceConnected: [direction: TransportDirection];
  /** A transport is encrypted: media can flow. Told once for each. */
  dtlsConnected: [direction: TransportDirection];
};

/** Seen from the client. */
export type TransportDirection = "send" | "receive";

export interface MediaPeer {
  /** How far the client's connection is; for whoever measures, since nothing depends on it. */
  readonly events: EventEmitter<MediaPeerEvents>;
  /** For media from the participant. */
  readonly sendTransport: TransportInfo;
  /** For media to the participant. */
  readonly receiveTransport: TransportInfo;

  /**
   * Tells a transport the client's DTLS parameters, once.
   *
   * @throws MediaError `not_found` for a transport that is not this peer's, `unsupported_media` for parameters that
   *   are malformed or come a second time, `media_lost`
   */
  connect(transportId: string, dtlsParameters: MediasoupObject): Promise<void>;

  /**
   * Gives a transport new ICE credentials, after the client's network changed.
   *
   * @throws MediaError `not_found`, `media_lost`
   */
  restartIce(transportId: string): Promise<MediasoupObject>;

  /**
   * Takes a track in over the send transport.
   *
   * @throws MediaError `unsupported_media` when `rtpParameters` are malformed, of the other kind, or of a codec that
   *   the room does not have, `media_lost`
   */
  produce(options: ProduceOptions): Promise<MediaProducer>;

  /**
   * Sends another peer's track out over the receive transport.
   *
   * @param options.paused whether nothing is sent before `setPaused(false)`
   * @throws MediaError `unsupported_media` when this peer cannot play it, `not_found` when the producer is closed,
   *   `media_lost`
   */
  consume(producerId: string, options: { paused: boolean }): Promise<MediaConsumer>;

  /** Closes transports, producers and consumers. May be called twice. */
  close(): void;
}

export interface ProduceOptions {
  kind: MediaKind;
  /** As the client's `produce` gave them, in mediasoup's form. */
  rtpParameters: MediasoupObject;
  /** Whether nothing goes on to the consumers before `setPaused(false)`. */
  paused: boolean;
  /** Whether the room's `levels` count it; audio only. */
  observeLevel: boolean;
}

/** What a stream has carried since its beginning; rates are the difference of two readings. */
export interface StreamCounters {
  /** Of RTP, with what was sent again. */
  bytes: number;
  packets: number;
  /** Packets that the receiving end missed, and did not get later. */
  lost: number;
  /** Round-trip time between server and client in milliseconds; undefined while nothing is known. */
  rtt: number | undefined;
  /** Of the arriving packets, in milliseconds; undefined where the server does not see them arrive. */
  jitter: number | undefined;
}

export interface MediaProducer {
  /** At most 64 characters; no other producer of the engine has it. */
  readonly id: string;
  /** What came in. @throws MediaError `media_lost`, also when it is closed */
  readCounters(): Promise<StreamCounters>;
  /**
   * Calls back once, when the first packet from now on comes in. Each packet until then costs a message of the worker, so
   * it is for a few.
   */
  onFirstPacket(tell: () => void): void;
  /** Stops or resumes what goes on to the consumers. */
  setPaused(paused: boolean): Promise<void>;
  /** Closes the producer and all its consumers. May be called twice. */
  close(): void;
}

export interface MediaConsumer {
  /** At most 64 characters; no other consumer of the engine has it. */
  readonly id: string;
  /** What the client's `consume` wants. */
  readonly rtpParameters: MediasoupObject;
  readonly closed: boolean;
  /** What went out. @throws MediaError `media_lost`, also when it is closed */
  readCounters(): Promise<StreamCounters>;
  setPaused(paused: boolean): Promise<void>;
  /** Asks the publisher for a key frame; without effect on audio, and while it is paused. */
  requestKeyFrame(): Promise<void>;
  /** The highest layers to send; without effect on a track that has only one. */
  setPreferredLayers(layers: Layers): Promise<void>;
  /**
   * What comes first where the bandwidth of the viewer does not carry all: a higher one, 1 to 255. At the beginning 1.
   * Audio is always sent.
   */
  setPriority(priority: number): Promise<void>;
  /** May be called twice. */
  close(): void;
}

export interface Layers {
  spatialLayer: number;
  temporalLayer?: number | undefined;
}
