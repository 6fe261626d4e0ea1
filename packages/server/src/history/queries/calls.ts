import type { HistoryDatabase, StaysTable } from "../schema.js";

/** A stretch of time, Unix milliseconds; the end is part of it. */
export interface TimeRange {
  start: number;
  end: number;
}

export interface Page {
  /** From 1. */
  number: number;
  size: number;
}

export interface Listed<T> {
  total: number;
  items: T[];
}

export interface CallInfo {
  callId: string;
  roomId: string;
  createdAt: number;
  endedAt: number | null;
  endReason: string | null;
  /** Who is in it now. */
  activeUsers: number;
}

export interface UserInfo {
  callId: string;
  roomId: string;
  userId: string;
  /** All stays in this call, the first one first. */
  stays: StayInfo[];
}

export interface StayInfo {
  id: string;
  joinedAt: number;
  leftAt: number | null;
  leaveReason: string | null;
  os: string;
  device: string;
  access: string;
  client: string;
  roles: { beganAt: number; visible: boolean }[];
  publications: PublicationInfo[];
}

export interface PublicationInfo {
  id: string;
  source: string;
  beganAt: number;
  endedAt: number | null;
  endCause: string | null;
  /** Milliseconds; up to now only known of those that ended. */
  mutedFor: number;
}

/** A stay is looked for this far before a range that it may reach into, in milliseconds. */
const LONGEST_STAY = 24 * 3600 * 1000;

/** Calls and who was in them. What happened within the last second may be missing. */
export class CallQueries {
  constructor(private readonly db: HistoryDatabase) {}

  /** Calls that began in a time, the first one first. */
  async calls(filter: { appId: string; roomId?: string; range: TimeRange; page: Page }): Promise<Listed<CallInfo>> {
    const { appId, roomId, range, page } = filter;
    let query = this.db
      .selectFrom("calls")
      .where("app_id", "=", appId)
      .where("created_at", ">=", range.start)
      .where("created_at", "<=", range.end);
    if (roomId !== undefined) query = query.where("room_id", "=", roomId);
    const { total } = await query.select((row) => row.fn.countAll().as("total")).executeTakeFirstOrThrow();
    const rows = await query
      .selectAll("calls")
      .select((row) =>
        row
          .selectFrom("stays")
          .select((stay) => stay.fn.countAll().as("active"))
          .whereRef("stays.call_id", "=", "calls.id")
          .where("stays.left_at", "is", null)
          .as("active"),
      )
      .orderBy("created_at")
      .orderBy("id")
      .limit(page.size)
      .offset((page.number - 1) * page.size)
      .execute();
    const items = rows.map((row) => ({
      callId: row.id,
      roomId: row.room_id,
      createdAt: Number(row.created_at),
      endedAt: row.ended_at === null ? null : Number(row.ended_at),
      endReason: row.end_reason,
      activeUsers: row.ended_at === null ? Number(row.active) : 0,
    }));
    return { total: Number(total), items };
  }

  /** Users who were in a call within a time, each once a call, who came first first. */
  async users(filter: {
    appId: string;
    roomId?: string;
    userIds?: readonly string[];
    range: TimeRange;
    page: Page;
  }): Promise<Listed<UserInfo>> {
    const { appId, roomId, userIds, range, page } = filter;
    let query = this.db
      .selectFrom("stays")
      .where("app_id", "=", appId)
      .where("joined_at", ">=", range.start - LONGEST_STAY)
      .where("joined_at", "<=", range.end)
      .where((row) => row.or([row("left_at", "is", null), row("left_at", ">=", range.start)]))
      .groupBy(["call_id", "room_id", "user_id"]);
    if (roomId !== undefined) query = query.where("room_id", "=", roomId);
    if (userIds !== undefined) query = query.where("user_id", "in", userIds);
    const { total } = await this.db
      .selectFrom(query.select("call_id").as("found"))
      .select((row) => row.fn.countAll().as("total"))
      .executeTakeFirstOrThrow();
    const groups = await query
      .select(["call_id", "room_id", "user_id"])
      .orderBy((row) => row.fn.min("joined_at"))
      .orderBy("call_id")
      .orderBy("user_id")
      .limit(page.size)
      .offset((page.number - 1) * page.size)
      .execute();
    const items = groups.map((group) => ({
      callId: group.call_id,
      roomId: group.room_id,
      userId: group.user_id,
      stays: [] as StayInfo[],
    }));
    const byKey = new Map(items.map((item) => [`${item.callId}/${item.userId}`, item]));
    for (const { stay, key } of await this.staysOf([...new Set(items.map(({ callId }) => callId))])) {
      byKey.get(key)?.stays.push(stay);
    }
    return { total: Number(total), items };
  }

  private async staysOf(callIds: readonly string[]): Promise<{ key: string; stay: StayInfo }[]> {
    if (callIds.length === 0) return [];
    const stays = await this.db
      .selectFrom("stays")
      .selectAll()
      .where("call_id", "in", callIds)
      .orderBy("joined_at")
      .execute();
    const inCalls = this.db.selectFrom("stays").select("id").where("call_id", "in", callIds);
    const roles = await this.db
      .selectFrom("roles")
      .selectAll()
      .where("stay_id", "in", inCalls)
      .orderBy("began_at")
      .execute();
    const publications = await this.db
      .selectFrom("publications")
      .selectAll()
      .where("stay_id", "in", inCalls)
      .orderBy("began_at")
      .execute();
    const found = new Map(stays.map((row) => [row.id, toStay(row)]));
    for (const { stay_id, began_at, visible } of roles) {
      found.get(stay_id)?.roles.push({ beganAt: Number(began_at), visible: visible === 1 });
    }
    for (const row of publications) {
      found.get(row.stay_id)?.publications.push({
        id: row.id,
        source: row.source,
        beganAt: Number(row.began_at),
        endedAt: row.ended_at === null ? null : Number(row.ended_at),
        endCause: row.end_cause,
        mutedFor: Number(row.muted_for),
      });
    }
    return stays.map((row) => ({ key: `${row.call_id}/${row.user_id}`, stay: found.get(row.id) as StayInfo }));
  }
}

function toStay(row: StaysTable): StayInfo {
  return {
    id: row.id,
    joinedAt: Number(row.joined_at),
    leftAt: row.left_at === null ? null : Number(row.left_at),
    leaveReason: row.leave_reason,
    os: row.os,
    device: row.device,
    access: row.access,
    client: row.client,
    roles: [],
    publications: [],
  };
}
