/** How far item `index` stands from the middle, in widths of an item, when the track is at `position`. */
export function distance(index: number, position: number, count: number, circular: boolean): number {
  const straight = index - position;
  if (!circular || count < 2) return straight;
  const turned = (((straight % count) + count) % count) as number;
  // The nearer way around; one more than half lies behind.
  return turned > count / 2 ? turned - count : turned;
}

/** The item that a position rests on when the finger lets go: the next one after a fast or long enough move. */
export function settle(start: number, position: number, velocity: number, count: number, circular: boolean): number {
  const moved = position - start;
  const flung = Math.abs(velocity) > 0.3 ? Math.sign(velocity) : 0;
  const target = Math.abs(moved) > 0.5 || flung === 0 ? Math.round(position) : start + flung;
  return circular ? target : Math.min(Math.max(target, 0), count - 1);
}

/** Slows down towards its end. */
export function easeOut(progress: number): number {
  return 1 - (1 - progress) ** 3;
}
