import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MethodParams } from "@lianmai/protocol";
import { AccessToken, Privilege } from "@lianmai/server-sdk";
import { pino } from "pino";
import { ManualClock } from "../../clock/manual-clock.js";
import { MemoryEngine } from "../../media/memory/memory-engine.js";
import type { MemoryConsumer, MemoryProducer } from "../../media/memory/memory-tracks.js";
import { RTP_CAPABILITIES, rtpParameters } from "../../media/testing/sample-media.js";
import { DEFAULT_ROOM_LIMITS } from "../../rooms/limits.js";
import type { Publication, Subscription } from "../../rooms/participant.js";
import { type Presence, RoomService } from "../../rooms/room-service.js";
import { History, type HistoryOptions } from "../history.js";
import type { OpenHistoryOptions } from "../open-history.js";

export const APP_ID = "0123456789abcdef01234567";
const APP_KEY = "key";

/** What a stream carried, for `carry`. */
export interface Carried {
  bytes?: number;
  packets?: number;
  lost?: number;
  rtt?: number;
  jitter?: number;
}

/** Rooms on the memory engine with a history in a real file, and a clock that the test moves. */
export class HistoryHarness {
  readonly clock = new ManualClock();
  readonly engine = new MemoryEngine();
  readonly log: string[] = [];
  rooms!: RoomService;
  history!: History;
  private ssrc = 0;

  private constructor(readonly folder: string) {}

  static async start(options?: HistoryOptions, open?: OpenHistoryOptions): Promise<HistoryHarness> {
    const harness = new HistoryHarness(await mkdtemp(join(tmpdir(), "lianmai-history-")));
    await harness.open(options, open);
    return harness;
  }

  async open(options?: HistoryOptions, open?: OpenHistoryOptions): Promise<void> {
    const { clock } = this;
    this.rooms = new RoomService({
      media: this.engine,
      apps: { find: async () => ({ enabled: true, keys: [APP_KEY] }) },
      clock,
      limits: DEFAULT_ROOM_LIMITS,
      tokenWarning: 30_000,
    });
    this.history = await History.start(
      {
        dataDir: this.folder,
        rooms: this.rooms.events,
        clock,
        logger: pino({ level: "debug" }, { write: (line: string) => void this.log.push(line) }),
        ...(open && { open }),
      },
      options,
    );
  }

  /** The process ends in good order, with its rooms. */
  async shutDown(): Promise<void> {
    this.rooms.close();
    await this.history.close();
  }

  async dispose(): Promise<void> {
    await this.shutDown();
    await rm(this.folder, { recursive: true });
  }

  async join(userId: string, request: Partial<MethodParams<"join">> = {}): Promise<Presence> {
    const { roomId = "room" } = request;
    const token = new AccessToken({ appId: APP_ID, roomId, userId, expireAt: 0 })
      .grant(Privilege.PublishStream)
      .grant(Privilege.SubscribeStream)
      .serialize(APP_KEY);
    return await this.rooms.join({
      appId: APP_ID,
      roomId,
      userId,
      token,
      visible: true,
      autoSubscribe: { audio: true, video: true, screen: true },
      rtpCapabilities: RTP_CAPABILITIES,
      extraInfo: "",
      client: "web/0.1.0",
      platform: { os: "linux", device: "desk", access: "wifi" },
      ...request,
    });
  }

  /** Publishes, waits for the subscriptions of those who are there, and lets them play. */
  async publish({ room, participant }: Presence, source: "microphone" | "camera", muted = false): Promise<Publication> {
    this.ssrc += 10;
    const kind = source === "microphone" ? "audio" : "video";
    const publication = await room.publications.publish(participant, {
      source,
      rtpParameters: rtpParameters(kind, this.ssrc),
      muted,
    });
    await new Promise((resolve) => setImmediate(resolve));
    for (const one of room.participants) {
      for (const { id: subscriptionId } of one.subscriptions.values()) {
        await room.updateSubscriptions(one, { updates: [{ subscriptionId, paused: false }] });
      }
    }
    return publication;
  }

  subscription(subscriber: Presence, { id }: Publication): Subscription {
    const found = subscriber.participant.subscriptions.get(id);
    if (found === undefined) throw new Error("there is no such subscription");
    return found;
  }

  /** Adds to what the counters of a track say. */
  carry(track: Publication | Subscription, { bytes = 0, packets = 0, lost = 0, rtt, jitter }: Carried): void {
    const end = ("producer" in track ? track.producer : track.consumer) as MemoryProducer | MemoryConsumer;
    const { counters } = end;
    end.counters = {
      bytes: counters.bytes + bytes,
      packets: counters.packets + packets,
      lost: counters.lost + lost,
      rtt: rtt ?? counters.rtt,
      jitter: jitter ?? counters.jitter,
    };
  }

  /** Lets time pass in small steps, so that readings that are under way come through. */
  async pass(milliseconds: number, step = 100): Promise<void> {
    for (let left = milliseconds; left > 0; left -= step) {
      this.clock.advance(Math.min(left, step));
      await Promise.resolve();
      await Promise.resolve();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
