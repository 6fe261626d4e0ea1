import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { AdminIdentity } from "./admin/admin.js";
import { SystemClock } from "./clock/system-clock.js";
import type { AuditLog } from "./history/audit-log.js";
import type { History } from "./history/history.js";
import type { HttpHandler } from "./http/handler.js";
import type { Platform } from "./publishing/platform.js";
import { Publishing } from "./publishing/publishing.js";
import type { RetentionPolicy } from "./publishing/retention.js";
import type { RtcServiceOptions } from "./rtc-service-options.js";
import { type ServiceParts, startParts } from "./service-parts.js";
import type { AccessKeyStore } from "./store/access-keys.js";
import type { AppStore } from "./store/apps.js";
import type { Callbacks } from "./webhooks/callbacks.js";
import type { Deliveries } from "./webhooks/deliveries.js";

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
  /** Whoever answers requests, in the order in which they are asked. */
  private readonly handlers: readonly HttpHandler[];

  private constructor(private readonly parts: ServiceParts) {
    const { signaling, admin, appsApi, records, probes, openApi } = parts;
    this.handlers = [signaling, admin, appsApi, records, probes, openApi];
  }

  /**
   * Opens the store and starts the media workers.
   *
   * @throws ConfigError when a setting has a value that it may not have
   * @throws StoreError when the data folder cannot be used
   * @throws MediaStartError when a worker or its port cannot be had
   */
  static async start(options: RtcServiceOptions): Promise<RtcService> {
    return new RtcService(await startParts(options));
  }

  /** The apps of this server. */
  get apps(): Pick<AppStore, "list" | "get" | "create"> {
    return this.parts.apps;
  }

  /** What back ends sign calls of the OpenAPI with. */
  get accessKeys(): Pick<AccessKeyStore, "list" | "get" | "create" | "setEnabled"> {
    return this.parts.accessKeys;
  }

  /** Where the apps' events are sent. */
  get callbacks(): Callbacks {
    return this.parts.webhooks.callbacks;
  }

  /** What was: calls and who was in them, how their streams did, how much the server was used. */
  get history(): Pick<History, "calls" | "quality" | "operation"> {
    return this.parts.history;
  }

  /** Who moderated or configured what. */
  get audit(): AuditLog {
    return this.parts.history.audit;
  }

  /** What was sent there, with a log; replays and tests. */
  get deliveries(): Deliveries {
    return this.parts.webhooks.deliveries;
  }

  stats(): RtcServiceStats {
    return {
      rooms: this.parts.rooms.roomCount,
      participants: this.parts.rooms.participantCount,
      workers: this.parts.media.workers,
    };
  }

  /**
   * Who sends a request, by the token of its `Authorization: Bearer` header; for handlers that are mounted beside this
   * one and change something. @returns undefined when nobody is signed in by it
   */
  authenticateAdmin(request: IncomingMessage): Promise<AdminIdentity | undefined> {
    return this.parts.admin.authenticate(request);
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
      db: this.parts.db,
      clock: new SystemClock(),
      authenticate: (request) => this.authenticateAdmin(request),
      onAudit: (entry) => this.audit.record(entry),
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
    for (const handler of this.handlers) if (await handler.handleRequest(request, response)) return true;
    return false;
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    return this.parts.signaling.handleUpgrade(request, socket, head);
  }

  /**
   * Opens no new rooms from now on, and says so at `/readyz`. Calls go on; `close` ends what is left of them.
   *
   * @param patience milliseconds
   * @returns whether the last call ended within that time
   */
  async drain(patience: number): Promise<boolean> {
    const { logger, rooms } = this.parts;
    logger.info({ rooms: rooms.roomCount, participants: rooms.participantCount, patience }, "draining");
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), patience);
    });
    const ended = await Promise.race([rooms.drain().then(() => true), deadline]);
    clearTimeout(timer);
    logger.info({ rooms: rooms.roomCount, participants: rooms.participantCount, ended }, "drained");
    return ended;
  }

  /** Ends every call, telling everybody in it, stops the workers and closes the store. */
  async close(): Promise<void> {
    const { rooms, signaling, media, webhooks, history, tracing, db, logger } = this.parts;
    rooms.close();
    signaling.close();
    await media.close();
    await webhooks.close();
    await history.close();
    await tracing?.close().catch((err: unknown) => logger.warn({ err }, "the last traces could not be exported"));
    await db.destroy();
    logger.info("RTC service closed");
  }
}
