import type { Clock } from "../clock/clock.js";
import type { HistoryDatabase } from "./schema.js";
import type { HistoryWriter } from "./writer.js";

/** Something that somebody did to rooms or settings, or tried to. */
export interface AuditEntry {
  /** What kind of name `actor` is. */
  actorKind: "access_key" | "admin";
  actor: string;
  /** As the OpenAPI names it. */
  action: string;
  /** Of the OpenAPI; "" when it came by another way. */
  version: string;
  /** "" where it was not for one app, room or user. */
  appId: string;
  roomId: string;
  userId: string;
  /** Further fields; those that can hold a secret or a message are left out. */
  details: Readonly<Record<string, unknown>>;
  /** `ok`, or the code of the refusal. */
  outcome: string;
  /** Names the request in the log; "" when there is none. */
  requestId: string;
}

export interface RecordedAudit extends AuditEntry {
  id: number;
  /** Unix milliseconds. */
  at: number;
}

export interface AuditFilter {
  appId?: string;
  roomId?: string;
  /** Only those with a smaller id: for the next page. */
  before?: number;
  /** Default 50, at most 500. */
  limit?: number;
}

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 500;
/** Characters of the details that are kept. */
const LONGEST_DETAILS = 4_096;
const SECRET = /secret|token|password|^Message$|AppKey/i;

/** Who moderated or configured what, when, and what came of it. */
export class AuditLog {
  /** @param lastId of what was recorded by earlier runs */
  constructor(
    private readonly db: HistoryDatabase,
    private readonly writer: HistoryWriter,
    private readonly clock: Clock,
    private lastId: number,
  ) {}

  record(entry: AuditEntry): void {
    const kept = Object.entries(entry.details).filter(([name]) => !SECRET.test(name));
    this.lastId += 1;
    const row = {
      id: this.lastId,
      at: this.clock.now(),
      actor_kind: entry.actorKind,
      actor: entry.actor,
      action: entry.action,
      version: entry.version,
      app_id: entry.appId,
      room_id: entry.roomId,
      user_id: entry.userId,
      details: shortened(JSON.stringify(Object.fromEntries(kept))),
      outcome: entry.outcome,
      request_id: entry.requestId,
    };
    this.writer.do((db) => db.insertInto("audit").values(row).execute());
  }

  /** The newest first. What was recorded within the last second may be missing. */
  async list({ appId, roomId, before, limit }: AuditFilter = {}): Promise<RecordedAudit[]> {
    let query = this.db.selectFrom("audit").selectAll();
    if (appId !== undefined) query = query.where("app_id", "=", appId);
    if (roomId !== undefined) query = query.where("room_id", "=", roomId);
    if (before !== undefined) query = query.where("id", "<", before);
    const size = Math.max(1, Math.min(limit ?? DEFAULT_PAGE, LARGEST_PAGE));
    const rows = await query.orderBy("id", "desc").limit(size).execute();
    return rows.map((row) => ({
      id: row.id,
      at: row.at,
      actorKind: row.actor_kind as AuditEntry["actorKind"],
      actor: row.actor,
      action: row.action,
      version: row.version,
      appId: row.app_id,
      roomId: row.room_id,
      userId: row.user_id,
      details: JSON.parse(row.details) as Record<string, unknown>,
      outcome: row.outcome,
      requestId: row.request_id,
    }));
  }
}

function shortened(details: string): string {
  return details.length <= LONGEST_DETAILS ? details : JSON.stringify({ cut: details.slice(0, LONGEST_DETAILS) });
}
