import { FakeHandler } from "mediasoup-client";
import * as fakeParameters from "mediasoup-client/fakeParameters";
import { WebSocket } from "ws";
import type { RoomEvents } from "../room/events.js";
import { Room, type RoomOptions } from "../room/room.js";
import type { WebSocketConstructor } from "../signaling/socket.js";

/** A track without a device, for what only looks at kind and state of it. */
export class TestTrack extends EventTarget {
  readonly id = "test-track";
  enabled = true;
  muted = false;
  readyState: MediaStreamTrackState = "live";

  constructor(readonly kind: "audio" | "video") {
    super();
  }

  getSettings(): MediaTrackSettings {
    return this.kind === "video" ? { width: 640, height: 480, frameRate: 15 } : {};
  }

  stop(): void {
    this.readyState = "ended";
  }

  /** What the browser does when the device is unplugged. */
  unplug(): void {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }

  /** What the browser does when the system holds the device back, and gives it again. */
  interrupt(isInterrupted: boolean): void {
    this.muted = isInterrupted;
    this.dispatchEvent(new Event(isInterrupted ? "mute" : "unmute"));
  }

  asTrack(): MediaStreamTrack {
    return this as unknown as MediaStreamTrack;
  }
}

export const JOIN = { appId: "0123456789abcdef01234567", roomId: "room", userId: "me", token: "001token" };

/** A room in Node: real sockets, and mediasoup-client's own handler without WebRTC behind it. */
export function testRoom(url: string, options: Partial<RoomOptions> = {}): Room {
  return new Room({
    url,
    webSocket: WebSocket as unknown as WebSocketConstructor,
    handlerFactory: FakeHandler.createFactory(fakeParameters),
    reconnectPolicy: { nextDelay: ({ elapsed }) => (elapsed > 2_000 ? undefined : 10) },
    ...options,
  });
}

const EVENTS = [
  "stateChanged",
  "participantJoined",
  "participantLeft",
  "published",
  "unpublished",
  "muted",
  "trackAdded",
  "trackRemoved",
  "speaking",
  "message",
  "tokenWillExpire",
  "removed",
  "reconnecting",
  "reconnected",
  "publicationLost",
  "subscriptionFailed",
] as const satisfies readonly (keyof RoomEvents)[];

/** Writes down every event of a room as one line of words. */
export function recordEvents(room: Room): string[] {
  const lines: string[] = [];
  for (const event of EVENTS) {
    room.on(event, (...args: unknown[]) => lines.push([event, ...args.map(describe)].join(" ")));
  }
  return lines;
}

function describe(value: unknown): string {
  if (value instanceof Error && "reason" in value) return String(value.reason);
  if (typeof value === "object" && value !== null && "userId" in value) return String(value.userId);
  if (typeof value === "object" && value !== null && "kind" in value) return `(${value.kind})`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
