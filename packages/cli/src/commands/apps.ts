import { withApps } from "@lianmai/server";

/**
 * Shows the apps of a data folder with their keys, and the access keys of the OpenAPI, as lines or as JSON.
 *
 * @throws StoreError when the folder cannot be used
 */
export async function apps({ dataDir, json }: { dataDir: string; json: boolean }): Promise<string> {
  const [all, accessKeys] = await withApps(dataDir, (store, keys) => Promise.all([store.list(), keys.list()]));
  if (json) {
    // The access keys are good for every app, so each names them: the list stays one of apps.
    const keys = accessKeys.map(({ accessKeyId, secretKey, role }) => ({ accessKeyId, secretKey, role }));
    return JSON.stringify(all.map(({ name, appId, appKey }) => ({ name, appId, appKey, accessKeys: keys })));
  }
  return [
    ...all.map(({ appId, appKey }) => `AppId   ${appId}\nAppKey  ${appKey}`),
    ...accessKeys.map(({ accessKeyId, secretKey }) => `AccessKeyId  ${accessKeyId}\nSecretKey    ${secretKey}`),
  ].join("\n\n");
}
