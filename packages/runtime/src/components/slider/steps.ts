/** The range of a slider. */
export interface Range {
  min: number;
  max: number;
  step: number;
}

/** The allowed value nearest to a number: inside the range, and a whole number of steps from its start. */
export function snap(value: number, { min, max, step }: Range): number {
  if (!(max > min)) return min;
  const size = step > 0 ? step : 1;
  const inside = Math.min(Math.max(value, min), max);
  const snapped = min + Math.round((inside - min) / size) * size;
  const limited = snapped > max ? snapped - size : snapped;
  // Sums of decimals such as 0.1 + 0.2 leave dust that a page would show.
  return Number(limited.toFixed(decimals(size) + decimals(min)));
}

/** Where a value lies in its range, 0 to 1. */
export function fraction(value: number, { min, max }: Range): number {
  return max > min ? Math.min(Math.max((value - min) / (max - min), 0), 1) : 0;
}

function decimals(value: number): number {
  const [, digits = ""] = String(value).split(".");
  return digits.length;
}
