/** Members that a page of tiles shows; more come on further pages. */
export const PAGE = 9;

export interface Grid {
  columns: number;
  rows: number;
}

/**
 * How the tiles of one page stand: one fills it, two stand on each other (side by side where the page is wide), up to
 * four as 2 x 2, up to nine as 3 x 3.
 */
export function grid(count: number, wide: boolean): Grid {
  if (count <= 1) return { columns: 1, rows: 1 };
  if (count === 2) return wide ? { columns: 2, rows: 1 } : { columns: 1, rows: 2 };
  if (count <= 4) return { columns: 2, rows: 2 };
  return { columns: 3, rows: 3 };
}

/** Cuts the members into pages. */
export function pages<T>(members: readonly T[]): T[][] {
  const all: T[][] = [];
  for (let start = 0; start < members.length; start += PAGE) all.push(members.slice(start, start + PAGE));
  return all;
}

/** `1:02:03` or `02:03`. */
export function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? [hours, ...parts].join(":") : parts.join(":");
}
