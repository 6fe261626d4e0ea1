import { randomBytes } from "node:crypto";
import type { Selectable } from "kysely";
import type { Database } from "./database.js";
import type { AccessKeysTable } from "./openapi-tables.js";

/** `full` may call every action; `readonly` only those that change nothing and show no secret. */
export type AccessRole = "full" | "readonly";

/** What a back end signs its calls of the OpenAPI with. */
export interface AccessKey {
  /** Not secret: it stands in every request. */
  readonly accessKeyId: string;
  readonly secretKey: string;
  readonly role: AccessRole;
  readonly enabled: boolean;
  /** Unix milliseconds. */
  readonly createdAt: number;
}

/** The access keys in the database. */
export class AccessKeyStore {
  constructor(private readonly db: Database) {}

  /** All of them, the oldest first. */
  async list(): Promise<AccessKey[]> {
    const rows = await this.db
      .selectFrom("access_keys")
      .selectAll()
      .orderBy("created_at")
      .orderBy("access_key_id")
      .execute();
    return rows.map(toAccessKey);
  }

  async get(accessKeyId: string): Promise<AccessKey | undefined> {
    const row = await this.db
      .selectFrom("access_keys")
      .selectAll()
      .where("access_key_id", "=", accessKeyId)
      .executeTakeFirst();
    return row && toAccessKey(row);
  }

  async create({ role }: { role: AccessRole }): Promise<AccessKey> {
    const row = await this.db
      .insertInto("access_keys")
      .values({
        access_key_id: `AKLM${randomBytes(12).toString("hex")}`,
        secret_key: randomBytes(32).toString("base64"),
        role,
        enabled: 1,
        created_at: Date.now(),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toAccessKey(row);
  }

  /** Switches a key off or on. A call that is under way goes on. */
  async setEnabled(accessKeyId: string, enabled: boolean): Promise<void> {
    await this.db
      .updateTable("access_keys")
      .set({ enabled: enabled ? 1 : 0 })
      .where("access_key_id", "=", accessKeyId)
      .execute();
  }

  /** Makes a key with the role `full` where there is no key yet: the first start of a server. */
  async ensureDefault(): Promise<void> {
    const any = await this.db.selectFrom("access_keys").select("access_key_id").limit(1).executeTakeFirst();
    if (any === undefined) await this.create({ role: "full" });
  }
}

function toAccessKey(row: Selectable<AccessKeysTable>): AccessKey {
  return {
    accessKeyId: row.access_key_id,
    secretKey: row.secret_key,
    // Anything that a later version may write here grants the least.
    role: row.role === "full" ? "full" : "readonly",
    enabled: row.enabled === 1,
    createdAt: row.created_at,
  };
}
