import type { OperationQueries, Usage } from "../../../history/queries/operation.js";
import type { UsageClass } from "../../../history/usage-meter.js";
import type { Action, Fields } from "../../action.js";
import { type AppFinder, appOf } from "../ids.js";
import { V2020_12_01, V2023_11_01 } from "../versions.js";
import { type AskedRange, alignedTo, formatTime, rangeOf } from "./time-range.js";

const DAY = 24 * 3600 * 1000;
const MINUTE = 60_000;
/** How far back usage can be asked for: as long as it is kept by default. */
const BACK = 400 * DAY;
const LONGEST = 30 * DAY;

/** Minutes in rooms by day and by what was received. */
export function listUsages(operation: () => OperationQueries, apps: AppFinder, now: () => number): Action {
  return {
    versions: [V2020_12_01, V2023_11_01],
    access: "read",
    async run({ fields }) {
      const appId = fields.text("AppId") === "" ? undefined : (await appOf(fields, apps)).appId;
      const range = alignedTo(DAY, askedRange(fields, now()));
      const usage = await operation().usage(appId, range);
      const days: unknown[] = [];
      for (let day = range.start; day < range.end; day += DAY) {
        const ofDay = usage.filter(({ at }) => at >= day && at < day + DAY);
        days.push({
          TimeStamp: formatTime(day, range.offset),
          Audio: minutes(ofDay, "audio"),
          VideoSDM: minutes(ofDay, "sdm"),
          VideoSD: minutes(ofDay, "sd"),
          VideoHD: minutes(ofDay, "hd"),
        });
      }
      return { Usages: days };
    },
  };
}

/** The oldest version can be asked without times: for the last 30 days. */
function askedRange(fields: Fields, now: number): AskedRange {
  if (fields.text("StartTime") === "" && fields.text("EndTime") === "") {
    return { start: now - LONGEST + DAY, end: now, offset: 0 };
  }
  return rangeOf(fields, now, { back: BACK, longest: LONGEST, beyond: "refuse" });
}

/** Begun minutes. */
function minutes(usage: readonly Usage[], usageClass: UsageClass): number {
  const all = usage.filter((one) => one.usageClass === usageClass);
  return Math.ceil(all.reduce((sum, { duration }) => sum + duration, 0) / MINUTE);
}
