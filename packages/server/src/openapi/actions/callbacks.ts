import type { Callback } from "../../store/callbacks.js";
import { CallbackError } from "../../webhooks/callback-error.js";
import type { Callbacks } from "../../webhooks/callbacks.js";
import type { Actions, Fields } from "../action.js";
import { ApiError } from "../api-error.js";
import { type AppFinder, appOf } from "./ids.js";
import { V2020_12_01 } from "./versions.js";

const VERSIONS = [V2020_12_01];

/** Actions on where the apps' events are sent. The fields are named as in the original, in all their letter cases. */
export function callbackActions(callbacks: Callbacks, apps: AppFinder): Actions {
  return {
    CreateCallback: {
      versions: VERSIONS,
      access: "write",
      async run({ fields }) {
        const { appId } = await appOf(fields, apps, "AppID");
        await told(() => callbacks.create({ appId, businessId: fields.text("BusinessId"), ...settingsOf(fields) }));
        return "success";
      },
    },
    UpdateCallback: {
      versions: VERSIONS,
      access: "write",
      async run({ fields }) {
        const { appId } = await appOf(fields, apps, "AppID");
        await told(() => callbacks.update({ appId, businessId: fields.text("BusinessID"), ...settingsOf(fields) }));
        return "success";
      },
    },
    GetCallback: {
      versions: VERSIONS,
      // It shows the secret that webhooks are signed with.
      access: "write",
      async run({ fields, caller }) {
        const { appId } = await appOf(fields, apps);
        const all = callbacks.list(appId).map((callback) => listed(callback, caller.region));
        const [first] = all;
        if (first === undefined)
          throw new ApiError("InternalError.NotFound", `App ${appId} has no callback.`, { status: 404 });
        // Beside the list stands the first one, whose events are one text there.
        return { ...first, EventList: JSON.stringify(first.EventList), Callbacks: all };
      },
    },
    DeleteCallback: {
      versions: VERSIONS,
      access: "write",
      async run({ fields }) {
        const { appId } = await appOf(fields, apps);
        await told(() => callbacks.delete({ appId, businessId: fields.text("BusinessId") }));
        return "success";
      },
    },
  };
}

function listed({ appId, businessId, url, events, secretKey, createdAt, updatedAt }: Callback, region: string) {
  return {
    AccountId: "",
    AppId: appId,
    BusinessId: businessId,
    CreatedAt: new Date(createdAt).toISOString(),
    EventList: [...events],
    Region: region,
    SecretKey: secretKey,
    URL: url,
    UpdatedAt: new Date(updatedAt).toISOString(),
  };
}

/** @throws ApiError for what the callbacks refuse */
async function told(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof CallbackError)) throw error;
    const options = { cause: error };
    if (error.reason !== "not_found") throw new ApiError("InvalidParameter", error.message, options);
    throw new ApiError("InternalError.NotFound", error.message, { ...options, status: 404 });
  }
}

function settingsOf(fields: Fields) {
  return { url: fields.text("URL"), secretKey: fields.text("SecretKey"), events: fields.texts("EventList") };
}
