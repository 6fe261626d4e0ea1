/**
 * How good a way to the server is: 0 unknown, 1 excellent, 2 good, 3 poor, 4 bad, 5 very bad, 6 down. These are the
 * numbers of the original platform.
 */
export type NetworkGrade = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** What one way did in the last two seconds. Shares are 0 to 1; what is not known is absent. */
export interface WayMeasures {
  /** The transport has no path to the server. */
  isDown: boolean;
  /** Anything was sent or received. */
  flows: boolean;
  /** Share of the packets that were lost on the way. */
  loss?: number | undefined;
  /** Round-trip time, milliseconds. */
  rtt?: number | undefined;
  /** Share of the time in which a picture stood still or sound was made up. */
  stalled?: number | undefined;
  /** Less is sent than was asked for, because the bandwidth does not carry more. */
  isShort?: boolean;
}

/** The most that each grade bears. */
const BOUNDS = [
  { grade: 1, loss: 0.02, rtt: 150, stalled: 0.01 },
  { grade: 2, loss: 0.05, rtt: 300, stalled: 0.03 },
  { grade: 3, loss: 0.12, rtt: 500, stalled: 0.08 },
  { grade: 4, loss: 0.25, rtt: 900, stalled: 0.2 },
] as const;

/**
 * The grade of a way: that of the worst of its measures. A way that is short of bandwidth is poor at best, one on which
 * nothing flows is unknown.
 */
export function gradeOf({ isDown, flows, loss = 0, rtt = 0, stalled = 0, isShort = false }: WayMeasures): NetworkGrade {
  if (isDown) return 6;
  if (!flows) return 0;
  const bound = BOUNDS.find((most) => loss <= most.loss && rtt <= most.rtt && stalled <= most.stalled);
  const grade = bound?.grade ?? 5;
  return isShort && grade < 3 ? 3 : grade;
}
