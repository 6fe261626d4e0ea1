import { ID_PATTERN } from "@lianmai/protocol";
import type { QualityQueries, StreamFilter } from "../../../history/queries/quality.js";
import type { Action, Fields } from "../../action.js";
import { ApiError } from "../../api-error.js";
import { type AppFinder, scopeOf } from "../ids.js";
import { V2020_12_01, V2023_11_01 } from "../versions.js";
import { granularityOf } from "./granularity.js";
import { type Figures, type Indicator, indicatorsOf } from "./indicators.js";
import { type AskedRange, alignedTo, formatTime, rangeOf } from "./time-range.js";
import { userIdsOf } from "./user-list.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MOST_USERS = 20;
const REAL_TIME_STEP = 30_000;
const PRODUCTS: readonly string[] = ["", "native", "web"];
const MOST_NAMES = 20;
const LONGEST_NAME = 64;

/** Quality of the last hour, by half minutes. */
export function listRealTimeQuality(quality: () => QualityQueries, apps: AppFinder, now: () => number): Action {
  return {
    versions: [V2020_12_01, V2023_11_01],
    access: "read",
    async run({ fields }) {
      const filter = await filterOf(fields, apps);
      const indicators = indicatorsOf(fields.texts("Indicator"));
      const asked = rangeOf(fields, now(), { back: 60 * MINUTE, longest: 60 * MINUTE, beyond: "refuse" });
      const range = alignedTo(REAL_TIME_STEP, asked);
      return { Indicators: await answer(quality(), indicators, filter, range, REAL_TIME_STEP) };
    },
  };
}

/** Quality of the last 30 days, by days or five minutes. */
export function listQuality(quality: () => QualityQueries, apps: AppFinder, now: () => number): Action {
  return {
    versions: [V2020_12_01, V2023_11_01],
    access: "read",
    async run({ fields }) {
      const filter = {
        ...(await filterOf(fields, apps)),
        ...namesOf(fields, "OS", "os"),
        ...namesOf(fields, "Access", "access"),
      };
      const indicators = indicatorsOf(fields.texts("Indicator"));
      const asked = rangeOf(fields, now(), { back: 30 * DAY, longest: 7 * DAY, beyond: "refuse" });
      const step = granularityOf(fields);
      return { Indicators: await answer(quality(), indicators, filter, alignedTo(step, asked), step) };
    },
  };
}

async function filterOf(fields: Fields, apps: AppFinder): Promise<StreamFilter> {
  const { appId, roomId } = await scopeOf(fields, apps, { userList: true });
  if (!PRODUCTS.includes(fields.text("ProductType"))) {
    throw new ApiError("InvalidParameter", "ProductType must be native or web; all clients here are counted for both.");
  }
  if (roomId === "") return { appId };
  const named = fields.texts("UserId");
  // Users are only looked for in a room, as by the original.
  return { appId, roomId, ...(named.length > 0 && { userIds: userIdsOf(named, MOST_USERS) }) };
}

/** Names to choose by, in lower case as clients tell them. */
function namesOf(fields: Fields, field: string, column: "os" | "access"): Partial<StreamFilter> {
  const named = fields.texts(field);
  if (named.length === 0) return {};
  if (named.length > MOST_NAMES || !named.every((name) => name.length <= LONGEST_NAME && ID_PATTERN.test(name))) {
    throw new ApiError("InvalidParameter", `${field} may hold at most ${MOST_NAMES} names such as "ios" or "wifi".`);
  }
  return { [column]: named.map((name) => name.toLowerCase()) };
}

async function answer(
  quality: QualityQueries,
  indicators: readonly Indicator[],
  filter: StreamFilter,
  range: AskedRange,
  step: number,
) {
  const needed = new Set(indicators.map(({ needs }) => needs));
  const figures: Figures = {
    sums: needed.has("sums") ? await quality.sums(filter, range, step) : [],
    frames: needed.has("frames") ? await quality.firstFrames(filter, range, step) : [],
    joins: needed.has("joins") ? await quality.joins(filter, range, step) : [],
  };
  return indicators.map((indicator) => ({
    Name: indicator.name,
    Unit: "%",
    Data: indicator.read(figures).map(({ at, value }) => ({
      TimeStamp: formatTime(at, range.offset),
      Value: value,
    })),
  }));
}
