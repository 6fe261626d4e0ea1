/**
 * Results by name, valid as long as the key (content hashes) is the same. What was not asked for during a round is
 * dropped at its end, so that the cache never outgrows the project.
 */
export class ContentCache<T> {
  #previous = new Map<string, { key: string; value: T }>();
  #current = new Map<string, { key: string; value: T }>();

  /** Gives what was made for the same key, or makes it. */
  get(name: string, key: string, make: () => T): T {
    const known = this.#current.get(name) ?? this.#previous.get(name);
    const entry = known?.key === key ? known : { key, value: make() };
    this.#current.set(name, entry);
    return entry.value;
  }

  /** Ends a round. */
  sweep(): void {
    this.#previous = this.#current;
    this.#current = new Map();
  }
}
