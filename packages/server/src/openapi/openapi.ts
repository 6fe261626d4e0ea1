import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { DEFAULT_REGION, OPENAPI_SERVICE } from "@lianmai/server-sdk";
import type { Logger } from "pino";
import type { Clock } from "../clock/clock.js";
import { KeyedRate } from "../guard/keyed-rate.js";
import type { AuditEntry } from "../history/audit-log.js";
import { type HttpHandler, pathOf, sendJson } from "../http/handler.js";
import type { ApiAnswer } from "../telemetry/metrics/api-metrics.js";
import { type Actions, Fields } from "./action.js";
import { ApiError } from "./api-error.js";
import { type AccessKeyDirectory, Authenticator, type Caller } from "./authenticator.js";
import { FieldTable } from "./field-table.js";
import { readBody } from "./read-body.js";
import { ReplayGuard } from "./replay-guard.js";
import { fieldsOfRequest } from "./request-fields.js";
import type { RawRequest } from "./signature-claim.js";
import { validateFields } from "./validate-fields.js";

/** Bytes of a body. The largest that is documented, a message of 20 KB for 600 users, takes some 100 KB. */
const BODY_LIMIT = 256 * 1024;

export interface OpenApiOptions {
  accessKeys: AccessKeyDirectory;
  actions: Actions;
  clock: Clock;
  logger: Logger;
  /** Told of every answer. Default: nobody. */
  onAnswer?: (answer: ApiAnswer) => void;
  /** Calls of one access key a second, in the long run and at once. Default: no limit. */
  rate?: { perSecond: number; burst: number };
  /** Told of every call that moderates or configures, whatever came of it. Default: nobody. */
  onAudit?: (entry: AuditEntry) => void;
}

/** `ResponseMetadata` of an answer, without `Error`. */
interface Metadata {
  RequestId: string;
  Action: string;
  Version: string;
  Service: string;
  Region: string;
}

/** The OpenAPI at `/?Action=&Version=`: who asks, what for, with which fields; and the envelope of the answer. */
export class OpenApi implements HttpHandler {
  private readonly authenticator: Authenticator;
  private readonly replays: ReplayGuard;
  private readonly table = FieldTable.load();
  private readonly rate: KeyedRate | undefined;

  constructor(private readonly options: OpenApiOptions) {
    this.replays = new ReplayGuard(options.clock);
    this.authenticator = new Authenticator(options.accessKeys, options.clock);
    const { clock, rate } = options;
    this.rate = rate && new KeyedRate(clock, rate.perSecond, rate.burst);
  }

  async handleRequest(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    if (pathOf(request) !== "/") return false;
    const url = request.url ?? "";
    const query = [...new URLSearchParams(url.includes("?") ? url.slice(url.indexOf("?") + 1) : "")];
    const action = query.find(([name]) => name === "Action")?.[1];
    // In another letter case it is a call all the same, and told what is wrong with it.
    if (action === undefined && !query.some(([name]) => name.toLowerCase() === "action")) return false;
    const metadata: Metadata = {
      RequestId: this.requestId(),
      Action: action ?? "",
      Version: query.find(([name]) => name === "Version")?.[1] ?? "",
      Service: OPENAPI_SERVICE,
      Region: DEFAULT_REGION,
    };
    const begin = performance.now();
    const tell = (code: string) => {
      const known = action !== undefined && Object.hasOwn(this.options.actions, action) ? action : "";
      this.options.onAnswer?.({ action: known, code, seconds: (performance.now() - begin) / 1000 });
    };
    try {
      const body = await readBody(request, BODY_LIMIT);
      const raw: RawRequest = { method: request.method ?? "GET", query, headers: request.headers, body };
      const caller = await this.authenticator.authenticate(raw);
      metadata.Region = caller.region;
      this.limit(caller);
      const Result = await this.call(metadata, raw, caller);
      this.log(metadata, caller);
      sendJson(response, 200, { ResponseMetadata: metadata, Result });
      tell("ok");
    } catch (cause) {
      const error = ApiError.from(cause);
      this.logRefusal(metadata, error);
      tell(error.code);
      // Of a body that was not read to its end the rest would be taken for the next request.
      if (!request.complete) response.setHeader("connection", "close");
      sendJson(response, error.status, { ResponseMetadata: { ...metadata, Error: error.toBody() } });
    }
    return true;
  }

