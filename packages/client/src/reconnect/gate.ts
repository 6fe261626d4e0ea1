import { RtcError } from "../errors/rtc-error.js";

/** Holds back work while there is no connection: open, shut for a while, or closed for good. */
export class Gate {
  #open = false;
  #closedBy: RtcError | undefined;
  #waiting: { resolve(): void; reject(error: RtcError): void }[] = [];

  /** Resolves when the gate is open, at once if it is. Rejects when it is closed for good. */
  pass(): Promise<void> {
    if (this.#closedBy) return Promise.reject(this.#closedBy);
    if (this.#open) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** Repeats a request that may be carried out twice until it is answered, over any number of reconnects. */
  async insist<T>(request: () => Promise<T>): Promise<T> {
    for (;;) {
      await this.pass();
      try {
        return await request();
      } catch (error) {
        if (!(error instanceof RtcError) || error.reason !== "server_unreachable") throw error;
      }
    }
  }

  open(): void {
    if (this.#closedBy) return;
    this.#open = true;
    for (const waiter of this.#take()) waiter.resolve();
  }

  shut(): void {
    this.#open = false;
  }

  /** Closes it for good: all who wait and all who come get the error. */
  close(error: RtcError): void {
    if (this.#closedBy) return;
    this.#closedBy = error;
    this.#open = false;
    for (const waiter of this.#take()) waiter.reject(error);
  }

  #take() {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }
}
