import type { Host } from "../../host.js";
import type { Environment } from "../../kernel/environment.js";
import { asynchronous } from "../core/definition.js";
import { ApiError, reasonOf } from "../core/errors.js";
import { boolean, choice, optional, required } from "../core/options.js";
import { demandScope, SCOPES } from "./scopes.js";

/** Milliseconds that a session lasts after a login, as on the platform. */
const SESSION_LENGTH = 3 * 24 * 3600_000;

/** Who the user is. */
export function loginTopic(environment: Environment) {
  const { host } = environment;
  let sessionEnds = 0;
  const profileResults = ["userInfo", "rawData", "signature", "encryptedData", "iv"];
  return {
    login: asynchronous({
      support: "simulated",
      options: { force: optional(boolean, true) },
      results: ["code", "anonymousCode", "isLogin"],
      async run() {
        try {
          const result = await host.login();
          sessionEnds = Date.now() + SESSION_LENGTH;
          return result;
        } catch (cause) {
          throw new ApiError(reasonOf(cause), { errNo: 10103, errorType: "F" }, { cause });
        }
      },
    }),
    checkSession: asynchronous({
      support: "simulated",
      run() {
        if (Date.now() >= sessionEnds) throw new ApiError("session expired: call tt.login", { errorType: "D" });
      },
    }),
    getUserProfile: asynchronous({
      support: "simulated",
      options: { force: optional(boolean) },
      results: profileResults,
      run: () => profile(host),
    }),
    getUserInfo: asynchronous({
      support: "simulated",
      options: { withCredentials: optional(boolean, false) },
      results: profileResults,
      async run() {
        await demandScope(host, "scope.userInfo");
        return profile(host);
      },
    }),
  };
}

/** What the user allowed. */
export function settingTopic(environment: Environment) {
  const { host } = environment;
  const options = { withSubscriptions: optional(boolean, false) };
  const results = ["authSetting", "subscriptionsSetting"];
  return {
    getSetting: asynchronous({ options, results, run: ({ withSubscriptions }) => settings(host, withSubscriptions) }),
    openSetting: asynchronous({
      options,
      results,
      async run({ withSubscriptions }) {
        await host.openSettings();
        return settings(host, withSubscriptions);
      },
    }),
    authorize: asynchronous({
      options: { scope: required(choice(...SCOPES)) },
      results: ["data"],
      async run({ scope }) {
        await demandScope(host, scope);
        return { data: { [scope]: "ok" } };
      },
    }),
  };
}

function settings(host: Host, withSubscriptions: boolean) {
  const authSetting: Record<string, boolean> = {};
  for (const scope of SCOPES) {
    const state = host.permission(scope);
    if (state !== "unasked") authSetting[scope] = state === "granted";
  }
  if (!withSubscriptions) return { authSetting };
  return { authSetting, subscriptionsSetting: { mainSwitch: false, itemSettings: {}, templateSettings: {} } };
}

function profile(host: Host) {
  const { name: nickName, avatarUrl } = host.user;
  const userInfo = { nickName, avatarUrl, gender: 0, city: "", province: "", country: "", language: "" };
  return { userInfo, rawData: JSON.stringify(userInfo), signature: "", encryptedData: "", iv: "" };
}
