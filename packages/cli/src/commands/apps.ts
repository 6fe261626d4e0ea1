import { type App, AppKeyError, type AppKeyName, withApps } from "@lianmai/server";
import { UsageError } from "../errors.js";
import { say } from "../terminal/language.js";

export interface AppsOptions {
  dataDir: string;
  /** The AppId of the only one to show; all when left out. */
  app?: string;
  json: boolean;
}

/**
 * Shows the apps of a data folder with their keys, and the access keys of the OpenAPI, as lines or as JSON. A second
 * key is named and not shown: that was done when it was made.
 *
 * @throws StoreError when the folder cannot be used
 * @throws UsageError when there is no such app
 */
export async function apps({ dataDir, app, json }: AppsOptions): Promise<string> {
  const [every, accessKeys] = await withApps(dataDir, (store, keys) => Promise.all([store.list(), keys.list()]));
  const all = every.filter(({ appId }) => app === undefined || appId === app);
  if (app !== undefined && all.length === 0) throw unknownApp(app);
  if (json) {
    // The access keys are good for every app, so each names them: the list stays one of apps.
    const keys = accessKeys.map(({ accessKeyId, secretKey, role }) => ({ accessKeyId, secretKey, role }));
    return JSON.stringify(
      all.map(({ name, appId, appKey, secondaryAppKey }) => {
        return { name, appId, appKey, hasSecondaryKey: secondaryAppKey !== null, accessKeys: keys };
      }),
    );
  }
  return [
    ...all.map(({ appId, appKey, secondaryAppKey }) => {
      const second = say(
        "\n        另有第二个密钥（secondary）生效",
        "\n        a second key (secondary) is in force too",
      );
      return `AppId   ${appId}\nAppKey  ${appKey}${secondaryAppKey === null ? "" : second}`;
    }),
    ...accessKeys.map(({ accessKeyId, secretKey }) => `AccessKeyId  ${accessKeyId}\nSecretKey    ${secretKey}`),
  ].join("\n\n");
}

/**
 * Gives an app a second key and shows it, this once. Tokens of both keys are good from now on, also for a service that
 * runs on the folder.
 *
 * @param options.app the oldest app when left out
 * @throws UsageError when there is no such app, or it has two keys
 */
export async function addAppKey(options: AppsOptions): Promise<string> {
  const { appId, secondaryAppKey } = await changeKeys(options, (store, id) => store.addKey(id));
  if (options.json) return JSON.stringify({ appId, secondaryAppKey });
  return [
    `AppId            ${appId}`,
    `SecondaryAppKey  ${secondaryAppKey}`,
    "",
    say(
      "只显示这一次。两个密钥签发的 Token 现在都有效；后端全部换用新密钥、旧 Token 过期之后，用 lianmai app --retire-key primary 停用旧密钥。",
      "It is shown this once. Tokens of both keys are good now; when all back ends use the new one and the old tokens are over, retire the old key by `lianmai app --retire-key primary`.",
    ),
  ].join("\n");
}

/**
 * Takes a key of an app away for good; when it is the primary one, the second takes its place.
 *
 * @param options.app the oldest app when left out
 * @throws UsageError when there is no such app, or it has one key only
 */
export async function retireAppKey(options: AppsOptions & { key: AppKeyName }): Promise<string> {
  const { appId } = await changeKeys(options, (store, id) => store.retireKey(id, options.key));
  if (options.json) return JSON.stringify({ appId, retired: options.key });
  return options.key === "primary"
    ? say(
        `应用 ${appId} 的旧密钥已停用，第二个密钥成为 AppKey。已在房间里的人不受影响。`,
        `The old key of app ${appId} is retired and the second one is its AppKey now. Who is in a room stays.`,
      )
    : say(
        `应用 ${appId} 的第二个密钥已停用。已在房间里的人不受影响。`,
        `The second key of app ${appId} is retired. Who is in a room stays.`,
      );
}

type Apps = Parameters<Parameters<typeof withApps>[1]>[0];

async function changeKeys(options: AppsOptions, change: (store: Apps, appId: string) => Promise<App>): Promise<App> {
  try {
    return await withApps(options.dataDir, async (store) => {
      const appId = options.app ?? (await store.list())[0]?.appId ?? "";
      return await change(store, appId);
    });
  } catch (error) {
    if (!(error instanceof AppKeyError)) throw error;
    if (error.reason === "unknown_app" && options.app !== undefined) throw unknownApp(options.app);
    throw new UsageError(say(error.zh, error.message), { cause: error });
  }
}

/** For commands that are told an AppId. */
export function unknownApp(appId: string): UsageError {
  return new UsageError(
    say(
      `没有 AppId 为 ${appId} 的应用；npm run -s app 可列出现有应用。`,
      `There is no app with the AppId ${appId}; \`lianmai app\` shows the ones that exist.`,
    ),
  );
}
