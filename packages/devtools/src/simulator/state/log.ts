import { Store } from "./store.js";

/** Entries kept at most; a log that grew for hours would make the page slow. */
const LIMIT = 2_000;
/** Milliseconds in which entries are gathered before the page is told: a loop of `console.log` costs one drawing. */
const GATHER = 40;

/** A list that grows at its end, for a panel. */
export class Log<T extends { readonly key: number }> {
  /** What the panel shows. */
  readonly shown = new Store<readonly T[]>([]);
  #entries: T[] = [];
  #nextKey = 1;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @returns The entry's key, by which `change` finds it. */
  add(entry: Omit<T, "key">): number {
    const key = this.#nextKey++;
    this.#entries.push({ ...entry, key } as T);
    if (this.#entries.length > LIMIT) this.#entries = this.#entries.slice(-LIMIT);
    this.#publishSoon();
    return key;
  }

  /** Changes an entry that may be gone already. */
  change(key: number, part: Partial<Omit<T, "key">>): void {
    const index = this.#entries.findLastIndex((entry) => entry.key === key);
    const entry = this.#entries[index];
    if (!entry) return;
    this.#entries[index] = { ...entry, ...part };
    this.#publishSoon();
  }

  /** An entry that may be gone already. */
  find(key: number): T | undefined {
    return this.#entries.findLast((entry) => entry.key === key);
  }

  /** The latest entry. */
  last(): T | undefined {
    return this.#entries.at(-1);
  }

  /** Takes out what no longer counts. */
  remove(matches: (entry: T) => boolean): void {
    this.#entries = this.#entries.filter((entry) => !matches(entry));
    this.#publishSoon();
  }

  clear(): void {
    this.#entries = [];
    this.shown.set([]);
  }

  #publishSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.shown.set([...this.#entries]);
    }, GATHER);
  }
}
