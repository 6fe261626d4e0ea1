import { ApiError, reasonOf } from "../core/errors.js";

/** Keeps the screen on. The browser lets go whenever the page is hidden; the lock is taken anew when it is back. */
export class ScreenLock {
  #wanted = false;
  #lock: WakeLockSentinel | undefined;
  readonly #visible = () => {
    if (document.visibilityState === "visible") void this.#take().catch(() => undefined);
  };

  /** @throws {ApiError} when the browser has no wake lock or refuses it now */
  async set(on: boolean): Promise<void> {
    if (on === this.#wanted) return;
    this.#wanted = on;
    if (!on) {
      document.removeEventListener("visibilitychange", this.#visible);
      const lock = this.#lock;
      this.#lock = undefined;
      await lock?.release();
      return;
    }
    if (!("wakeLock" in navigator)) {
      this.#wanted = false;
      throw new ApiError("this browser cannot keep the screen on", { errorType: "F" });
    }
    document.addEventListener("visibilitychange", this.#visible);
    await this.#take();
  }

  async #take(): Promise<void> {
    if (!this.#wanted || (this.#lock && !this.#lock.released)) return;
    // A hidden page cannot take it; the listener does when the page is shown.
    if (document.visibilityState !== "visible") return;
    try {
      const lock = await navigator.wakeLock.request("screen");
      if (this.#wanted) this.#lock = lock;
      else await lock.release();
    } catch (cause) {
      throw new ApiError(
        `the browser refuses to keep the screen on: ${reasonOf(cause)}`,
        { errorType: "F" },
        { cause },
      );
    }
  }
}
