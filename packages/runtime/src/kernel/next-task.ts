/**
 * Calls back in a task of its own, as soon as the browser is free. Unlike a frame or a timer it comes without delay in a tab
 * that nobody looks at, where timers may wait for a minute.
 */
export class NextTask {
  readonly #channel = new MessageChannel();
  #waiting: (() => void)[] = [];

  constructor() {
    this.#channel.port1.onmessage = () => {
      for (const callback of this.#waiting.splice(0)) callback();
    };
  }

  run(callback: () => void): void {
    this.#waiting.push(callback);
    if (this.#waiting.length === 1) this.#channel.port2.postMessage(undefined);
  }
}
