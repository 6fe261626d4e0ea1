import type { RtcServiceOptions } from "../rtc-service-options.js";
import { SETTING_NAMES, type SettingName, type Settings } from "./knobs.js";
import { readSecret } from "./secret.js";

const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;

/**
 * The settings as options of the service, with the secrets that they and the environment name. Where it listens and
 * logs is for the caller.
 *
 * @throws ConfigError when a file of a secret cannot be read
 */
export function serviceOptionsOf(
  settings: Settings,
  env: NodeJS.ProcessEnv,
): Omit<RtcServiceOptions, "dataDir" | "media" | "logger"> {
  const group = (prefix: string, factor = 1) => groupOf(settings, prefix, factor);
  const secretOf = (variable: string, setting: "admin.secretFile" | "tracing.authorizationFile") =>
    readSecret({ env, variable, setting, file: settings[setting] });
  const secret = secretOf("LIANMAI_ADMIN_SECRET", "admin.secretFile");
  const authorization = secretOf("LIANMAI_TRACING_AUTHORIZATION", "tracing.authorizationFile");
  const endpoint = settings["tracing.endpoint"];
  return {
    limits: group("limits."),
    times: {
      pingInterval: settings["times.pingInterval"] * SECOND,
      silence: settings["times.silence"] * SECOND,
      joinDeadline: settings["times.joinDeadline"] * SECOND,
      endedSessionMemory: settings["times.endedSessionMemory"] * SECOND,
      tokenWarning: settings["times.tokenWarning"] * SECOND,
    },
    webhooks: {
      allowPrivateAddresses: settings["webhooks.allowPrivateAddresses"],
      timeout: settings["webhooks.timeout"] * SECOND,
      backOff: settings["webhooks.backOff"].map((wait) => wait * SECOND),
      concurrency: settings["webhooks.concurrency"],
      concurrencyPerCallback: settings["webhooks.concurrencyPerCallback"],
      retention: settings["webhooks.retention"] * DAY,
    },
    history: { retention: group("history.retention.", DAY) },
    admin: { tokenLifetime: settings["admin.tokenLifetime"], ...(secret === undefined ? {} : { secret }) },
    trustedProxies: settings["http.trustedProxies"],
    metrics: { allow: settings["metrics.allow"] },
    ...(endpoint === null
      ? {}
      : {
          tracing: {
            endpoint,
            sampleRatio: settings["tracing.sampleRatio"],
            ...(authorization === undefined ? {} : { headers: { authorization } }),
          },
        }),
  };
}

/** The numbers below a name, by what follows it. */
function groupOf(settings: Settings, prefix: string, factor: number): Record<string, number> {
  const names = SETTING_NAMES.filter((name) => name.startsWith(prefix));
  const value = (name: SettingName) => Number(settings[name]) * factor;
  return Object.fromEntries(names.map((name) => [name.slice(prefix.length), value(name)]));
}
