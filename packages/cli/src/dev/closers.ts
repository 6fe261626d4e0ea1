/** Ends what was started, the last first, and gives every one its chance even when another fails. */
export class Closers {
  readonly #ends: (() => Promise<unknown> | unknown)[] = [];
  #closing: Promise<void> | undefined;

  /** Adds the end of something that was just started. */
  add(end: () => Promise<unknown> | unknown): void {
    this.#ends.push(end);
  }

  /**
   * Ends all. Another call waits for the same end.
   *
   * @throws AggregateError of what could not be ended
   */
  close(): Promise<void> {
    this.#closing ??= this.#run();
    return this.#closing;
  }

  async #run(): Promise<void> {
    const failures: unknown[] = [];
    for (const end of this.#ends.reverse()) {
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, "not everything could be stopped");
  }
}
