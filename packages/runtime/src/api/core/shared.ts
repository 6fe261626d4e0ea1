type Class<T> = abstract new (...args: never[]) => T;

/** What several topics of one `tt` have in common: each class is made once, by whoever asks first. */
export class Shared {
  readonly #made = new Map<Class<unknown>, unknown>();

  get<T>(of: Class<T>, make: () => T): T {
    if (!this.#made.has(of)) this.#made.set(of, make());
    return this.#made.get(of) as T;
  }
}
