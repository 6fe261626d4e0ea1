import { type App, type AppStore, MAX_APPS } from "../../store/apps.js";
import type { Actions, Fields } from "../action.js";
import { ApiError } from "../api-error.js";
import { appOf } from "./ids.js";
import { V2020_12_01, V2023_11_01 } from "./versions.js";

const VERSIONS = [V2020_12_01, V2023_11_01];
/** `Status` of an app, in requests and answers. */
const STATUS = { enabled: 1, disabled: 2 } as const;
/** `InstanceStatus` of an app that runs. */
const RUNNING = 1;
const APP_NAME = /^[\p{Script=Han}A-Za-z0-9_]{1,24}$/u;
const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 100;

/** Actions on the apps of this server. */
export function appActions(apps: Pick<AppStore, "list" | "get" | "create" | "setEnabled">): Actions {
  return {
    CreateApp: {
      versions: VERSIONS,
      access: "write",
      async run({ fields, caller }) {
        const name = fields.text("AppName");
        if (!APP_NAME.test(name)) {
          throw new ApiError(
            "InvalidParameter",
            'AppName must be 1 to 24 characters out of Chinese characters, letters, digits and "_".',
          );
        }
        if ((await apps.list()).length >= MAX_APPS) {
          throw new ApiError("InvalidParameter.SizeOverLimit", `This server has ${MAX_APPS} apps, which is its limit.`);
        }
        const app = await apps.create({ name });
        return {
          AppId: app.appId,
          AppKey: app.appKey,
          SecondaryAppKey: app.secondaryAppKey ?? "",
          Name: app.name,
          CreateDate: new Date(app.createdAt).toISOString(),
          InstanceId: app.appId,
          InstanceStatus: RUNNING,
          Owner: caller.accessKey.accessKeyId,
        };
      },
    },
    ListApps: {
      versions: VERSIONS,
      // It shows AppKeys, with which anybody could make tokens.
      access: "write",
      async run({ fields }) {
        const appId = fields.text("AppId");
        const limit = wholeNumber(fields, "Limit", { fallback: DEFAULT_PAGE, least: 1, most: LARGEST_PAGE });
        const offset = wholeNumber(fields, "Offset", { fallback: 0, least: 0, most: Number.MAX_SAFE_INTEGER });
        const all = (await apps.list()).filter((app) => appId === "" || app.appId === appId);
        if (fields.number("Reverse") === 1) all.reverse();
        return {
          AppList: all.slice(offset, offset + limit).map(listed),
          Total: all.length,
          Limit: limit,
          Offset: offset,
        };
      },
    },
    ModifyAppStatus: {
      versions: VERSIONS,
      access: "write",
      async run({ fields }) {
        const status = fields.number("Status");
        if (status !== STATUS.enabled && status !== STATUS.disabled) {
          throw new ApiError("InvalidParameter", `Status must be 1 (enabled) or 2 (disabled), and is ${status}.`);
        }
        const { appId } = await appOf(fields, apps);
        await apps.setEnabled(appId, status === STATUS.enabled);
        return "success";
      },
    },
  };
}

function listed({ appId, name, appKey, secondaryAppKey, createdAt, enabled }: App) {
  return {
    AppId: appId,
    AppName: name,
    AppKey: appKey,
    SecondaryAppKey: secondaryAppKey ?? "",
    CreateAt: new Date(createdAt).toISOString(),
    Status: enabled ? STATUS.enabled : STATUS.disabled,
  };
}

/** A number that the table has as a text. */
function wholeNumber(fields: Fields, name: string, range: { fallback: number; least: number; most: number }): number {
  const text = fields.text(name);
  if (text === "") return range.fallback;
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= range.least && number <= range.most) return number;
  throw new ApiError(
    "InvalidParameter",
    `${name} must be a whole number from ${range.least} to ${range.most}, as a text.`,
  );
}
