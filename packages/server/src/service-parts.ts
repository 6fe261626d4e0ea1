import { availableParallelism } from "node:os";
import { TIMES } from "@lianmai/protocol";
import { sql } from "kysely";
import { type Logger, pino } from "pino";
import { Admin } from "./admin/admin.js";
import { adminSecret } from "./admin/admin-secret.js";
import { AppsApi } from "./admin/apps-api.js";
import { RecordsApi } from "./admin/records-api.js";
import type { Clock } from "./clock/clock.js";
import { SystemClock } from "./clock/system-clock.js";
import { History } from "./history/history.js";
import { ProxyTrust } from "./http/client-address.js";
import { MediasoupEngine } from "./media/mediasoup/mediasoup-engine.js";
import { createActions } from "./openapi/actions/index.js";
import { OpenApi } from "./openapi/openapi.js";
import { BanList } from "./rooms/bans.js";
import { DEFAULT_ROOM_LIMITS } from "./rooms/limits.js";
import { Messaging } from "./rooms/messaging.js";
import { Moderation } from "./rooms/moderation.js";
import { RoomService } from "./rooms/room-service.js";
import {
  DEFAULT_MEDIA_PORT,
  DEFAULT_OPENAPI_LIMITS,
  MOST_DEFAULT_WORKERS,
  type RtcServiceOptions,
} from "./rtc-service-options.js";
import { DEFAULT_SIGNALING_LIMITS, DEFAULT_SIGNALING_TIMES } from "./signaling/options.js";
import { SignalingServer } from "./signaling/signaling-server.js";
import { AccessKeyStore } from "./store/access-keys.js";
import { AdminTokenStore } from "./store/admin-tokens.js";
import { AppStore, activeKeys } from "./store/apps.js";
import { BanStore } from "./store/bans.js";
import { type Database, openDatabase } from "./store/database.js";
import { logWorkers } from "./telemetry/media-log.js";
import { Metrics } from "./telemetry/metrics/metrics.js";
import { Probes } from "./telemetry/probes.js";
import { logRooms } from "./telemetry/room-log.js";
import { JoinSpans } from "./telemetry/tracing/join-spans.js";
import { startTracing, type Tracing } from "./telemetry/tracing/tracing.js";
import { Webhooks } from "./webhooks/webhooks.js";

/** All that the service consists of, started and connected. */
export interface ServiceParts {
  db: Database;
  apps: AppStore;
  accessKeys: AccessKeyStore;
  media: MediasoupEngine;
  rooms: RoomService;
  signaling: SignalingServer;
  webhooks: Webhooks;
  history: History;
  admin: Admin;
  appsApi: AppsApi;
  records: RecordsApi;
  openApi: OpenApi;
  probes: Probes;
  tracing: Tracing | undefined;
  logger: Logger;
}

/**
 * Opens the stores and starts the media workers. What had been started is stopped again when something fails.
 *
 * @throws ConfigError, StoreError, MediaStartError
 */
export async function startParts(options: RtcServiceOptions): Promise<ServiceParts> {
  const logger = options.logger ?? pino();
  const clock = new SystemClock();
  const trust = new ProxyTrust(options.trustedProxies);
  const secret = adminSecret(options.dataDir, options.admin?.secret);
  const media = new MediasoupEngine({
    listenIps: options.media.listenIps,
    basePort: options.media.basePort ?? DEFAULT_MEDIA_PORT,
    workers: options.media.workers ?? Math.min(availableParallelism(), MOST_DEFAULT_WORKERS),
    clock,
  });
  logWorkers(media.events, logger);
  if (secret.madeFile) logger.info({ file: secret.madeFile }, "made the admin secret, see the file");
  const db = await openDatabase(options.dataDir);
  const ends: (() => Promise<unknown>)[] = [() => db.destroy()];
  try {
    const tracing = options.tracing && (await startTracing(options.tracing));
    if (tracing) ends.push(() => tracing.close());
    const { rooms, moderation, ...stores } = await openRooms(options, { db, media, clock, logger, tracing });
    const history = await History.start(
      { dataDir: options.dataDir, rooms: rooms.events, clock, logger },
      options.history,
    );
    ends.push(() => history.close());
    await media.start();
    ends.push(() => media.close());
    const { apps } = stores;
    const webhooks = await Webhooks.start(
      { db, rooms: rooms.events, clock, logger, appExists: async (appId) => (await apps.get(appId)) !== undefined },
      options.webhooks,
    );
    const metrics = new Metrics();
    const { openApiPerSecond } = { ...DEFAULT_OPENAPI_LIMITS, ...options.limits };
    const openApi = new OpenApi({
      accessKeys: stores.accessKeys,
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
      onAudit: (entry) => history.audit.record(entry),
      onAnswer: metrics.countApi,
      rate: { perSecond: openApiPerSecond, burst: openApiPerSecond * 2 },
    });
    const { tokenLifetime } = options.admin ?? {};
    const admin = new Admin({
      secret: secret.value,
      ...(tokenLifetime === undefined ? {} : { tokenLifetime }),
      tokens: new AdminTokenStore(db),
      trust,
      clock,
      logger,
    });
    const appsApi = new AppsApi({ admin, apps, audit: history.audit });
    const records = new RecordsApi({ admin, audit: history.audit, deliveries: webhooks.deliveries });
    const signaling = new SignalingServer({
      rooms,
      clock,
      times: { ...DEFAULT_SIGNALING_TIMES, ...options.times },
      limits: { ...DEFAULT_SIGNALING_LIMITS, ...options.limits },
      trust,
      logger,
    });
    metrics.follow({ rooms, media, signaling, webhooks, history });
    const { allow } = options.metrics ?? {};
    const probes = new Probes({
      metrics,
      state: () => ({ rooms: rooms.roomCount, participants: rooms.participantCount, workers: media.workers }),
      checks: [
        { name: "database", run: () => whyNotUsable(db) },
        { name: "workers", run: () => (media.workers > 0 ? undefined : "no media worker is up") },
        {
          name: "draining",
          run: () => (rooms.isDraining ? "the server is shutting down and opens no new rooms" : undefined),
        },
      ],
      ...(allow === undefined ? {} : { metricsAddresses: allow }),
      isAdmin: async (request) => (await admin.authenticate(request)) !== undefined,
      trust,
    });
    return {
      db,
      media,
      rooms,
      signaling,
      webhooks,
      history,
      admin,
      appsApi,
      records,
      openApi,
      probes,
      tracing,
      logger,
      ...stores,
    };
  } catch (error) {
    for (const end of ends.reverse()) await end();
    throw error;
  }
}

interface RoomsSurroundings {
  db: Database;
  media: MediasoupEngine;
  clock: Clock;
  logger: Logger;
  tracing: Tracing | undefined;
}

/** The rooms with what they ask: apps, bans. */
async function openRooms(options: RtcServiceOptions, { db, media, clock, logger, tracing }: RoomsSurroundings) {
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
    ...(tracing && { tracer: (events) => new JoinSpans(tracing.tracer, events) }),
  });
  logRooms(rooms.events, logger);
  const onError = (err: unknown) => logger.error({ err }, "bans of a room that ended could not be removed");
  return { apps, accessKeys, rooms, moderation: new Moderation({ rooms, bans, clock, onError }) };
}

async function whyNotUsable(db: Database): Promise<string | undefined> {
  try {
    await sql`select 1 from apps limit 1`.execute(db);
    return undefined;
  } catch (error) {
    return `the database cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
