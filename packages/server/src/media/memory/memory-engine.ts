import { randomUUID } from "node:crypto";
import type { MediasoupObject } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { Level, MediaEngine, MediaPeer, MediaRoom, MediaRoomEvents } from "../media-engine.js";
import { MediaError } from "../media-error.js";
import { checkRtpCapabilities } from "../rtp-capabilities.js";
import { MemoryPeer } from "./memory-peer.js";
import type { MemoryProducer } from "./memory-tracks.js";

/**
 * The media engine without media: it keeps the same books as the real one and moves nothing. For tests of what stands
 * on the port, and for loading the signalling alone.
 */
export class MemoryEngine implements MediaEngine {
  readonly workers = 1;
  readonly rooms = new Set<MemoryRoom>();

  async createRoom(): Promise<MemoryRoom> {
    const room = new MemoryRoom(() => this.rooms.delete(room));
    this.rooms.add(room);
    return room;
  }

  async close(): Promise<void> {
    for (const room of this.rooms) room.close();
  }

  /** Loses all rooms, as when the worker process dies. */
  loseRooms(): void {
    for (const room of [...this.rooms]) room.lose();
  }
}

export class MemoryRoom implements MediaRoom {
  readonly events = new EventEmitter<MediaRoomEvents>();
  readonly routerRtpCapabilities: MediasoupObject = {
    codecs: [
      { kind: "audio", mimeType: "audio/opus", clockRate: 48_000, channels: 2, preferredPayloadType: 100 },
      { kind: "video", mimeType: "video/VP8", clockRate: 90_000, preferredPayloadType: 101 },
    ],
    headerExtensions: [],
  };
  readonly peers = new Set<MemoryPeer>();
  readonly producers = new Map<string, MemoryProducer>();
  private open = true;

  constructor(private readonly onClose: () => void) {}

  async openPeer(rtpCapabilities: MediasoupObject): Promise<MediaPeer> {
    checkRtpCapabilities(rtpCapabilities);
    this.assertOpen();
    const peer: MemoryPeer = new MemoryPeer(randomUUID(), this, rtpCapabilities, () => this.peers.delete(peer));
    this.peers.add(peer);
    return peer;
  }

  close(): void {
    this.open = false;
    for (const peer of this.peers) peer.close();
    this.onClose();
  }

  /** The worker dies. */
  lose(): void {
    this.close();
    this.events.emit("lost", new Error("the worker of this room was lost"));
  }

  /** The observed producers get these levels for 300 ms. */
  hear(levels: readonly Level[]): void {
    this.events.emit(
      "levels",
      levels.filter(({ producerId }) => this.producers.get(producerId)?.observed),
    );
  }

  assertOpen(): void {
    if (!this.open) throw MediaError.lost("the room is closed");
  }
}
