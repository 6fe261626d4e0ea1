import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import type { Clock } from "../../clock/clock.js";
import { History } from "../../history/history.js";
import { type Listener, listen } from "../../http/listener.js";
import { BanList } from "../../rooms/bans.js";
import { Messaging } from "../../rooms/messaging.js";
import { Moderation } from "../../rooms/moderation.js";
import { APP_ID, Harness } from "../../signaling/testing/harness.js";
import { type AccessKey, AccessKeyStore } from "../../store/access-keys.js";
import { AppStore } from "../../store/apps.js";
import { BanStore } from "../../store/bans.js";
import { CallbackStore } from "../../store/callbacks.js";
import { type Database, openDatabase } from "../../store/database.js";
import { AddressGuard } from "../../webhooks/address-guard.js";
import { Callbacks } from "../../webhooks/callbacks.js";
import { createActions } from "../actions/index.js";
import { OpenApi } from "../openapi.js";
import { OpenApiClient } from "./openapi-client.js";

/** The OpenAPI on a real port over a real store, and beside it the signalling of the same rooms. */
export class OpenApiHost {
  private constructor(
    readonly harness: Harness,
    readonly db: Database,
    readonly port: number,
    readonly accessKey: AccessKey,
    readonly history: History,
    /** Where the database files are. */
    readonly folder: string,
    readonly stop: () => Promise<void>,
  ) {}

  /** @param clock that requests are judged by. Default: the harness's, which stands until it is moved */
  static async start(clock?: Clock): Promise<OpenApiHost> {
    const folder = await mkdtemp(join(tmpdir(), "lianmai-openapi-"));
    const db = await openDatabase(folder);
    const accessKeys = new AccessKeyStore(db);
    const harness = await Harness.start({}, (manual) => new BanList(manual, new BanStore(db)));
    const { rooms, bans } = harness;
    const onError = (error: unknown) => {
      throw error;
    };
    const moderation = new Moderation({ rooms, bans, clock: harness.clock, onError });
    const apps = await appsOf(new AppStore(db));
    const callbacks = await Callbacks.load({
      store: new CallbackStore(db),
      clock: harness.clock,
      guard: new AddressGuard(false),
      appExists: async (appId) => (await apps.get(appId)) !== undefined,
    });
    const logger = pino({ level: "silent" });
    const history = await History.start({ dataDir: folder, rooms: rooms.events, clock: harness.clock, logger });
    const messaging = new Messaging(rooms);
    const openApi = new OpenApi({
      accessKeys,
      actions: createActions({ moderation, apps, callbacks, messaging, history, clock: harness.clock }),
      clock: clock ?? harness.clock,
      logger,
      onAudit: (entry) => history.audit.record(entry),
    });
    const listener: Listener = await listen({ host: "127.0.0.1", port: 0, handlers: [openApi] });
    return new OpenApiHost(
      harness,
      db,
      listener.port,
      await accessKeys.create({ role: "full" }),
      history,
      folder,
      async () => {
        await harness.stop();
        await listener.close();
        await history.close();
        await db.destroy();
        await rm(folder, { recursive: true });
      },
    );
  }

  /** A client with the full access key, signing by the harness's clock. */
  get client(): OpenApiClient {
    return new OpenApiClient(this.port, this.accessKey, () => this.harness.clock.now());
  }
}

/** The apps of the store, one of which the harness knows by another id. */
async function appsOf(store: AppStore): Promise<Pick<AppStore, "list" | "get" | "create" | "setEnabled">> {
  const app = { ...(await store.create({ name: "calls" })), appId: APP_ID };
  return {
    list: () => store.list(),
    get: async (appId) => (appId === APP_ID ? app : await store.get(appId)),
    create: (options) => store.create(options),
    setEnabled: (appId, enabled) => store.setEnabled(appId, enabled),
  };
}
