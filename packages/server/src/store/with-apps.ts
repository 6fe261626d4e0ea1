import { AccessKeyStore } from "./access-keys.js";
import { AppStore } from "./apps.js";
import { openDatabase } from "./database.js";

/**
 * Reads and changes the apps and access keys of a data folder without starting the service, also while one runs on it.
 * The default app and access key are made where there are none yet.
 *
 * @param dataDir folder of the database; made when missing
 * @throws StoreError when the folder cannot be used
 */
export async function withApps<T>(
  dataDir: string,
  work: (
    apps: Pick<AppStore, "list" | "get" | "create" | "addKey" | "retireKey">,
    accessKeys: Pick<AccessKeyStore, "list" | "get" | "create">,
  ) => Promise<T>,
): Promise<T> {
  const db = await openDatabase(dataDir);
  try {
    const apps = new AppStore(db);
    await apps.ensureDefault();
    const accessKeys = new AccessKeyStore(db);
    await accessKeys.ensureDefault();
    return await work(apps, accessKeys);
  } finally {
    await db.destroy();
  }
}
