/** Newer than the library of types. */
interface TaskScheduler {
  postTask(callback: () => void, options: { priority: "user-blocking" }): Promise<void>;
}

/**
 * Calls back in a task of its own, as soon as the browser is free. Unlike a frame or a timer it comes without delay in a tab
 * that nobody looks at, where timers may wait for a minute. It goes before the drawing of a frame that is due: drawing what
 * `setData` has changed may take longer than the change. It is no microtask, as those that follow one another keep the
 * browser from drawing at all.
 */
export class NextTask {
  readonly #post: () => void;
  #waiting: (() => void)[] = [];

  constructor() {
    const run = () => {
      for (const callback of this.#waiting.splice(0)) callback();
    };
    const { scheduler } = globalThis as { scheduler?: Partial<TaskScheduler> };
    if (typeof scheduler?.postTask === "function") {
      this.#post = () => void scheduler.postTask?.(run, { priority: "user-blocking" });
    } else {
      // Browsers without priorities: the frame may be drawn first.
      const channel = new MessageChannel();
      channel.port1.onmessage = run;
      this.#post = () => channel.port2.postMessage(undefined);
    }
  }

  run(callback: () => void): void {
    this.#waiting.push(callback);
    if (this.#waiting.length === 1) this.#post();
  }
}
