import type { Migration } from "kysely";
import type { Database } from "./database.js";

/** Administrators who are signed in. */
export interface AdminTokensTable {
  /** Of the token, by a key that only the server has; the token itself is kept nowhere. */
  token_hash: string;
  /** What the administrator calls itself. */
  name: string;
  /** Unix milliseconds, as all times here. */
  created_at: number;
  expires_at: number;
}

export const adminTokensTable: Migration = {
  async up(db) {
    await db.schema
      .createTable("admin_tokens")
      .addColumn("token_hash", "text", (column) => column.primaryKey())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("created_at", "integer", (column) => column.notNull())
      .addColumn("expires_at", "integer", (column) => column.notNull())
      .execute();
  },
};

export interface StoredAdminToken {
  name: string;
  /** Unix milliseconds. */
  expiresAt: number;
}

/** The tokens of administrators in the database, by their hashes. */
export class AdminTokenStore {
  constructor(private readonly db: Database) {}

  /** Adds a token, and forgets those that are over at `now`. */
  async add(hash: string, token: StoredAdminToken, now: number): Promise<void> {
    await this.db.deleteFrom("admin_tokens").where("expires_at", "<=", now).execute();
    await this.db
      .insertInto("admin_tokens")
      .values({ token_hash: hash, name: token.name, created_at: now, expires_at: token.expiresAt })
      .execute();
  }

  async find(hash: string): Promise<StoredAdminToken | undefined> {
    const row = await this.db
      .selectFrom("admin_tokens")
      .select(["name", "expires_at"])
      .where("token_hash", "=", hash)
      .executeTakeFirst();
    return row && { name: row.name, expiresAt: row.expires_at };
  }

  async remove(hash: string): Promise<void> {
    await this.db.deleteFrom("admin_tokens").where("token_hash", "=", hash).execute();
  }

  async removeAll(): Promise<void> {
    await this.db.deleteFrom("admin_tokens").execute();
  }
}
