import type { IncomingMessage, ServerResponse } from "node:http";
import { PROGRAM_PATH } from "@lianmai/protocol";
import type { Clock } from "../clock/clock.js";
import type { AuditEntry } from "../history/audit-log.js";
import { type HttpHandler, pathOf } from "../http/handler.js";
import type { Database } from "../store/database.js";
import { ProgramStore } from "../store/programs.js";
import { ProgramAdminApi } from "./admin-api.js";
import { sendRefusal } from "./answers.js";
import { BlobStore } from "./blob-store.js";
import type { NamedSecret } from "./key-search.js";
import { ProgramPages } from "./pages.js";
import type { Platform } from "./platform.js";
import { ProgramServices } from "./program-services.js";
import { Publisher } from "./publisher.js";
import { PublishingError } from "./publishing-error.js";
import { DEFAULT_RETENTION, type RetentionPolicy } from "./retention.js";
import { Snapshots } from "./snapshots.js";

export interface PublishingOptions {
  db: Database;
  /** Folder for the files of versions; made when missing. */
  folder: string;
  clock: Clock;
  platform: Platform;
  /** Who sends an administrator's request; undefined where nobody is signed in. */
  authenticate(request: IncomingMessage): Promise<{ name: string } | undefined>;
  /** What no page may hold. */
  secrets(): Promise<NamedSecret[]>;
  retention?: Partial<RetentionPolicy>;
  /** Told who published or configured what. */
  onAudit?(entry: AuditEntry): void;
}

const ADMIN_PATH = "/api/programs";
const SESSION_PATH = "/api/apps/v2/jscode2session";

/** Published mini-programs on the one HTTP port: their pages, what these ask for, and what their developers do. */
export class Publishing implements HttpHandler {
  readonly #snapshots: Snapshots;
  readonly #pages: ProgramPages;
  readonly #services: ProgramServices;
  readonly #admin: ProgramAdminApi;
  readonly #authenticate: PublishingOptions["authenticate"];

  static async start(options: PublishingOptions): Promise<Publishing> {
    const blobs = new BlobStore(options.folder);
    await blobs.open();
    return new Publishing(options, blobs);
  }

  private constructor(options: PublishingOptions, blobs: BlobStore) {
    const store = new ProgramStore(options.db);
    const retention = { ...DEFAULT_RETENTION, ...options.retention };
    const { clock, secrets } = options;
    this.#snapshots = new Snapshots(store);
    this.#pages = new ProgramPages(blobs);
    this.#services = new ProgramServices(options.platform, this.#snapshots);
    const publisher = new Publisher({ store, blobs, clock, retention, secrets });
    this.#admin = new ProgramAdminApi(publisher, (entry) => options.onAudit?.(entry));
    this.#authenticate = options.authenticate;
  }

  handleRequest(request: IncomingMessage, response: ServerResponse): boolean | Promise<boolean> {
    const path = pathOf(request);
    if (path.startsWith(PROGRAM_PATH)) {
      return this.#answer(request, response, () => this.#program(path.slice(PROGRAM_PATH.length), request, response));
    }
    if (path === ADMIN_PATH || path.startsWith(`${ADMIN_PATH}/`)) {
      return this.#answer(request, response, () => this.#manage(path.slice(ADMIN_PATH.length + 1), request, response));
    }
    if (path === SESSION_PATH && request.method === "POST") {
      return this.#answer(request, response, () => this.#services.exchange(request, response));
    }
    return false;
  }

  async #answer(request: IncomingMessage, response: ServerResponse, work: () => Promise<void>): Promise<true> {
    try {
      await work();
    } catch (error) {
      // Who went away in the middle of an upload hears no answer, and will come back.
      if (request.errored !== null && !(error instanceof PublishingError)) return true;
      if (response.headersSent) throw error;
      sendRefusal(request, response, error);
      // What is left of a body that was refused half-way is not waited for.
      if (!request.complete) request.destroy();
    }
    return true;
  }

  async #program(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, id = "", slash = "", rest = ""] = /^([^/]*)(\/?)(.*)$/.exec(path) ?? [];
    const snapshot = await this.#snapshots.get(decodeURIComponent(id));
    if (snapshot === undefined) {
      throw PublishingError.notFound(
        `这台服务器上没有小程序 ${id}，请检查地址。`,
        `There is no mini-program ${id} on this server; check the address.`,
      );
    }
    const reading = request.method === "GET" || request.method === "HEAD";
    if (slash === "") {
      response.writeHead(308, { location: `${PROGRAM_PATH}${id}/`, "cache-control": "no-store" }).end();
    } else if (reading) {
      await this.#pages.handle(snapshot, decodeURIComponent(rest), request, response);
    } else if ((rest === "login" || rest === "fetch") && /^(POST|OPTIONS)$/.test(request.method ?? "")) {
      await this.#services.handle(snapshot.program, rest, request, response);
    } else {
      throw new PublishingError(405, "method", { zh: "不支持的请求方法。", en: "This method is not supported here." });
    }
  }

  async #manage(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const admin = await this.#authenticate(request);
    if (admin === undefined) {
      throw new PublishingError(401, "not-signed-in", {
        zh: "没有登录或登录已过期，请执行 lianmai login 服务器地址。",
        en: "Nobody is signed in, or no longer: run lianmai login SERVER.",
      });
    }
    await this.#admin.handle(path, admin.name, request, response);
  }
}
