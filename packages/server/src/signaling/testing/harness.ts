import { type MethodParams, type MethodResult, SIGNALING_PATH } from "@lianmai/protocol";
import { AccessToken, Privilege } from "@lianmai/server-sdk";
import { pino } from "pino";
import type { ClientOptions } from "ws";
import { ManualClock } from "../../clock/manual-clock.js";
import { ProxyTrust } from "../../http/client-address.js";
import { listen } from "../../http/listener.js";
import { MemoryEngine, type MemoryRoom } from "../../media/memory/memory-engine.js";
import { RTP_CAPABILITIES } from "../../media/testing/sample-media.js";
import { BanList } from "../../rooms/bans.js";
import { DEFAULT_ROOM_LIMITS, type RoomLimits } from "../../rooms/limits.js";
import { RoomService } from "../../rooms/room-service.js";
import type { AppCredentials } from "../../rooms/token-authority.js";
import { DEFAULT_SIGNALING_LIMITS, DEFAULT_SIGNALING_TIMES, type SignalingLimits } from "../options.js";
import { SignalingServer } from "../signaling-server.js";
import { TestClient } from "./test-client.js";

export const APP_ID = "0123456789abcdef01234567";
export const APP_KEY = "0123456789abcdef0123456789abcdef";

export interface TokenChoices {
  roomId?: string;
  appId?: string;
  appKey?: string;
  /** Seconds from now; default one hour. */
  expireIn?: number;
  /** Seconds from now of each privilege, null = not granted; default 0 = as long as the token. */
  publishFor?: number | null;
  subscribeFor?: number | null;
  /** The privileges to publish one by one, in the place of `publishFor`: seconds from now, 0 = as long as the token. */
  publish?: { audio?: number; video?: number; data?: number };
}

export type Joined = TestClient & { joined: MethodResult<"join"> };

/** Signalling on a real port, over rooms on the memory engine, with a clock that the test moves. */
export class Harness {
  private constructor(
    readonly clock: ManualClock,
    readonly engine: MemoryEngine,
    readonly apps: Map<string, AppCredentials>,
    readonly rooms: RoomService,
    readonly bans: BanList,
    readonly signaling: SignalingServer,
    readonly url: string,
    readonly stop: () => Promise<void>,
  ) {}

  static async start(
    limits: Partial<RoomLimits & SignalingLimits> = {},
    makeBans = (clock: ManualClock) => new BanList(clock),
    trust = new ProxyTrust(),
  ): Promise<Harness> {
    const clock = new ManualClock();
    const bans = makeBans(clock);
    const engine = new MemoryEngine();
    const apps = new Map<string, AppCredentials>([[APP_ID, { enabled: true, keys: [APP_KEY] }]]);
    const rooms = new RoomService({
      media: engine,
      apps: { find: async (appId) => apps.get(appId) },
      clock,
      limits: { ...DEFAULT_ROOM_LIMITS, ...limits },
      tokenWarning: 30_000,
      bans,
    });
    const signaling = new SignalingServer({
      rooms,
      clock,
      times: DEFAULT_SIGNALING_TIMES,
      limits: { ...DEFAULT_SIGNALING_LIMITS, ...limits },
      trust,
      logger: pino({ level: "silent" }),
    });
    const listener = await listen({ host: "127.0.0.1", port: 0, handlers: [signaling] });
    const stop = async () => {
      rooms.close();
      signaling.close();
      await listener.close();
    };
    const url = `ws://127.0.0.1:${listener.port}${SIGNALING_PATH}`;
    return new Harness(clock, engine, apps, rooms, bans, signaling, url, stop);
  }

  async connect(options?: ClientOptions): Promise<TestClient> {
    return await TestClient.connect(this.url, options);
  }

  token(userId: string, choices: TokenChoices = {}): string {
    const { roomId = "room", appId = APP_ID, appKey = APP_KEY, expireIn = 3600 } = choices;
    const { publishFor = 0, subscribeFor = 0 } = choices;
    const now = Math.floor(this.clock.now() / 1000);
    const token = new AccessToken({ appId, roomId, userId, issuedAt: now, expireAt: now + expireIn });
    const until = (seconds: number) => (seconds === 0 ? 0 : now + seconds);
    const { audio, video, data } = choices.publish ?? {};
    if (audio !== undefined) token.grant(Privilege.PublishAudio, until(audio));
    if (video !== undefined) token.grant(Privilege.PublishVideo, until(video));
    if (data !== undefined) token.grant(Privilege.PublishData, until(data));
    if (publishFor !== null && choices.publish === undefined) token.grant(Privilege.PublishStream, until(publishFor));
    if (subscribeFor !== null) token.grant(Privilege.SubscribeStream, until(subscribeFor));
    return token.serialize(appKey);
  }

  joinParams(userId: string, params: Partial<MethodParams<"join">> = {}): MethodParams<"join"> {
    return {
      appId: APP_ID,
      roomId: "room",
      userId,
      token: this.token(userId, params.roomId === undefined ? {} : { roomId: params.roomId }),
      rtpCapabilities: RTP_CAPABILITIES,
      visible: true,
      autoSubscribe: { audio: true, video: true, screen: true },
      extraInfo: "",
      client: "test/1",
      ...params,
    };
  }

  /** A new socket that has joined. */
  async join(userId: string, params: Partial<MethodParams<"join">> = {}, options?: ClientOptions): Promise<Joined> {
    const client = await this.connect(options);
    const joined = await client.request("join", this.joinParams(userId, params));
    return Object.assign(client, { joined });
  }

  /** Lets time pass while these clients give signs of life, as they do in a real call. */
  async pass(milliseconds: number, ...clients: TestClient[]): Promise<void> {
    for (let left = milliseconds; left > 0; left -= 10_000) {
      this.clock.advance(Math.min(left, 10_000));
      await Promise.all(clients.map((client) => client.settle()));
    }
  }

  /** The engine's side of the only room. */
  get media(): MemoryRoom {
    const [room, ...others] = this.engine.rooms;
    if (room === undefined || others.length > 0) throw new Error(`there are ${this.engine.rooms.size} rooms`);
    return room;
  }
}
