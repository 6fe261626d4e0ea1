import type { Operation, OperationQueries } from "../../../history/queries/operation.js";
import type { Action, Fields } from "../../action.js";
import { ApiError } from "../../api-error.js";
import { type AppFinder, scopeOf } from "../ids.js";
import { V2020_12_01, V2023_11_01 } from "../versions.js";
import { granularityOf } from "./granularity.js";
import { alignedTo, formatTime, rangeOf } from "./time-range.js";

const DAY = 24 * 3600 * 1000;
const MINUTE = 60_000;
const MOST = 20;

const INDICATORS: Readonly<Record<string, { unit: string; read: (operation: Operation) => number }>> = {
  user_count: { unit: "users", read: ({ users }) => users },
  session_count: { unit: "joins", read: ({ sessions }) => sessions },
  room_count: { unit: "rooms", read: ({ rooms }) => rooms },
  peak_concurrent_user: { unit: "users", read: ({ peakUsers }) => peakUsers },
  peak_concurrent_room: { unit: "rooms", read: ({ peakRooms }) => peakRooms },
  per_call_time: { unit: "min", read: ({ duration, users }) => (users === 0 ? 0 : duration / users / MINUTE) },
  avg_call_time: { unit: "min", read: ({ duration, sessions }) => (sessions === 0 ? 0 : duration / sessions / MINUTE) },
};

/** How many users, rooms and joins there were, by days or five minutes. */
export function listOperationData(operation: () => OperationQueries, apps: AppFinder, now: () => number): Action {
  return {
    versions: [V2020_12_01, V2023_11_01],
    access: "read",
    async run({ fields }) {
      const { appId } = await scopeOf(fields, apps);
      const names = namesOf(fields);
      const step = granularityOf(fields);
      // By five minutes a week would be thousands of stretches; a day's are enough for one answer.
      const longest = step === DAY ? 7 * DAY : DAY;
      const asked = rangeOf(fields, now(), { back: 30 * DAY, longest, beyond: "refuse" });
      const range = alignedTo(step, asked);
      const stretches = await operation().operation(appId, range, step);
      return {
        Indicators: names.map((name) => ({
          Name: name,
          Unit: INDICATORS[name]?.unit,
          Data: stretches.map((stretch) => ({
            TimeStamp: formatTime(stretch.at, range.offset),
            Value: Math.round((INDICATORS[name]?.read(stretch) ?? 0) * 100) / 100,
          })),
        })),
      };
    },
  };
}

function namesOf(fields: Fields): string[] {
  const named = [...new Set(fields.texts("Indicator"))];
  if (named.length === 0) throw new ApiError("MissingParameter", "Indicator must name at least one indicator.");
  const wrong = named.find((name) => !Object.hasOwn(INDICATORS, name));
  if (wrong === undefined && named.length <= MOST) return named;
  throw new ApiError(
    "InvalidParameter",
    `There is no indicator "${wrong?.slice(0, 64)}" here; there are ${Object.keys(INDICATORS).join(", ")}.`,
  );
}
