import type { IncomingMessage, ServerResponse } from "node:http";
import * as v from "valibot";
import type { AuditLog } from "../history/audit-log.js";
import { type HttpHandler, pathOf, sendJson } from "../http/handler.js";
import { CallbackError } from "../webhooks/callback-error.js";
import type { Deliveries } from "../webhooks/deliveries.js";
import type { Admin } from "./admin.js";
import { AdminRefusal } from "./admin-refusal.js";
import { checkObject, readObject } from "./read-object.js";

const NUMBER = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));
const PAGE = { before: v.optional(NUMBER), limit: v.optional(v.pipe(NUMBER, v.minValue(1), v.maxValue(500))) };
const AuditQuery = v.strictObject({ ...PAGE, appId: v.optional(v.string()), roomId: v.optional(v.string()) });
const DeliveriesQuery = v.strictObject({
  ...AuditQuery.entries,
  businessId: v.optional(v.string()),
  state: v.optional(v.picklist(["pending", "delivered", "failed", "cancelled"])),
});
const CallbackBody = v.strictObject({ appId: v.string(), businessId: v.optional(v.string(), "") });
const TestBody = v.strictObject({ ...CallbackBody.entries, eventType: v.optional(v.string()) });

export interface RecordsApiOptions {
  admin: Admin;
  audit: AuditLog;
  deliveries: Deliveries;
}

/**
 * Shows administrators what was sent to callbacks, attempt by attempt, and who moderated or configured what; sends
 * deliveries again, and tests. Below `/api/admin/`, for those who are signed in.
 */
export class RecordsApi implements HttpHandler {
  constructor(private readonly options: RecordsApiOptions) {}

  handleRequest(request: IncomingMessage, response: ServerResponse): boolean | Promise<boolean> {
    const [, path] = /^\/api\/admin\/(audit|deliveries(?:\/.+)?)$/.exec(pathOf(request)) ?? [];
    return path === undefined ? false : this.answer(path, request, response);
  }

  private async answer(path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    try {
      const { name } = await this.options.admin.require(request);
      sendJson(response, 200, await this.run(path, request, name));
    } catch (error) {
      refusalOf(error).send(request, response);
    }
    return true;
  }

  private async run(path: string, request: IncomingMessage, actor: string): Promise<unknown> {
    const { audit, deliveries } = this.options;
    const [, id, verb] = /^deliveries\/(\d{1,15})(\/replay)?$/.exec(path) ?? [];
    switch (`${request.method} ${id === undefined ? path : `deliveries/ID${verb ?? ""}`}`) {
      case "GET audit":
        return { audit: await audit.list(defined(checkObject(queryOf(request), AuditQuery))) };
      case "GET deliveries":
        return { deliveries: await deliveries.list(defined(checkObject(queryOf(request), DeliveriesQuery))) };
      case "GET deliveries/ID": {
        const delivery = await deliveries.get(Number(id));
        if (delivery === undefined)
          throw notFound(`没有投递 ${id}，或已过保留期。`, `There is no delivery ${id}, or no longer.`);
        return delivery;
      }
      case "POST deliveries/ID/replay":
        this.note(actor, "ReplayDelivery", { deliveryId: Number(id) });
        return await deliveries.replay(Number(id));
      case "POST deliveries/replay-failed": {
        const key = await readObject(request, CallbackBody);
        this.note(actor, "ReplayFailedDeliveries", key);
        return { count: await deliveries.replayFailed(key) };
      }
      case "POST deliveries/test": {
        const { eventType, ...key } = await readObject(request, TestBody);
        this.note(actor, "TestCallback", { ...key, eventType });
        return await deliveries.test(key, eventType);
      }
      default:
        throw notFound(
          "没有这个接口，见 docs/webhooks.zh-CN.md。",
          "There is nothing of this method and path, see docs/webhooks.md.",
        );
    }
  }

  private note(
    actor: string,
    action: string,
    { appId = "", ...details }: Record<string, unknown> & { appId?: string },
  ) {
    const about = { version: "", appId, roomId: "", userId: "", requestId: "" };
    this.options.audit.record({ actorKind: "admin", actor, action, ...about, details, outcome: "ok" });
  }
}

function queryOf(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(new URL(request.url ?? "/", "http://localhost").searchParams);
}

/** The fields that have a value, as the filters want them. */
function defined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

function notFound(zh: string, en: string): AdminRefusal {
  return new AdminRefusal(404, "not-found", { zh, en });
}

function refusalOf(error: unknown): AdminRefusal {
  if (error instanceof AdminRefusal) return error;
  if (!(error instanceof CallbackError)) throw error;
  const status = error.reason === "not_found" ? 404 : 400;
  // The messages of callbacks are those of the OpenAPI, in English alone.
  return new AdminRefusal(status, error.reason.replace("_", "-"), { zh: error.message, en: error.message });
}
