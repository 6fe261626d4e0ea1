/** What programs pass to a map. Everything may be missing or of the wrong type: it comes from templates. */
export interface Point {
  latitude: number;
  longitude: number;
}

export type Raw = Readonly<Record<string, unknown>>;

/** An entry of a list with its coordinates checked. */
export interface Placed {
  readonly at: Point;
  readonly raw: Raw;
}

/** The point of a value such as a marker; undefined where its coordinates are none on earth. */
export function pointOf(value: unknown): Point | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { latitude, longitude } = value as Raw;
  const [north, east] = [Number(latitude ?? Number.NaN), Number(longitude ?? Number.NaN)];
  const onEarth = Math.abs(north) <= 90 && Math.abs(east) <= 180;
  return onEarth ? { latitude: north, longitude: east } : undefined;
}

/** The points of a list, without those that are none. */
export function pointsOf(values: unknown): Point[] {
  return Array.isArray(values) ? values.flatMap((value: unknown) => pointOf(value) ?? []) : [];
}

/**
 * The entries of a list that stand somewhere.
 *
 * @param refused Told which entry is left out.
 */
export function placed(values: unknown, refused: (index: number) => void): Placed[] {
  if (!Array.isArray(values)) return [];
  return values.flatMap((raw: unknown, index) => {
    const at = pointOf(raw);
    if (at) return [{ at, raw: raw as Raw }];
    refused(index);
    return [];
  });
}

/** The entries of a list that have points of their own, such as lines. */
export function shapes(values: unknown): { points: Point[]; raw: Raw }[] {
  if (!Array.isArray(values)) return [];
  return values.flatMap((raw: unknown) => {
    const points = typeof raw === "object" && raw !== null ? pointsOf((raw as Raw).points) : [];
    return points.length > 1 ? [{ points, raw: raw as Raw }] : [];
  });
}

export function numberOr(value: unknown, fallback: number): number {
  const number = typeof value === "string" ? Number.parseFloat(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : fallback;
}

export function textOr(value: unknown, fallback: string): string {
  return typeof value === "string" && value !== "" ? value : fallback;
}

/** Where a walk along points is after a part of its whole length, and its bearing there in degrees from the north. */
export function along(path: readonly Point[], part: number): { at: Point; bearing: number } {
  const legs = path.slice(1).map((to, index) => {
    const from = path[index] ?? to;
    // Near enough for an animation: degrees of longitude are shorter away from the equator.
    const east = (to.longitude - from.longitude) * Math.cos(((from.latitude + to.latitude) / 2) * (Math.PI / 180));
    const north = to.latitude - from.latitude;
    return { from, to, length: Math.hypot(east, north), bearing: (Math.atan2(east, north) * 180) / Math.PI };
  });
  let left = legs.reduce((sum, { length }) => sum + length, 0) * Math.min(Math.max(part, 0), 1);
  for (const { from, to, length, bearing } of legs) {
    if (left <= length && length > 0) {
      const share = left / length;
      const between = (a: number, b: number) => a + (b - a) * share;
      const at = {
        latitude: between(from.latitude, to.latitude),
        longitude: between(from.longitude, to.longitude),
      };
      return { at, bearing };
    }
    left -= length;
  }
  const last = path.at(-1) ?? { latitude: 0, longitude: 0 };
  return { at: last, bearing: legs.at(-1)?.bearing ?? 0 };
}
