import type { Fields } from "../../action.js";
import { ApiError } from "../../api-error.js";

const STEPS: Readonly<Record<string, number>> = { "1d": 24 * 3600 * 1000, "5min": 5 * 60 * 1000 };

/** AggregateGranularity of a call, in milliseconds. @throws ApiError */
export function granularityOf(fields: Fields): number {
  const name = fields.text("AggregateGranularity");
  const step = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined;
  if (step !== undefined) return step;
  throw new ApiError("InvalidParameter", `AggregateGranularity must be 1d or 5min, and is "${name.slice(0, 64)}".`);
}
