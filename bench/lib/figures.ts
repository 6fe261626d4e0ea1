/** The value below which a share of the values lies, by the nearest-rank rule. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError("there are no values");
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
}

/** Collects the figures of a measurement and says in the end whether they are what they should be. */
export class Report {
  readonly #shortcomings: string[] = [];

  /** Prints one figure a line: `name: value unit`. */
  figure(name: string, value: number, unit: string, digits = 1): void {
    console.log(`${name}: ${value.toFixed(digits)}${unit === "" ? "" : ` ${unit}`}`);
  }

  /** Prints a figure that has a bound, and remembers when it is beyond it. */
  bounded(name: string, value: number, unit: string, most: number, digits = 1): void {
    this.figure(name, value, unit, digits);
    // Written so that a figure that is not a number falls short as well.
    if (!(value <= most)) {
      // A bound that was measured as well has more places than mean anything.
      const bound = `${Number(most.toPrecision(4))}${unit === "" ? "" : ` ${unit}`}`;
      this.#shortcomings.push(`${name} <= ${bound} (is ${value.toFixed(digits)})`);
    }
  }

  /** Prints the last line and hands back the exit code. */
  verdict(): number {
    const isShort = this.#shortcomings.length > 0;
    console.log(isShort ? `verdict: short of ${this.#shortcomings.join("; ")}` : "verdict: ok");
    return isShort ? 1 : 0;
  }
}
