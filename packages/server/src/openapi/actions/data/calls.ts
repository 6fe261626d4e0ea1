import type { CallQueries, StayInfo, UserInfo } from "../../../history/queries/calls.js";
import type { Action } from "../../action.js";
import { type AppFinder, scopeOf } from "../ids.js";
import { V2020_12_01, V2023_11_01 } from "../versions.js";
import { describePage, pageOf } from "./page.js";
import { type AskedRange, formatTime, rangeOf } from "./time-range.js";
import { userIdsOf } from "./user-list.js";

const HOUR = 3600 * 1000;
const BACK = 14 * 24 * HOUR;
const MOST_USERS = 10;

/** The rooms that were opened within a time. */
export function listRoomInfo(calls: () => CallQueries, apps: AppFinder, now: () => number): Action {
  return {
    versions: [V2020_12_01, V2023_11_01],
    access: "read",
    async run({ fields }) {
      const { appId, roomId } = await scopeOf(fields, apps);
      const range = rangeOf(fields, now(), { back: BACK, longest: 24 * HOUR, beyond: "shorten" });
      const page = pageOf(fields);
      const { total, items } = await calls().calls({ appId, ...(roomId !== "" && { roomId }), range, page });
      return {
        ...describePage(page, total),
        RoomList: items.map(({ callId, roomId: RoomId, createdAt, endedAt, activeUsers }) => ({
          CallId: callId,
          RoomId,
          CreatedTime: formatTime(createdAt, range.offset),
          DestroyTime: endedAt === null ? "" : formatTime(endedAt, range.offset),
          IsFinished: endedAt !== null,
          ActiveUserNum: activeUsers,
        })),
      };
    },
  };
}

/** The users who were in a room within a time, each once for each call. */
export function listUserInfo(calls: () => CallQueries, apps: AppFinder, now: () => number): Action {
  return {
    versions: [V2020_12_01, V2023_11_01],
    access: "read",
    async run({ fields }) {
      const { appId, roomId } = await scopeOf(fields, apps, { userList: true });
      const range = rangeOf(fields, now(), { back: BACK, longest: 6 * HOUR, beyond: "shorten" });
      const page = pageOf(fields);
      const named = fields.text("UserId");
      const userIds = named === "" ? undefined : userIdsOf(named.split(","), MOST_USERS);
      const filter = { appId, ...(roomId !== "" && { roomId }), ...(userIds && { userIds }), range, page };
      const { total, items } = await calls().users(filter);
      return { ...describePage(page, total), UserList: items.map((user) => describeUser(user, range, now())) };
    },
  };
}

function describeUser({ callId, roomId, userId, stays }: UserInfo, { offset }: AskedRange, now: number) {
  const last = stays.at(-1);
  const finished = stays.every(({ leftAt }) => leftAt !== null);
  const present = stays.reduce((sum, { joinedAt, leftAt }) => sum + (leftAt ?? now) - joinedAt, 0);
  return {
    UserId: userId,
    RoomId: roomId,
    CallId: callId,
    CreatedAt: formatTime(stays[0]?.joinedAt ?? 0, offset),
    LeaveAt: finished ? formatTime(last?.leftAt ?? 0, offset) : "",
    Duration: Math.round(present / 1000),
    Finished: finished,
    Pub: stays.some(({ publications }) => publications.length > 0),
    OS: last?.os ?? "",
    DeviceType: last?.device ?? "",
    Access: last?.access ?? "",
    SdkVersion: (last?.client ?? "").split("/")[1] ?? "",
    Record: stays.flatMap((stay) => recordsOf(stay, offset)),
  };
}

function recordsOf({ joinedAt, leftAt }: StayInfo, offset: number) {
  const joined = { Time: formatTime(joinedAt, offset), Type: "join_room" };
  return leftAt === null ? [joined] : [joined, { Time: formatTime(leftAt, offset), Type: "leave_room" }];
}
