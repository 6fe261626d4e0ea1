/** Options that behaviors pass on to components, and that the engine does not know of behaviors. */
export interface PassedOptions {
  provide?: unknown;
  inject?: unknown;
  relations?: unknown;
  behaviors?: unknown;
}

/** Keeps the options of behaviors for the components that have them. */
export class InheritedOptions {
  readonly #behaviors = new WeakMap<object, PassedOptions>();

  /** @param behavior What `Behavior()` has returned. */
  remember(behavior: object, options: PassedOptions): void {
    this.#behaviors.set(behavior, options);
  }

  /** The options of all behaviors of a component, deepest first, and its own at the end: what comes later counts. */
  of(options: PassedOptions, above: ReadonlySet<PassedOptions> = new Set()): PassedOptions[] {
    if (above.has(options)) return [];
    const behaviors = Array.isArray(options.behaviors) ? (options.behaviors as unknown[]) : [];
    const inside = new Set([...above, options]);
    const found = behaviors.flatMap((behavior) => {
      const known = typeof behavior === "object" && behavior !== null ? this.#behaviors.get(behavior) : undefined;
      return known ? this.of(known, inside) : [];
    });
    return [...found, options];
  }
}
