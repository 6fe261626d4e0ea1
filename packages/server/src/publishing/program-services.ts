import type { IncomingMessage, ServerResponse } from "node:http";
import { sendJson } from "../http/handler.js";
import { readObject, sendRefusal } from "./answers.js";
import { originOf } from "./content-policy.js";
import type { Platform, ProgramIdentities } from "./platform.js";
import type { Program } from "./program.js";
import { PublishingError } from "./publishing-error.js";
import type { Snapshots } from "./snapshots.js";

const SMALL_BODY = 64 * 1024;
const DEVICE = /^[0-9a-f]{32}$/;
/** Seconds for which a browser may remember that a static host's page may ask. */
const PREFLIGHT_LIFETIME = "600";

/** What a published mini-program asks of the platform while it runs: login codes, their exchange, and requests. */
export class ProgramServices {
  /** By program and secret: codes are good for one of both only. */
  readonly #identities = new Map<string, ProgramIdentities>();

  constructor(
    private readonly platform: Platform,
    private readonly snapshots: Snapshots,
  ) {}

  /** `POST /p/APPID/login` and `POST /p/APPID/fetch`, from the program's own pages. */
  async handle(
    program: Program,
    service: "login" | "fetch",
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (!this.#admit(program, request, response)) {
      sendRefusal(
        request,
        response,
        new PublishingError(403, "foreign-page", {
          zh: `来自 ${request.headers.origin ?? "未知来源"} 的页面不能使用此接口。静态托管的页面请用 lianmai settings --origin 加入其来源。`,
          en: `Pages of ${request.headers.origin ?? "an unknown origin"} may not use this. Allow a static host by lianmai settings --origin.`,
        }),
      );
      return;
    }
    if (request.method === "OPTIONS") {
      response.writeHead(204).end();
    } else if (service === "login") {
      await this.#login(program, request, response);
    } else {
      await this.platform.carry(request, response, (url) => destinationOf(program, url));
    }
  }

  /** `POST /api/apps/v2/jscode2session`, asked by back ends: appid, secret and code are their proof. */
  async exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readObject(request, SMALL_BODY);
    const appid = typeof body.appid === "string" ? body.appid : "";
    const snapshot = appid === "" ? undefined : await this.snapshots.get(appid);
    if (snapshot === undefined) {
      const tips = `bad appid: no mini-program ${appid} is published on this server`;
      sendJson(response, 200, { err_no: 40015, err_tips: tips, log_id: "" });
      return;
    }
    sendJson(response, 200, this.#of(snapshot.program).exchange(body, appid));
  }

  async #login(program: Program, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { device } = await readObject(request, SMALL_BODY);
    if (typeof device !== "string" || !DEVICE.test(device)) {
      throw PublishingError.invalid("缺少 device。", "The body must hold a device of 32 hexadecimal digits.");
    }
    const codes = this.#of(program).login(device);
    sendJson(response, 200, codes);
  }

  #of({ programId, secret }: Program): ProgramIdentities {
    const key = `${programId} ${secret}`;
    const known = this.#identities.get(key);
    if (known !== undefined) return known;
    const made = this.platform.identities(secret);
    this.#identities.set(key, made);
    return made;
  }

  /** Whether the page that asks is the program's own; sets what a browser wants to hear for a page of a static host. */
  #admit(program: Program, request: IncomingMessage, response: ServerResponse): boolean {
    const { origin } = request.headers;
    if (origin === undefined) return false;
    if (sameHost(origin, request)) return true;
    if (!program.origins.includes(origin)) return false;
    response.setHeader("access-control-allow-origin", origin);
    response.setHeader("vary", "origin");
    response.setHeader("access-control-expose-headers", "*");
    if (request.method === "OPTIONS") {
      response.setHeader("access-control-allow-methods", "POST");
      response.setHeader(
        "access-control-allow-headers",
        String(request.headers["access-control-request-headers"] ?? ""),
      );
      response.setHeader("access-control-max-age", PREFLIGHT_LIFETIME);
    }
    return true;
  }
}

/** A proxy in front of this server may speak HTTPS for it, so hosts are compared, not schemes. */
function sameHost(origin: string, request: IncomingMessage): boolean {
  const own = originOf(request);
  return own !== undefined && URL.canParse(origin) && new URL(origin).host === new URL(own).host;
}

/** Where a request of the program goes: to a domain that it was allowed, or to whoever answers in its place. */
export function destinationOf(program: Program, url: URL): URL | undefined {
  const domain = program.domains.find(({ origin }) => origin === url.origin);
  if (domain === undefined) return undefined;
  if (domain.target === undefined) return url;
  const target = new URL(domain.target);
  const rewritten = new URL(url);
  rewritten.protocol = target.protocol;
  rewritten.host = target.host;
  // Setting `host` without a port keeps the old one.
  rewritten.port = target.port;
  rewritten.pathname = target.pathname.replace(/\/$/, "") + url.pathname;
  return rewritten;
}
