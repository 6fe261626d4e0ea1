import { randomBytes } from "node:crypto";
import type { Selectable } from "kysely";
import { AppKeyError } from "./app-key-error.js";
import type { Database } from "./database.js";
import type { AppsTable } from "./schema.js";

/** A customer of this server: whoever has one of its keys may make tokens for its rooms. */
export interface App {
  /** 24 lower-case hexadecimal characters. */
  readonly appId: string;
  readonly name: string;
  /** The secret that tokens are signed with: 32 lower-case hexadecimal characters. */
  readonly appKey: string;
  /** A second secret, for changing keys without a gap; null = there is none. */
  readonly secondaryAppKey: string | null;
  /** A disabled app takes no new joins; who is in a room stays. */
  readonly enabled: boolean;
  readonly primaryKeyEnabled: boolean;
  readonly secondaryKeyEnabled: boolean;
  /** Unix milliseconds. */
  readonly createdAt: number;
}

/** Which of the two keys of an app. */
export type AppKeyName = "primary" | "secondary";

/** The app that exists from the first start on. */
export const DEFAULT_APP_NAME = "default";

/** How many apps a server takes, as many as the original gives to one account. */
export const MAX_APPS = 100;

/** The apps in the database. */
export class AppStore {
  constructor(private readonly db: Database) {}

  /** All apps, the oldest first. */
  async list(): Promise<App[]> {
    const rows = await this.db.selectFrom("apps").selectAll().orderBy("created_at").orderBy("app_id").execute();
    return rows.map(toApp);
  }

  async get(appId: string): Promise<App | undefined> {
    const row = await this.db.selectFrom("apps").selectAll().where("app_id", "=", appId).executeTakeFirst();
    return row && toApp(row);
  }

  /** Makes an app with a new AppId and AppKey. */
  async create({ name }: { name: string }): Promise<App> {
    const row = await this.db
      .insertInto("apps")
      .values({
        app_id: randomBytes(12).toString("hex"),
        name,
        app_key: newKey(),
        secondary_app_key: null,
        enabled: 1,
        primary_key_enabled: 1,
        secondary_key_enabled: 0,
        created_at: Date.now(),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toApp(row);
  }

  /** Enables or disables an app. @returns false when there is no such app */
  async setEnabled(appId: string, enabled: boolean): Promise<boolean> {
    const { numUpdatedRows } = await this.db
      .updateTable("apps")
      .set({ enabled: enabled ? 1 : 0 })
      .where("app_id", "=", appId)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /**
   * Gives an app a second key beside the one it has; tokens of both are good from now on.
   *
   * @throws AppKeyError when there is no such app, or it has a second key
   */
  async addKey(appId: string): Promise<App> {
    const row = await this.db
      .updateTable("apps")
      .set({ secondary_app_key: newKey(), secondary_key_enabled: 1 })
      .where("app_id", "=", appId)
      .where("secondary_app_key", "is", null)
      .returningAll()
      .executeTakeFirst();
    if (row !== undefined) return toApp(row);
    throw (await this.get(appId)) === undefined ? AppKeyError.unknownApp(appId) : AppKeyError.twoKeys(appId);
  }

  /**
   * Takes a key away for good: its tokens are refused from now on, and who is in a room stays. When the primary key
   * goes, the second one takes its place.
   *
   * @throws AppKeyError when there is no such app, or it has but one key
   */
  async retireKey(appId: string, name: AppKeyName): Promise<App> {
    const row = await this.db
      .updateTable("apps")
      .set(({ ref }) => ({
        ...(name === "primary" && { app_key: ref("secondary_app_key").$notNull(), primary_key_enabled: 1 }),
        secondary_app_key: null,
        secondary_key_enabled: 0,
      }))
      .where("app_id", "=", appId)
      .where("secondary_app_key", "is not", null)
      .returningAll()
      .executeTakeFirst();
    if (row !== undefined) return toApp(row);
    throw (await this.get(appId)) === undefined ? AppKeyError.unknownApp(appId) : AppKeyError.oneKey(appId);
  }

  /** Makes the default app where there is no app yet: the first start of a server. */
  async ensureDefault(): Promise<void> {
    const any = await this.db.selectFrom("apps").select("app_id").limit(1).executeTakeFirst();
    if (any === undefined) await this.create({ name: DEFAULT_APP_NAME });
  }
}

/** The keys of an app that are in force, the primary one first. */
export function activeKeys(app: App): string[] {
  const keys: string[] = [];
  if (app.primaryKeyEnabled) keys.push(app.appKey);
  if (app.secondaryKeyEnabled && app.secondaryAppKey !== null) keys.push(app.secondaryAppKey);
  return keys;
}

function newKey(): string {
  return randomBytes(16).toString("hex");
}

function toApp(row: Selectable<AppsTable>): App {
  return {
    appId: row.app_id,
    name: row.name,
    appKey: row.app_key,
    secondaryAppKey: row.secondary_app_key,
    enabled: row.enabled === 1,
    primaryKeyEnabled: row.primary_key_enabled === 1,
    secondaryKeyEnabled: row.secondary_key_enabled === 1,
    createdAt: row.created_at,
  };
}
