import type { HistoryDatabase } from "./schema.js";

/** What an earlier run left off with. */
export interface Recovered {
  lastStreamId: number;
  lastAuditId: number;
}

/**
 * Ends what an earlier run could not end, because it was killed: about when it wrote for the last time.
 *
 * @throws when the file cannot be written
 */
export async function recover(db: HistoryDatabase): Promise<Recovered> {
  return await db.transaction().execute(async (transaction) => {
    const beat = await transaction.selectFrom("heartbeat").select("at").executeTakeFirst();
    const at = Number(beat?.at ?? 0);
    // Nothing ends before it began.
    await transaction
      .updateTable("calls")
      .set((row) => ({
        ended_at: row.case().when("created_at", ">", at).then(row.ref("created_at")).else(at).end(),
        end_reason: "interrupted",
      }))
      .where("ended_at", "is", null)
      .execute();
    await transaction
      .updateTable("stays")
      .set((row) => ({
        left_at: row.case().when("joined_at", ">", at).then(row.ref("joined_at")).else(at).end(),
        leave_reason: "interrupted",
      }))
      .where("left_at", "is", null)
      .execute();
    await transaction
      .updateTable("publications")
      .set((row) => ({
        ended_at: row.case().when("began_at", ">", at).then(row.ref("began_at")).else(at).end(),
        end_cause: "interrupted",
      }))
      .where("ended_at", "is", null)
      .execute();
    const { stream } = await transaction
      .selectFrom("streams")
      .select((row) => row.fn.max("id").as("stream"))
      .executeTakeFirstOrThrow();
    const { audit } = await transaction
      .selectFrom("audit")
      .select((row) => row.fn.max("id").as("audit"))
      .executeTakeFirstOrThrow();
    return { lastStreamId: Number(stream ?? 0), lastAuditId: Number(audit ?? 0) };
  });
}
