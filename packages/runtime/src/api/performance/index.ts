import type { Environment } from "../../kernel/environment.js";
import { constant } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { show } from "../core/options.js";

const DEFAULT_SIZE = 30;

export interface Entry {
  name: string;
  entryType: string;
  /** Unix time, milliseconds. */
  startTime: number;
  duration: number;
  path?: string;
}

/** `tt.performance`: marks of the program and the pages' coming up, in one buffer. */
export function performanceTopic(environment: Environment) {
  const buffer = new EntryBuffer(environment);
  environment.lifecycle.on("pageShow", ({ path }) => {
    buffer.add({ name: "route", entryType: "navigation", startTime: Date.now(), duration: 0, path });
  });
  const currentPath = () => environment.router.stack().at(-1)?.path;
  const performance = {
    getEntries: () => buffer.all(),
    getEntriesByName: (name: string, entryType?: string) =>
      buffer.all().filter((entry) => entry.name === name && (!entryType || entry.entryType === entryType)),
    getEntriesByType: (entryType: string) => buffer.all().filter((entry) => entry.entryType === entryType),
    getCurrentPageEntries: () => buffer.all().filter((entry) => entry.path === currentPath()),
    getEntriesByPage: (path: string) => buffer.all().filter((entry) => entry.path === path),
    mark(name: string) {
      const path = currentPath();
      const mark: Entry = { name, entryType: "mark", startTime: Date.now(), duration: 0 };
      buffer.add(path === undefined ? mark : { ...mark, path });
      return performance.getEntriesByName(name, "mark");
    },
    clearMarks: (name?: string) => buffer.clearMarks(name),
    createObserver: (callback: unknown) => buffer.createObserver(callback),
    setBufferSize: (size: number) => buffer.resize(size),
  };
  return {
    performance: constant(Object.freeze(performance), {
      results: Object.keys(performance),
    }),
  };
}

/** The newest entries, and who wants to hear of them. */
class EntryBuffer {
  #entries: Entry[] = [];
  #size = DEFAULT_SIZE;
  readonly #observers = new Set<(entry: Entry) => void>();

  constructor(private readonly environment: Environment) {}

  all(): Entry[] {
    return this.#entries.map((entry) => ({ ...entry }));
  }

  add(entry: Entry): void {
    this.#entries = [...this.#entries, entry].slice(-this.#size);
    for (const observer of this.#observers) observer({ ...entry });
  }

  clearMarks(name: string | undefined): void {
    this.#entries = this.#entries.filter(
      (entry) => entry.entryType !== "mark" || (name !== undefined && entry.name !== name),
    );
  }

  resize(size: number): void {
    if (!Number.isInteger(size) || size < 1)
      throw ApiError.parameter(`size should be a whole number from 1, but got ${show(size)}`);
    this.#size = size;
    this.#entries = this.#entries.slice(-size);
  }

  createObserver(callback: unknown) {
    if (typeof callback !== "function")
      throw ApiError.parameter(`callback should be function, but got ${show(callback)}`);
    let types: string[] = [];
    const observer = (entry: Entry) => {
      if (types.includes(entry.entryType)) this.environment.guard(() => callback([entry]));
    };
    return {
      // The documentation passes `{entryTypes}`, the typings a kind and a list.
      observe: (first: unknown, second?: unknown) => {
        const list = Array.isArray(second) ? second : (first as { entryTypes?: unknown } | undefined)?.entryTypes;
        types = Array.isArray(list) ? list.map(String) : [];
        this.#observers.add(observer);
      },
      disconnect: () => void this.#observers.delete(observer),
    };
  }
}
