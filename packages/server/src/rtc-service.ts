import type { IncomingMessage, ServerResponse } from "node:http";
import { availableParallelism } from "node:os";
import type { Duplex } from "node:stream";
import { TIMES } from "@lianmai/protocol";
import { type Logger, pino } from "pino";
import { Admin, type AdminIdentity } from "./admin/admin.js";
import { adminSecret } from "./admin/admin-secret.js";
import { SystemClock } from "./clock/system-clock.js";
import type { AuditLog } from "./history/audit-log.js";
import { History, type HistoryOptions } from "./history/history.js";
import { ProxyTrust } from "./http/client-address.js";
import { type HttpHandler, pathOf, sendJson } from "./http/handler.js";
import { MediasoupEngine } from "./media/mediasoup/mediasoup-engine.js";
import type { ListenIp } from "./media/options.js";
import { createActions } from "./openapi/actions/index.js";
import { OpenApi } from "./openapi/openapi.js";
import type { Platform } from "./publishing/platform.js";
import { Publishing } from "./publishing/publishing.js";
import type { RetentionPolicy } from "./publishing/retention.js";
import { BanList } from "./rooms/bans.js";
import { DEFAULT_ROOM_LIMITS, type RoomLimits } from "./rooms/limits.js";
import { Messaging } from "./rooms/messaging.js";
import { Moderation } from "./rooms/moderation.js";
import { RoomService } from "./rooms/room-service.js";
import {
  DEFAULT_SIGNALING_LIMITS,
  DEFAULT_SIGNALING_TIMES,
  type SignalingLimits,
  type SignalingTimes,
} from "./signaling/options.js";
import { SignalingServer } from "./signaling/signaling-server.js";
import { AccessKeyStore } from "./store/access-keys.js";
import { AdminTokenStore } from "./store/admin-tokens.js";
import { AppStore, activeKeys } from "./store/apps.js";
import { BanStore } from "./store/bans.js";
import { type Database, openDatabase } from "./store/database.js";
import { logWorkers } from "./telemetry/media-log.js";
import { logRooms } from "./telemetry/room-log.js";
import type { Callbacks } from "./webhooks/callbacks.js";
import type { Deliveries } from "./webhooks/deliveries.js";
import type { WebhookOptions } from "./webhooks/options.js";
import { Webhooks } from "./webhooks/webhooks.js";

/** The first media port, unless another is chosen: below the ports that systems hand out by themselves. */
export const DEFAULT_MEDIA_PORT = 7900;

/** More workers than this only help a machine that has been sized for it, and whose owner then says so. */
const MOST_DEFAULT_WORKERS = 8;

export interface RtcServiceOptions {
  /** Folder for the database; made when missing. */
  dataDir: string;
  media: {
    /** Where media comes in; every worker listens on each of them, by UDP and TCP. */
    listenIps: readonly ListenIp[];
    /** UDP and TCP port of the first worker; the others take the ports that follow. Default 7900. */
    basePort?: number;
    /** Number of media workers, each a process that uses one core. Default: one a core, at most 8. */
    workers?: number;
  };
  /** Each one not given is as in the protocol's LIMITS. */
  limits?: Partial<RoomLimits & SignalingLimits>;
  /** Milliseconds; each one not given is as in the protocol's TIMES. */
  times?: Partial<SignalingTimes & { tokenWarning: number }>;
  /** How webhooks are sent; there are none until an app has a callback. */
  webhooks?: WebhookOptions;
  /** Who may change what is not signed by an access key. */
  admin?: {
    /** What administrators sign in with, at least 16 characters. Default: one that is made in the data folder. */
    secret?: string;
    /** Seconds that a sign-in is good for, at most 30 days. Default 24 hours. */
    tokenLifetime?: number;
  };
  /** Addresses and networks of the proxies whose `X-Forwarded-For` is believed. Default: none. */
  trustedProxies?: readonly string[];
  /** How long the history of calls is kept. */
  history?: HistoryOptions;
  /** Default: JSON lines at level "info" on standard output. */
  logger?: Logger;
}

export interface RtcServiceStats {
  rooms: number;
  participants: number;
  /** Media workers that are up. */
  workers: number;
}

/**
 * The RTC service: apps, signalling, rooms and media behind one HTTP port.
 *
 * @example
 * const service = await RtcService.start({ dataDir: "./data", media: { listenIps: [{ ip: "127.0.0.1" }] } });
 * const listener = await listen({ host: "127.0.0.1", port: 7880, handlers: [service] });
 */
export class RtcService implements HttpHandler {
  private constructor(
    private readonly db: Database,
    /** The apps of this server. */
    readonly apps: Pick<AppStore, "list" | "get" | "create">,
    /** What back ends sign calls of the OpenAPI with. */
    readonly accessKeys: Pick<AccessKeyStore, "list" | "get" | "create" | "setEnabled">,
    private readonly media: MediasoupEngine,
    private readonly rooms: RoomService,
    private readonly signaling: SignalingServer,
    private readonly webhooks: Webhooks,
    private readonly openApi: OpenApi,
    private readonly history: History,
    private readonly admin: Admin,
    private readonly logger: Logger,
  ) {}

