// The server side as built, for reports that ask it questions.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../paths.mjs";

/** A file of the server's build. */
export function server(path) {
  return import(pathToFileURL(join(root, "packages/server/dist", path)).href);
}

/** The package for back ends, as built. */
export function serverSdk() {
  return import(pathToFileURL(join(root, "packages/server-sdk/dist/index.js")).href);
}

/** What a browser that knows Opus and VP8 can receive. */
const CAPABILITIES = {
  codecs: [
    { kind: "audio", mimeType: "audio/opus", preferredPayloadType: 100, clockRate: 48_000, channels: 2 },
    { kind: "video", mimeType: "video/VP8", preferredPayloadType: 101, clockRate: 90_000 },
  ],
  headerExtensions: [],
};

/**
 * The whole of the service behind a port on this machine, with stores on the disk and rooms that move no media: what is
 * asked here is what it says, and not what it sends.
 */
export class CompatServer {
  #closers = [];
  #ssrc = 0;

  static async start() {
    const one = new CompatServer();
    await one.#open();
    return one;
  }

  async #open() {
    const folder = await mkdtemp(join(tmpdir(), "lianmai-compat-"));
    this.#closers.push(() => rm(folder, { recursive: true }));
    const { openDatabase } = await server("store/database.js");
    const db = await openDatabase(folder);
    this.#closers.push(() => db.destroy());
    const { AppStore } = await server("store/apps.js");
    const { AccessKeyStore } = await server("store/access-keys.js");
    const apps = new AppStore(db);
    this.app = await apps.create({ name: "compat" });
    const accessKeys = new AccessKeyStore(db);
    this.accessKey = await accessKeys.create({ role: "full" });
    const clock = new (await server("clock/system-clock.js")).SystemClock();
    const nothing = () => {};
    const logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
    const bans = new (await server("rooms/bans.js")).BanList(clock, new (await server("store/bans.js")).BanStore(db));
    const { RoomService } = await server("rooms/room-service.js");
    const { DEFAULT_ROOM_LIMITS } = await server("rooms/limits.js");
    const { MemoryEngine } = await server("media/memory/memory-engine.js");
    this.rooms = new RoomService({
      media: new MemoryEngine(),
      apps: {
        find: async (appId) => (appId === this.app.appId ? { enabled: true, keys: [this.app.appKey] } : undefined),
      },
      clock,
      limits: DEFAULT_ROOM_LIMITS,
      tokenWarning: 30_000,
      bans,
    });
    const { History } = await server("history/history.js");
    this.history = await History.start({ dataDir: folder, rooms: this.rooms.events, clock, logger });
    this.#closers.push(() => this.history.close());
    const { Webhooks } = await server("webhooks/webhooks.js");
    const appExists = async (appId) => (await apps.get(appId)) !== undefined;
    const dependencies = { db, rooms: this.rooms.events, clock, logger, appExists };
    this.webhooks = await Webhooks.start(dependencies, { allowPrivateAddresses: true });
    this.#closers.push(() => this.webhooks.close());
    this.#closers.push(async () => this.rooms.close());
    const { Moderation } = await server("rooms/moderation.js");
    const onError = (error) => {
      throw error;
    };
    const moderation = new Moderation({ rooms: this.rooms, bans, clock, onError });
    const { Messaging } = await server("rooms/messaging.js");
    const { createActions } = await server("openapi/actions/index.js");
    const messaging = new Messaging(this.rooms);
    const { callbacks } = this.webhooks;
    const actions = createActions({ moderation, apps, callbacks, messaging, history: this.history, clock });
    const { OpenApi } = await server("openapi/openapi.js");
    const { listen } = await server("http/listener.js");
    const onAudit = (entry) => this.history.audit.record(entry);
    const openApi = new OpenApi({ accessKeys, actions, clock, logger, onAudit });
    const listener = await listen({ host: "127.0.0.1", port: 0, handlers: [openApi] });
    this.#closers.push(() => listener.close());
    this.port = listener.port;
    this.actions = actions;
  }

  /** Lets a user into a room. */
  async join(userId, { roomId, visible = true }) {
    return await this.rooms.join({
      appId: this.app.appId,
      roomId,
      userId,
      token: await this.token(roomId, userId),
      visible,
      autoSubscribe: { audio: true, video: true, screen: true },
      rtpCapabilities: CAPABILITIES,
      extraInfo: "",
      client: "web/0.1.0",
    });
  }

  async token(roomId, userId) {
    const { AccessToken, Privilege } = await serverSdk();
    return new AccessToken({ appId: this.app.appId, roomId, userId, expireAt: 0 })
      .grant(Privilege.PublishStream)
      .grant(Privilege.SubscribeStream)
      .serialize(this.app.appKey);
  }

  async publish({ room, participant }, source) {
    this.#ssrc += 1;
    const isAudio = source === "microphone" || source === "screenAudio";
    const mimeType = isAudio ? "audio/opus" : "video/VP8";
    const rtpParameters = { codecs: [{ mimeType }], encodings: [{ ssrc: this.#ssrc }] };
    return await room.publications.publish(participant, { source, rtpParameters, muted: false });
  }

  /** Calls an action over HTTP, signed with the full access key. */
  async call(action, version, method, fields) {
    const { signOpenApiRequest } = await serverSdk();
    const query = { Action: action, Version: version };
    if (method === "GET") for (const [name, value] of Object.entries(fields)) query[name] = String(value);
    const body = method === "GET" ? "" : JSON.stringify(fields);
    const headers = signOpenApiRequest({ ...this.accessKey, method, query, body, date: new Date() });
    const url = `http://127.0.0.1:${this.port}/?${new URLSearchParams(query)}`;
    const response = await fetch(url, { method, headers, ...(method === "GET" ? {} : { body }) });
    return { status: response.status, answer: await response.json() };
  }

  async close() {
    for (const close of this.#closers.reverse()) await close();
  }
}
