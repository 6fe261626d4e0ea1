/** Space above and below a row of phones: padding of the stage, and the line with the users' names. */
const AROUND = 92;
/** Between two phones, and at the sides of the stage. */
const GAP = 24;
/** Smaller phones cannot be read. */
const LEAST = 0.4;
/** Smaller ones cannot even be told apart. */
const LEAST_OF_ALL = 0.2;
/** Least width of the sign that adds a phone: beside many phones it is a narrow one. */
export const ADD_TILE = 72;

/** The scale at which a phone is as high as the stage. All in CSS pixels. */
export function scaleToHeight(height: number, tallest: number): number {
  return Math.min(1, Math.max(LEAST, (height - AROUND) / tallest));
}

export interface Arrangement {
  scale: number;
  /** Phones in a row. */
  columns: number;
}

/** The largest scale at which all phones and the sign that adds one are in sight, in as many rows as it takes. */
export function arrangeToSee(
  stage: { width: number; height: number },
  phones: { widths: readonly number[]; tallest: number },
): Arrangement {
  const count = Math.max(1, phones.widths.length);
  const widest = Math.max(1, ...phones.widths);
  const width = stage.width - ADD_TILE - GAP;
  const choices = Array.from({ length: count }, (_, index): Arrangement => {
    const rows = index + 1;
    const columns = Math.ceil(count / rows);
    const byHeight = (stage.height - rows * AROUND) / (rows * phones.tallest);
    const byWidth = (width - (columns + 1) * GAP) / (columns * widest);
    return { scale: Math.min(byHeight, byWidth), columns };
  });
  const { scale, columns } = choices.reduce((best, one) => (one.scale > best.scale ? one : best));
  return { scale: Math.min(1, Math.max(LEAST_OF_ALL, scale)), columns };
}

/** Space at the sides of the stage, so that no more phones than its columns stand in a row. */
export function sideSpace(width: number, widest: number, { scale, columns }: Arrangement): number {
  const row = columns * widest * scale + (columns - 1) * GAP;
  return Math.max(GAP, (width - row - GAP - ADD_TILE) / 2);
}
