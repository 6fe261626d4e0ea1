import type { HostReport } from "../../host.js";
import { formatValues } from "./format-value.js";

/** Texts in details are cut here; whole objects of a program may be of any size. */
const TEXT_LIMIT = 2_000;
const ENTRIES_LIMIT = 100;
const DEPTH_LIMIT = 6;

/**
 * A report as it can be sent: what was printed as text, details as plain data. Data of pages stays behind, because it
 * may be large and is asked for when somebody looks.
 */
export function plainReport(report: HostReport): HostReport {
  if (report.kind === "console") return { ...report, args: [formatValues(report.args)] };
  if (report.kind === "data") return { ...report, data: undefined };
  if (report.kind === "rtc" && report.detail !== undefined) return { ...report, detail: plain(report.detail, []) };
  return report;
}

function plain(value: unknown, above: readonly object[]): unknown {
  if (typeof value === "string") return value.length > TEXT_LIMIT ? `${value.slice(0, TEXT_LIMIT)}…` : value;
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (value === null || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value !== "object") return value === undefined ? undefined : String(value);
  if (above.includes(value) || above.length >= DEPTH_LIMIT) return "…";
  const within = [...above, value];
  if (Array.isArray(value)) return value.slice(0, ENTRIES_LIMIT).map((item) => plain(item, within));
  const entries = Object.entries(value).slice(0, ENTRIES_LIMIT);
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item, within)]));
}
