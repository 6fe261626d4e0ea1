import type { Environment } from "../../kernel/environment.js";
import { type Definition, synchronous } from "./definition.js";
import { ApiError } from "./errors.js";
import { show } from "./options.js";

type Listener = (...args: unknown[]) => unknown;

/** Listeners of one event, called in the order in which they were added; each function counts once. */
export class Listeners {
  readonly #environment: Environment;
  readonly #listeners = new Set<Listener>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  get size(): number {
    return this.#listeners.size;
  }

  add(listener: unknown): void {
    if (typeof listener !== "function")
      throw ApiError.parameter(`callback should be function, but got ${show(listener)}`);
    this.#listeners.add(listener as Listener);
  }

  /** Removes one listener, or all of them when none is named. */
  remove(listener?: unknown): void {
    if (listener === undefined) this.#listeners.clear();
    else this.#listeners.delete(listener as Listener);
  }

  emit(...args: unknown[]): void {
    for (const listener of [...this.#listeners]) this.#environment.guard(() => listener(...args));
  }
}

type ListenerPair<E extends string> = Record<`on${E}` | `off${E}`, Definition<(listener?: unknown) => void>>;

/** The pair `onName` and `offName` over listeners. */
export function listenerPair<E extends string>(
  event: E,
  listeners: Listeners,
  description: { support?: Definition["support"]; results?: readonly string[] } = {},
): ListenerPair<E> {
  return {
    [`on${event}`]: synchronous({ ...description, call: (listener: unknown) => listeners.add(listener) }),
    [`off${event}`]: synchronous({ ...description, call: (listener?: unknown) => listeners.remove(listener) }),
  } as ListenerPair<E>;
}
