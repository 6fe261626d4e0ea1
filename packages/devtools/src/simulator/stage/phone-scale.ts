/** Space above and below a row of phones: padding of the stage, and the line with the users' names. */
const AROUND = 92;
/** Between two phones, and at the sides of the stage. */
const GAP = 24;
/** Smaller phones cannot be read. */
const LEAST = 0.4;
/** Smaller ones cannot even be told apart. */
const LEAST_OF_ALL = 0.2;

/** The scale at which a phone is as high as the stage. All in CSS pixels. */
export function scaleToHeight(height: number, tallest: number): number {
  return Math.min(1, Math.max(LEAST, (height - AROUND) / tallest));
}

/** The largest scale at which all phones are in sight, in as many rows as it takes. */
export function scaleToSee(
  stage: { width: number; height: number },
  phones: { widths: readonly number[]; tallest: number },
): number {
  const count = Math.max(1, phones.widths.length);
  const widest = Math.max(1, ...phones.widths);
  const scales = Array.from({ length: count }, (_, index) => {
    const rows = index + 1;
    const columns = Math.ceil(count / rows);
    const byHeight = (stage.height - rows * AROUND) / (rows * phones.tallest);
    const byWidth = (stage.width - (columns + 1) * GAP) / (columns * widest);
    return Math.min(byHeight, byWidth);
  });
  return Math.min(1, Math.max(LEAST_OF_ALL, ...scales));
}
