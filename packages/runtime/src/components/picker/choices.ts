/** What the columns of a picker offer and which item of each is chosen. */
export interface Choices {
  columns: string[][];
  indexes: number[];
}

export type DateFields = "year" | "month" | "day";

const FIRST_DATE = "1900-01-01";
const LAST_DATE = "2100-12-31";

/** Items of a `range`: texts, or objects of which `rangeKey` is shown. */
export function labels(range: unknown, rangeKey: string): string[] {
  if (!Array.isArray(range)) return [];
  return range.map((item: unknown) => {
    const shown = rangeKey && typeof item === "object" && item !== null ? Reflect.get(item, rangeKey) : item;
    return shown === undefined || shown === null ? "" : String(shown);
  });
}

/** An index that is in a column, whatever was given. */
export function clampIndex(index: unknown, column: readonly string[]): number {
  const whole = Math.floor(Number(index)) || 0;
  return Math.min(Math.max(whole, 0), Math.max(column.length - 1, 0));
}

/** Hours and minutes from `start` to `end`, the last chosen value being `value` (`HH:mm`). */
export function timeChoices(value: string, start: string, end: string): Choices {
  const from = parseTime(start) ?? [0, 0];
  const to = parseTime(end) ?? [23, 59];
  const [hour = 0, minute = 0] = within(parseTime(value) ?? from, from, to);
  const minutes = numbers(hour === from[0] ? from[1] : 0, hour === to[0] ? to[1] : 59, 2);
  const hours = numbers(from[0], to[0], 2);
  return pick([hours, minutes], [hour, minute]);
}

/** Years, months and days from `start` to `end`, the last chosen value being `value` (`YYYY-MM-DD`). */
export function dateChoices(value: string, start: string, end: string, fields: DateFields): Choices {
  const from = parseDate(start) ?? (parseDate(FIRST_DATE) as number[]);
  const to = parseDate(end) ?? (parseDate(LAST_DATE) as number[]);
  const [fy = 0, fm = 1, fd = 1] = from;
  const [ty = 0, tm = 12, td = 31] = to;
  const [year = fy, month = 1, day = 1] = within(parseDate(value) ?? today(), from, to);
  const months = numbers(year === fy ? fm : 1, year === ty ? tm : 12, 2);
  const atStart = year === fy && month === fm;
  const atEnd = year === ty && month === tm;
  const last = daysIn(year, month);
  const days = numbers(atStart ? fd : 1, atEnd ? Math.min(td, last) : last, 2);
  const count = { year: 1, month: 2, day: 3 }[fields];
  return pick([numbers(fy, ty, 4), months, days].slice(0, count), [year, month, Math.min(day, last)]);
}

/** The value that is chosen, in the form in which it came. */
export function joined({ columns, indexes }: Choices, separator: string): string {
  return columns.map((column, at) => column[indexes[at] ?? 0] ?? "").join(separator);
}

function pick(columns: string[][], values: readonly number[]): Choices {
  const indexes = columns.map((column, at) =>
    Math.max(
      column.findIndex((item) => Number(item) === values[at]),
      0,
    ),
  );
  return { columns, indexes };
}

function numbers(from: number, to: number, digits: number): string[] {
  return Array.from({ length: Math.max(to - from + 1, 1) }, (_, at) => String(from + at).padStart(digits, "0"));
}

/** The nearest of three points in order, compared part by part. */
function within(value: readonly number[], from: readonly number[], to: readonly number[]): number[] {
  if (compare(value, from) < 0) return [...from];
  return compare(value, to) > 0 ? [...to] : [...value];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [at, part] of a.entries()) if (part !== b[at]) return part - (b[at] ?? 0);
  return 0;
}

function parseTime(text: string): [number, number] | undefined {
  const [, hour, minute] = /^(\d{1,2}):(\d{1,2})$/.exec(text) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return [Number(hour), Number(minute)];
}

function parseDate(text: string): number[] | undefined {
  const [, year, month = "1", day = "1"] = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text) ?? [];
  if (year === undefined || Number(month) < 1 || Number(month) > 12) return undefined;
  return [Number(year), Number(month), Math.min(Math.max(Number(day), 1), daysIn(Number(year), Number(month)))];
}

function today(): number[] {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()];
}

function daysIn(year: number, month: number): number {
  return new Date(year, month, 0).getDate();
}
