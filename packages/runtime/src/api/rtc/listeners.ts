/** A handler of user code. It may be anything that a program passes; only functions are kept. */
export type Handler = (...args: unknown[]) => unknown;

/** The handlers of each event. The same function registered twice is called once, as samples register on every click. */
export class Listeners<Name extends string> {
  readonly #handlers = new Map<Name, Set<Handler>>();

  constructor(private readonly guard: (run: () => unknown) => void) {}

  /** Whether the handler is new. */
  add(name: Name, handler: Handler): boolean {
    const handlers = this.#handlers.get(name) ?? new Set();
    this.#handlers.set(name, handlers);
    if (handlers.has(handler)) return false;
    handlers.add(handler);
    return true;
  }

  has(name: Name, handler: Handler): boolean {
    return this.#handlers.get(name)?.has(handler) ?? false;
  }

  /** Without a handler, all of the event go. */
  remove(name: Name, handler?: Handler): void {
    if (handler) this.#handlers.get(name)?.delete(handler);
    else this.#handlers.delete(name);
  }

  /**
   * Calls every handler; one that throws keeps none of the others from being called. Each gets an argument of its
   * own, so that none can change what the next one sees; without `argument` they are called with nothing.
   */
  emit(name: Name, argument?: () => unknown): void {
    this.emitAll(name, () => (argument ? [argument()] : []));
  }

  /** The same for events whose handlers take several arguments. */
  emitAll(name: Name, makeArguments: () => readonly unknown[]): void {
    for (const handler of [...(this.#handlers.get(name) ?? [])]) this.guard(() => handler(...makeArguments()));
  }

  clear(): void {
    this.#handlers.clear();
  }
}
