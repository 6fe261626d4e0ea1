type Listener<A extends unknown[]> = (...args: A) => void;

/**
 * The events of the kernel. A dozen lines instead of the library that everything else uses, as every page waits for
 * them; the members mean the same.
 */
export class Emitter<E extends { [K in keyof E]: unknown[] }> {
  readonly #listeners: { [K in keyof E]?: Set<Listener<E[K]>> } = {};

  on<K extends keyof E>(event: K, listener: Listener<E[K]>): this {
    const listeners = this.#listeners[event] ?? new Set();
    this.#listeners[event] = listeners.add(listener);
    return this;
  }

  once<K extends keyof E>(event: K, listener: Listener<E[K]>): this {
    const once: Listener<E[K]> = (...args) => {
      this.off(event, once);
      listener(...args);
    };
    return this.on(event, once);
  }

  off<K extends keyof E>(event: K, listener: Listener<E[K]>): this {
    this.#listeners[event]?.delete(listener);
    return this;
  }

  /** Calls those who listen now, in the order in which they came. */
  emit<K extends keyof E>(event: K, ...args: E[K]): void {
    for (const listener of [...(this.#listeners[event] ?? [])]) listener(...args);
  }
}
