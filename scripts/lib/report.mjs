/** Prints figures one a line, as `name: value unit`, and in the end whether anything falls short. */
export class Report {
  #shortcomings = [];

  figure(name, value, unit) {
    console.log(`${name}: ${value} ${unit}`);
  }

  /** @param {string} what Completes the sentence "short of ...". */
  short(what) {
    this.#shortcomings.push(what);
  }

  /** Prints the verdict and sets the exit code by it. */
  finish() {
    const isShort = this.#shortcomings.length > 0;
    console.log(isShort ? `verdict: short of ${this.#shortcomings.join("; ")}` : "verdict: ok");
    if (isShort) process.exitCode = 1;
  }
}
