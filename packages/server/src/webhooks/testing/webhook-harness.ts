import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MethodParams } from "@lianmai/protocol";
import { AccessToken, Privilege } from "@lianmai/server-sdk";
import { pino } from "pino";
import { ManualClock } from "../../clock/manual-clock.js";
import { MemoryEngine } from "../../media/memory/memory-engine.js";
import { RTP_CAPABILITIES } from "../../media/testing/sample-media.js";
import { BanList } from "../../rooms/bans.js";
import { DEFAULT_ROOM_LIMITS } from "../../rooms/limits.js";
import { Moderation } from "../../rooms/moderation.js";
import { RoomService } from "../../rooms/room-service.js";
import { type Database, openDatabase } from "../../store/database.js";
import type { LookedUp } from "../address-guard.js";
import { OFFERED_EVENTS } from "../event-names.js";
import type { WebhookOptions } from "../options.js";
import { Webhooks } from "../webhooks.js";

export const APP_ID = "0123456789abcdef01234567";
export const SECRET = "secret-of-the-callback";
const APP_KEY = "key";

/** Rooms on the memory engine, a real database, webhooks, and a clock that the test moves. */
export class WebhookHarness {
  readonly clock = new ManualClock();
  readonly engine = new MemoryEngine();
  readonly log: string[] = [];
  rooms!: RoomService;
  moderation!: Moderation;
  db!: Database;
  webhooks!: Webhooks;
  /** What names lead to; others are looked up by the system. */
  readonly names = new Map<string, LookedUp>();

  private constructor(
    readonly folder: string,
    private readonly options: WebhookOptions,
  ) {}

  static async start(options: WebhookOptions = { allowPrivateAddresses: true }): Promise<WebhookHarness> {
    const harness = new WebhookHarness(await mkdtemp(join(tmpdir(), "lianmai-webhooks-")), options);
    await harness.open();
    return harness;
  }

  async open(): Promise<void> {
    const { clock } = this;
    this.db = await openDatabase(this.folder);
    const bans = new BanList(clock);
    this.rooms = new RoomService({
      bans,
      media: this.engine,
      apps: { find: async () => ({ enabled: true, keys: [APP_KEY] }) },
      clock,
      limits: DEFAULT_ROOM_LIMITS,
      tokenWarning: 30_000,
    });
    this.moderation = new Moderation({
      rooms: this.rooms,
      bans,
      clock,
      onError: (error) => this.log.push(String(error)),
    });
    this.webhooks = await Webhooks.start(
      {
        db: this.db,
        rooms: this.rooms.events,
        clock,
        logger: pino({ level: "debug" }, { write: (line: string) => void this.log.push(line) }),
        appExists: async (appId) => appId === APP_ID,
        resolve: async (name) => {
          const addresses = this.names.get(name);
          if (addresses) return addresses;
          throw new Error(`the test knows no ${name}`);
        },
      },
      this.options,
    );
  }

  /** The process ends in good order, with its rooms. */
  async shutDown(): Promise<void> {
    this.rooms.close();
    await this.webhooks.close();
    await this.db.destroy();
  }

  async dispose(): Promise<void> {
    await this.shutDown();
    await rm(this.folder, { recursive: true });
  }

  async listen(url: string, businessId = "", events: readonly string[] = OFFERED_EVENTS) {
    return await this.webhooks.callbacks.create({ appId: APP_ID, businessId, url, secretKey: SECRET, events });
  }

  async join(userId: string, { roomId = "room", visible = true, expireAt = 0 } = {}) {
    const token = new AccessToken({ appId: APP_ID, roomId, userId, expireAt })
      .grant(Privilege.PublishStream)
      .grant(Privilege.SubscribeStream)
      .serialize(APP_KEY);
    const request: MethodParams<"join"> = {
      appId: APP_ID,
      roomId,
      userId,
      token,
      visible,
      autoSubscribe: { audio: true, video: true, screen: true },
      rtpCapabilities: RTP_CAPABILITIES,
      extraInfo: `{"name":"${userId}"}`,
      client: "web/0.1.0",
    };
    return await this.rooms.join(request);
  }
}
