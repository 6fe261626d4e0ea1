/**
 * A failure of set-up, build or test that a person can act on.
 *
 * `message` says what went wrong and why, `fix` what to do about it; both are whole sentences.
 * `detail` is the end of a failed command's output, shown below them.
 */
export class Failure extends Error {
  /**
   * @param {string} message
   * @param {{ fix?: string, detail?: string, cause?: unknown }} [options]
   */
  constructor(message, { fix, detail, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "Failure";
    this.fix = fix;
    this.detail = detail;
  }
}