  /** Counts a call of an access key. A caller who cannot sign does not use up what belongs to the key. */
  private limit({ accessKey: { accessKeyId } }: Caller): void {
    if (this.rate === undefined || this.rate.take(accessKeyId)) return;
    throw new ApiError(
      "FlowLimitExceeded.QPSOverLimit",
      `This access key may make ${this.rate.rate} calls a second, and ${this.rate.burst} at once. Call later or less, or raise limits.openApiPerSecond on the server.`,
    );
  }

  private async call(metadata: Metadata, request: RawRequest, caller: Caller): Promise<unknown> {
    const { Action, Version } = metadata;
    if (Action === "") throw new ApiError("MissingParameter.NoAction", whyWithout("Action", request));
    if (Version === "") throw new ApiError("MissingParameter.NoVersion", whyWithout("Version", request));
    const offered = Object.hasOwn(this.options.actions, Action) ? this.options.actions[Action] : undefined;
    const spec = this.table.find(Action, Version);
    if (offered === undefined || spec === undefined || !offered.versions.includes(Version)) {
      throw new ApiError("InvalidActionOrVersion", this.whyNotOffered(Action, Version));
    }
    const specs = { ...spec.request };
    for (const name of offered.ignored ?? []) specs[name] ??= { type: "str" };
    // What was given is audited also when it is refused.
    let given: Record<string, unknown> = {};
    const audit = (outcome: string) => {
      if (offered.audited ?? offered.access === "write") this.audit(metadata, caller, given, outcome);
    };
    try {
      if (offered.access === "write" && caller.accessKey.role !== "full") {
        throw new ApiError("AccessDenied", `This access key is read-only and may not call ${Action}.`);
      }
      if (offered.access === "write") this.replays.check(caller.signature);
      given = fieldsOfRequest(specs, request);
      const fields = new Fields(validateFields(specs, given));
      const result = await offered.run({ action: Action, version: Version, fields, caller });
      audit("ok");
      return result;
    } catch (error) {
      audit(ApiError.from(error).code);
      throw error;
    }
  }

  private audit(
    { Action, Version, RequestId }: Metadata,
    { accessKey }: Caller,
    given: Readonly<Record<string, unknown>>,
    outcome: string,
  ): void {
    const { AppId, AppID, RoomId, UserId, ...details } = given;
    this.options.onAudit?.({
      actorKind: "access_key",
      actor: accessKey.accessKeyId,
      action: Action,
      version: Version,
      appId: idIn(AppId ?? AppID),
      roomId: idIn(RoomId),
      userId: idIn(UserId),
      details,
      outcome,
      requestId: RequestId,
    });
  }

  private whyNotOffered(action: string, version: string): string {
    const { actions } = this.options;
    const offered = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (offered) return `${action} is offered in version ${offered.versions.join(" and ")}, not in "${version}".`;
    const known = this.table.versionsOf(action);
    if (known.length > 0) return `${action} is known (${known.join(", ")}), but this server does not offer it.`;
    const close = Object.keys(actions).find((name) => name.toLowerCase() === action.toLowerCase());
    return close === undefined
      ? `There is no action "${action}" in version "${version}".`
      : `There is no action "${action}": names are case-sensitive, and this one is ${close}.`;
  }

  private requestId(): string {
    const time = new Date(this.options.clock.now()).toISOString().replace(/\D/g, "").slice(0, 14);
    return time + randomBytes(10).toString("hex").toUpperCase();
  }

  private log({ RequestId, Action, Version }: Metadata, { accessKey }: Caller): void {
    const details = { requestId: RequestId, action: Action, version: Version, accessKeyId: accessKey.accessKeyId };
    this.options.logger.info(details, "OpenAPI call");
  }

  private logRefusal({ RequestId, Action, Version }: Metadata, error: ApiError): void {
    const details = { requestId: RequestId, action: Action, version: Version, code: error.code };
    if (error.status >= 500)
      this.options.logger.error({ ...details, err: error.cause ?? error }, "OpenAPI call failed");
    else this.options.logger.info(details, `OpenAPI call refused: ${error.message}`);
  }
}

/** Why a request counts as one without this name in its query. */
function whyWithout(name: string, { query }: RawRequest): string {
  const other = query.find(([given]) => given !== name && given.toLowerCase() === name.toLowerCase())?.[0];
  if (other === undefined) return `${name} in the query is missing or empty.`;
  return `${name} is missing in the query: names are case-sensitive, and this one is not ${other}.`;
}

/** An id as it was given; "" where it was none, or too long to be one. */
function idIn(value: unknown): string {
  return typeof value === "string" && value.length <= 128 ? value : "";
}
