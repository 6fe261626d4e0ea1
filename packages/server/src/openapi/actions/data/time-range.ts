import type { Fields } from "../../action.js";
import { ApiError } from "../../api-error.js";

/** The stretch of time that a call asks for. */
export interface AskedRange {
  /** Unix milliseconds. */
  start: number;
  end: number;
  /** How far the caller's clock is ahead of UTC, in minutes; times are answered in the same zone. */
  offset: number;
}

export interface RangeLimits {
  /** How far back the start may lie, in milliseconds. */
  back: number;
  /** The longest stretch, in milliseconds. */
  longest: number;
  /** What becomes of a longer one: the end is brought nearer, or the call is refused. */
  beyond: "shorten" | "refuse";
}

const MINUTE = 60_000;
const FORM = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?(?:Z|([+ -])(\d{2}):(\d{2}))$/;

/**
 * StartTime and EndTime of a call.
 *
 * @throws ApiError that names the time that may not be, and what may
 */
export function rangeOf(fields: Fields, now: number, limits: RangeLimits): AskedRange {
  const { time: start, offset } = timeOf(fields, "StartTime");
  const { time: end } = timeOf(fields, "EndTime");
  if (start > end) {
    throw new ApiError("InvalidParameter.StartTimeAfterEndTime", "StartTime is after EndTime.");
  }
  if (start < now - limits.back) {
    throw new ApiError(
      "InvalidParameter.OutofTimeRange",
      `StartTime may be at most ${lengthOf(limits.back)} ago, and now it is ${formatTime(now, offset)}.`,
    );
  }
  if (end - start <= limits.longest) return { start, end, offset };
  if (limits.beyond === "shorten") return { start, end: start + limits.longest, offset };
  throw new ApiError(
    "InvalidParameter.OutofTimeRange",
    `From StartTime to EndTime it may be at most ${lengthOf(limits.longest)}.`,
  );
}

/** The same range from the begin of the caller's day, or of another stretch of so many milliseconds. */
export function alignedTo(step: number, { start, end, offset }: AskedRange): AskedRange {
  const ahead = offset * MINUTE;
  return { start: Math.floor((start + ahead) / step) * step - ahead, end, offset };
}

/** RFC 3339 to the second, in the zone of the caller. */
export function formatTime(time: number, offset: number): string {
  const local = new Date(time + offset * MINUTE).toISOString().slice(0, 19);
  if (offset === 0) return `${local}Z`;
  const two = (part: number) => String(Math.floor(part)).padStart(2, "0");
  const size = Math.abs(offset);
  return `${local}${offset < 0 ? "-" : "+"}${two(size / 60)}:${two(size % 60)}`;
}

function timeOf(fields: Fields, name: string): { time: number; offset: number } {
  const text = fields.text(name);
  const match = FORM.exec(text);
  if (match) {
    const [, date, clock, sign, hours, minutes] = match;
    // A plus sign that was not escaped in a query arrives as a space.
    const offset = sign === undefined ? 0 : (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
    const local = Date.parse(`${date}T${clock}Z`);
    // A day that the month does not have would be taken for one of the next.
    const exists = !Number.isNaN(local) && new Date(local).toISOString().startsWith(`${date}T${clock}`);
    if (exists && Number(minutes ?? 0) < 60 && Math.abs(offset) <= 14 * 60) {
      return { time: local - offset * MINUTE, offset };
    }
  }
  throw new ApiError(
    "InvalidParameter",
    `${name} must be a time such as 2026-01-02T03:04:05+08:00 (RFC 3339), and is "${text.slice(0, 64)}".`,
  );
}

function lengthOf(milliseconds: number): string {
  const minutes = milliseconds / MINUTE;
  if (minutes % 1440 === 0) return `${minutes / 1440} days`;
  return minutes % 60 === 0 && minutes > 60 ? `${minutes / 60} hours` : `${minutes} minutes`;
}
