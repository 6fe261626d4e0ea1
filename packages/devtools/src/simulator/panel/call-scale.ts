import type { CallEntry } from "../state/reports.js";

/** Where a call or event stands on the time line, in pixels. */
export interface CallMark {
  entry: CallEntry;
  left: number;
  width: number;
  /** Of the phone's lane, from 0: calls that run at the same time lie below each other, events in the last row. */
  row: number;
}

export interface CallLane {
  phone: string;
  /** Rows that the lane needs. */
  rows: number;
  marks: CallMark[];
}

export interface CallScale {
  /** Pixels of the whole line. */
  width: number;
  /** Where a time stands on it, in pixels. */
  leftOf(time: number): number;
  /** By phone, those with calls or events only. */
  lanes: Map<string, CallLane>;
  ticks: { left: number; label: string }[];
}

/** A line longer than this would be slow to scroll. */
const LONGEST = 16_000;
const USUAL_PIXELS_PER_SECOND = 40;
const MARGIN = 12;
/** A mark is never smaller than this: one has to hit it. */
const LEAST_MARK = 8;
const TICK_DISTANCE = 72;
const TICK_SECONDS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600];

/**
 * Lays calls and events out on one line of time that begins with the first of them.
 * @param least Pixels that the line fills at least.
 * @param besides Times of other things that must have their place on it.
 */
export function scaleCalls(
  entries: readonly CallEntry[],
  least: number,
  besides: readonly { from: number; to: number }[] = [],
): CallScale {
  const all = [...entries.map(({ time, ended }) => ({ from: time, to: ended ?? time })), ...besides];
  const start = all.reduce((first, { from }) => Math.min(first, from), Number.POSITIVE_INFINITY);
  const end = all.reduce((last, { to }) => Math.max(last, to), start);
  const seconds = all.length === 0 ? 0 : (end - start) / 1000;
  const room = Math.max(least, 4 * MARGIN) - 2 * MARGIN;
  // A short call fills the line; a long one is scrolled, and only an endless one is pressed together.
  const perSecond = Math.min(
    Math.max(USUAL_PIXELS_PER_SECOND, seconds > 0 ? Math.min(room / seconds, 200) : 0),
    LONGEST / Math.max(seconds, 1),
  );
  const leftOf = (time: number) => MARGIN + ((time - start) / 1000) * perSecond;
  const step = TICK_SECONDS.find((value) => value * perSecond >= TICK_DISTANCE) ?? 3_600;
  const width = Math.max(least, seconds * perSecond + 2 * MARGIN);
  const ticks = [];
  for (let second = 0; MARGIN + second * perSecond <= width - MARGIN; second += step) {
    ticks.push({ left: MARGIN + second * perSecond, label: elapsed(second) });
  }
  return {
    width,
    leftOf,
    ticks,
    lanes: layLanes(
      entries.map((entry) => ({
        entry,
        left: leftOf(entry.time),
        width: Math.max(LEAST_MARK, leftOf(entry.ended ?? entry.time) - leftOf(entry.time)),
      })),
    ),
  };
}

/** Rows of a lane at most; calls for which there is none lie over each other in the last one. */
const MOST_ROWS = 5;

/** Puts each call into the first row in which nothing is in its way. Those that return at once share a row. */
function layLanes(marks: Omit<CallMark, "row">[]): Map<string, CallLane> {
  const lanes = new Map<string, CallLane>();
  for (const phone of new Set(marks.map(({ entry }) => entry.phone))) {
    const own = marks.filter(({ entry }) => entry.phone === phone).sort((a, b) => a.left - b.left);
    const ends: number[] = [];
    const calls = own
      .filter(({ entry }) => entry.outcome !== "event")
      .map((mark) => {
        const isInstant = mark.entry.outcome === "success" && mark.entry.ended === undefined;
        const free = isInstant ? 0 : ends.findIndex((end) => end <= mark.left);
        const row = Math.min(free === -1 ? ends.length : free, MOST_ROWS - 1);
        ends[row] = mark.left + mark.width + 1;
        return { ...mark, row };
      });
    const events = own.filter(({ entry }) => entry.outcome === "event").map((mark) => ({ ...mark, row: ends.length }));
    lanes.set(phone, { phone, rows: ends.length + (events.length > 0 ? 1 : 0), marks: [...calls, ...events] });
  }
  return lanes;
}

/** Seconds as one reads them off a clock: `8 s`, `1:05`. */
export function elapsed(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")}`;
}
