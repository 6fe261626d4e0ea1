import type { IncomingMessage, ServerResponse } from "node:http";
import * as v from "valibot";
import type { AuditLog } from "../history/audit-log.js";
import { type HttpHandler, pathOf, sendJson } from "../http/handler.js";
import { AppKeyError } from "../store/app-key-error.js";
import type { App, AppKeyName, AppStore } from "../store/apps.js";
import type { Admin } from "./admin.js";
import { AdminRefusal } from "./admin-refusal.js";
import { readObject } from "./read-object.js";

const NoBody = v.strictObject({});

export interface AppsApiOptions {
  admin: Admin;
  apps: Pick<AppStore, "list" | "addKey" | "retireKey">;
  audit: AuditLog;
}

/**
 * Lets administrators change the keys of an app without a gap. Below `/api/admin/apps`, for those who are signed in. A
 * key is shown once, in the answer that makes it.
 */
export class AppsApi implements HttpHandler {
  constructor(private readonly options: AppsApiOptions) {}

  handleRequest(request: IncomingMessage, response: ServerResponse): boolean | Promise<boolean> {
    const [path, rest = ""] = /^\/api\/admin\/apps(\/.*)?$/.exec(pathOf(request)) ?? [];
    return path === undefined ? false : this.answer(rest, request, response);
  }

  private async answer(rest: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    try {
      const { name } = await this.options.admin.require(request);
      sendJson(response, 200, await this.run(rest, request, name));
    } catch (error) {
      refusalOf(error).send(request, response);
    }
    return true;
  }

  private async run(rest: string, request: IncomingMessage, actor: string): Promise<unknown> {
    const { apps } = this.options;
    const [, appId = "", key] = /^\/([^/]{1,64})\/keys(?:\/(primary|secondary))?$/.exec(rest) ?? [];
    const form = appId === "" ? rest : `/ID/keys${key === undefined ? "" : "/KEY"}`;
    switch (`${request.method} ${form}`) {
      case "GET ":
        return { apps: (await apps.list()).map(describe) };
      case "POST /ID/keys": {
        await readObject(request, NoBody);
        const app = await this.noted(actor, "AddAppKey", appId, {}, () => apps.addKey(appId));
        return { ...describe(app), secondaryAppKey: app.secondaryAppKey };
      }
      case "DELETE /ID/keys/KEY": {
        const which = key as AppKeyName;
        return describe(await this.noted(actor, "RetireAppKey", appId, { which }, () => apps.retireKey(appId, which)));
      }
      default:
        throw new AdminRefusal(404, "not-found", {
          zh: "没有这个接口，见 docs/operations.zh-CN.md。",
          en: "There is nothing of this method and path, see docs/operations.md.",
        });
    }
  }

  /** Does it and writes into the audit who did it and what came of it. */
  private async noted<T>(actor: string, action: string, appId: string, details: object, run: () => Promise<T>) {
    const about = { version: "", appId, roomId: "", userId: "", requestId: "", details: { ...details } };
    const note = (outcome: string) =>
      this.options.audit.record({ actorKind: "admin", actor, action, ...about, outcome });
    try {
      const result = await run();
      note("ok");
      return result;
    } catch (error) {
      note(error instanceof AppKeyError ? codeOf(error) : "failed");
      throw error;
    }
  }
}

/** Without its secrets. */
function describe({ appId, name, enabled, createdAt, primaryKeyEnabled, secondaryAppKey, secondaryKeyEnabled }: App) {
  return {
    ...{ appId, name, enabled, createdAt: new Date(createdAt).toISOString() },
    keys: { primary: primaryKeyEnabled, secondary: secondaryAppKey !== null && secondaryKeyEnabled },
  };
}

function codeOf({ reason }: AppKeyError): string {
  return reason.replaceAll("_", "-");
}

function refusalOf(error: unknown): AdminRefusal {
  if (error instanceof AdminRefusal) return error;
  if (!(error instanceof AppKeyError)) throw error;
  const status = error.reason === "unknown_app" ? 404 : 409;
  return new AdminRefusal(status, codeOf(error), { zh: error.zh, en: error.message });
}
