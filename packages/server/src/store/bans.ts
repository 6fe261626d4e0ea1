import type { Selectable } from "kysely";
import type { Ban, BanKind, BanStorage } from "../rooms/bans.js";
import type { Database } from "./database.js";
import type { BansTable } from "./openapi-tables.js";

const KINDS: ReadonlySet<string> = new Set<BanKind>(["join", "audio", "video", "token"]);

/** The bans in the database. */
export class BanStore implements BanStorage {
  constructor(private readonly db: Database) {}

  async load(): Promise<Ban[]> {
    const rows = await this.db.selectFrom("bans").selectAll().execute();
    return rows.filter(({ kind }) => KINDS.has(kind)).map(toBan);
  }

  async put({ appId, roomId, userId, kind, endsAt }: Ban): Promise<void> {
    await this.db
      .insertInto("bans")
      .values({ app_id: appId, room_id: roomId, user_id: userId, kind, ends_at: endsAt })
      .onConflict((conflict) =>
        conflict.columns(["app_id", "room_id", "user_id", "kind"]).doUpdateSet({ ends_at: endsAt }),
      )
      .execute();
  }

  async remove(bans: readonly Ban[]): Promise<void> {
    await this.db.transaction().execute(async (transaction) => {
      for (const { appId, roomId, userId, kind } of bans) {
        await transaction
          .deleteFrom("bans")
          .where("app_id", "=", appId)
          .where("room_id", "=", roomId)
          .where("user_id", "=", userId)
          .where("kind", "=", kind)
          .execute();
      }
    });
  }
}

function toBan(row: Selectable<BansTable>): Ban {
  return {
    appId: row.app_id,
    roomId: row.room_id,
    userId: row.user_id,
    kind: row.kind as BanKind,
    endsAt: row.ends_at,
  };
}