  /**
   * Opens the store and starts the media workers.
   *
   * @throws StoreError when the data folder cannot be used
   * @throws MediaStartError when a worker or its port cannot be had
   */
  static async start(options: RtcServiceOptions): Promise<RtcService> {
    const logger = options.logger ?? pino();
    const clock = new SystemClock();
    const trust = new ProxyTrust(options.trustedProxies);
    const db = await openDatabase(options.dataDir);
    const media = new MediasoupEngine({
      listenIps: options.media.listenIps,
      basePort: options.media.basePort ?? DEFAULT_MEDIA_PORT,
      workers: options.media.workers ?? Math.min(availableParallelism(), MOST_DEFAULT_WORKERS),
      clock,
    });
    logWorkers(media.events, logger);
    let history: History | undefined;
    try {
      const apps = new AppStore(db);
      await apps.ensureDefault();
      const accessKeys = new AccessKeyStore(db);
      await accessKeys.ensureDefault();
      const bans = await BanList.load(clock, new BanStore(db));
      const rooms = new RoomService({
        media,
        clock,
        apps: {
          async find(appId) {
            const app = await apps.get(appId);
            return app && { enabled: app.enabled, keys: activeKeys(app) };
          },
        },
        limits: { ...DEFAULT_ROOM_LIMITS, ...options.limits },
        tokenWarning: options.times?.tokenWarning ?? TIMES.tokenWarning,
        bans,
      });
      logRooms(rooms.events, logger);
      const { dataDir } = options;
      history = await History.start({ dataDir, rooms: rooms.events, clock, logger }, options.history);
      const { audit } = history;
      await media.start();
      const webhooks = await Webhooks.start(
        {
          db,
          rooms: rooms.events,
          clock,
          logger,
          appExists: async (appId) => (await apps.get(appId)) !== undefined,
        },
        options.webhooks,
      );
      const onError = (err: unknown) => logger.error({ err }, "bans of a room that ended could not be removed");
      const moderation = new Moderation({ rooms, bans, clock, onError });
      const openApi = new OpenApi({
        accessKeys,
        actions: createActions({
          moderation,
          apps,
          callbacks: webhooks.callbacks,
          messaging: new Messaging(rooms),
          history,
          clock,
        }),
        clock,
        logger,
        onAudit: (entry) => audit.record(entry),
      });
      const secret = adminSecret(options.dataDir, options.admin?.secret);
      if (secret.madeFile) logger.info({ file: secret.madeFile }, "made the admin secret, see the file");
      const { tokenLifetime } = options.admin ?? {};
      const admin = new Admin({
        secret: secret.value,
        ...(tokenLifetime === undefined ? {} : { tokenLifetime }),
        tokens: new AdminTokenStore(db),
        trust,
        clock,
        logger,
      });
      const signaling = new SignalingServer({
        rooms,
        clock,
        times: { ...DEFAULT_SIGNALING_TIMES, ...options.times },
        limits: { ...DEFAULT_SIGNALING_LIMITS, ...options.limits },
        logger,
      });
      return new RtcService(db, apps, accessKeys, media, rooms, signaling, webhooks, openApi, history, admin, logger);
    } catch (error) {
      await history?.close();
      await db.destroy();
      throw error;
    }
  }

  /** Where the apps' events are sent. */
  get callbacks(): Callbacks {
    return this.webhooks.callbacks;
  }

  /** Who moderated or configured what. */
  get audit(): AuditLog {
    return this.history.audit;
  }

  /** What was sent there, with a log; replays and tests. */
  get deliveries(): Deliveries {
    return this.webhooks.deliveries;
  }

  stats(): RtcServiceStats {
    return {
      rooms: this.rooms.roomCount,
      participants: this.rooms.participantCount,
      workers: this.media.workers,
    };
  }

  /**
   * Who sends a request, by the token of its `Authorization: Bearer` header; for handlers that are mounted beside this
   * one and change something. @returns undefined when nobody is signed in by it
   */
  authenticateAdmin(request: IncomingMessage): Promise<AdminIdentity | undefined> {
    return this.admin.authenticate(request);
  }

  /**
   * Published mini-programs, as a handler to mount before this one.
   *
   * @param options.folder for their files, such as `programs` in the data folder; made when missing
   * @param options.platform what a mini-program finds in the platform's place while it runs
   * @param options.retention how long pages of old versions keep working; 30 days by default
   */
  openPublishing(options: {
    folder: string;
    platform: Platform;
    retention?: Partial<RetentionPolicy>;
  }): Promise<Publishing> {
    return Publishing.start({
      ...options,
      db: this.db,
      clock: new SystemClock(),
      authenticate: (request) => this.authenticateAdmin(request),
      secrets: async () => [
        ...(await this.apps.list()).flatMap(({ appKey, secondaryAppKey }) => [
          { name: "AppKey", value: appKey },
          ...(secondaryAppKey === null ? [] : [{ name: "AppKey", value: secondaryAppKey }]),
        ]),
        ...(await this.accessKeys.list()).map(({ secretKey }) => ({ name: "SecretKey", value: secretKey })),
      ],
    });
  }

  async handleRequest(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    if (this.signaling.handleRequest(request, response)) return true;
    if (await this.admin.handleRequest(request, response)) return true;
    if (pathOf(request) !== "/healthz") return await this.openApi.handleRequest(request, response);
    const stats = this.stats();
    // Without a worker no call can begin: whoever balances load should send people elsewhere.
    const healthy = stats.workers > 0;
    sendJson(response, healthy ? 200 : 503, { status: healthy ? "ok" : "no media worker is up", ...stats });
    return true;
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    return this.signaling.handleUpgrade(request, socket, head);
  }

  /** Ends every call, telling everybody in it, stops the workers and closes the store. */
  async close(): Promise<void> {
    this.rooms.close();
    this.signaling.close();
    await this.media.close();
    await this.webhooks.close();
    await this.history.close();
    await this.db.destroy();
    this.logger.info("RTC service closed");
  }
}
