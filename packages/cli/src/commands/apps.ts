import { withApps } from "@lianmai/server";

/**
 * Shows the apps of a data folder with their keys, as lines or as JSON.
 *
 * @throws StoreError when the folder cannot be used
 */
export async function apps({ dataDir, json }: { dataDir: string; json: boolean }): Promise<string> {
  const all = await withApps(dataDir, (store) => store.list());
  if (json) return JSON.stringify(all.map(({ name, appId, appKey }) => ({ name, appId, appKey })));
  return all.map(({ appId, appKey }) => `AppId   ${appId}\nAppKey  ${appKey}`).join("\n\n");
}
