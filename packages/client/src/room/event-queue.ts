/**
 * Keeps the order of events and keeps them out of the calls that cause them: what is put in is delivered from the
 * event loop, one by one, and not before `release()` while held. A listener that throws is reported and does not
 * keep the others from hearing.
 */
export class EventQueue {
  #queue: (() => void)[] = [];
  #held = false;
  #scheduled = false;

  put(deliver: () => void): void {
    this.#queue.push(deliver);
    this.#schedule();
  }

  /** Keeps what is put in from now on until `release()`. What was put in before is delivered all the same. */
  hold(): void {
    this.#flush();
    this.#held = true;
  }

  /** Delivers what was held, in a task of its own: after everything that is waiting for a promise of now. */
  release(): void {
    if (!this.#held) return;
    // A message and not a timer: timers of a hidden page may be a second late.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      this.#held = false;
      this.#flush();
    };
    port2.postMessage(undefined);
  }

  #schedule(): void {
    if (this.#scheduled || this.#held) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      if (!this.#held) this.#flush();
    });
  }

  #flush(): void {
    for (let deliver = this.#queue.shift(); deliver; deliver = this.#queue.shift()) {
      try {
        deliver();
      } catch (error) {
        reportError(error);
      }
    }
  }
}

/** Makes the error of a listener as visible as that of any other event handler, without ending the delivery. */
function reportError(error: unknown): void {
  if (typeof globalThis.reportError === "function") globalThis.reportError(error);
  else console.error(error);
}
