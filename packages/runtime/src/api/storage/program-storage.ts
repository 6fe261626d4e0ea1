import type { Host } from "../../host.js";
import { ApiError } from "../core/errors.js";

/** Bytes of one value, and of all keys and values together; UTF-8, as JSON. */
export const ITEM_LIMIT = 1024 * 1024;
export const TOTAL_LIMIT = 10 * 1024 * 1024;

/** The mini-program's own storage: values of JSON's kinds by key, within the platform's limits. */
export class ProgramStorage {
  readonly #storage: Host["storage"];
  readonly #encoder = new TextEncoder();
  /** Sizes of the values last seen: with many keys, measuring all of them at each write would be slow. */
  readonly #sizes = new Map<string, { text: string; size: number }>();

  constructor(storage: Host["storage"]) {
    this.#storage = storage;
  }

  /** @throws {ApiError} when the value cannot be stored or a limit would be passed */
  set(key: string, data: unknown): void {
    if (key === "") throw ApiError.parameter("the length of params.key should be greater than or equal to 1");
    const text = this.#serialize(key, data);
    const size = this.#bytes(text);
    if (size > ITEM_LIMIT) throw new ApiError("exceed storage item max length", { errNo: 21101, errorType: "D" });
    const others = this.#size() - this.#sizeOf(key, this.#storage.get(key));
    if (others + this.#bytes(key) + size > TOTAL_LIMIT) {
      throw new ApiError("exceed storage max size 10Mb", { errNo: 21102, errorType: "D" });
    }
    this.#storage.set(key, text);
  }

  /** A missing key reads as the empty string. */
  get(key: string): unknown {
    const text = this.#storage.get(key);
    if (text === undefined) return "";
    try {
      return JSON.parse(text) as unknown;
    } catch {
      // Edited by hand in the simulator's panel: better the text as it is than an exception in the program.
      return text;
    }
  }

  remove(key: string): void {
    this.#storage.remove(key);
    this.#sizes.delete(key);
  }

  clear(): void {
    for (const key of this.#storage.keys()) this.remove(key);
  }

  /** Sizes in KB, rounded up. */
  info(): { keys: string[]; currentSize: number; limitSize: number } {
    return {
      keys: this.#storage.keys(),
      currentSize: Math.ceil(this.#size() / 1024),
      limitSize: TOTAL_LIMIT / 1024,
    };
  }

  #serialize(key: string, data: unknown): string {
    // An absent value reads back as the empty string, as a missing key does.
    if (data === undefined) return '""';
    let text: string | undefined;
    try {
      text = JSON.stringify(data);
    } catch (cause) {
      throw new ApiError(
        `the value of "${key}" cannot be written as JSON: ${String(cause)}`,
        { errorType: "D" },
        { cause },
      );
    }
    if (text === undefined) throw ApiError.parameter(`params.data of "${key}" should not be a ${typeof data}`);
    return text;
  }

  #size(): number {
    return this.#storage.keys().reduce((sum, key) => sum + this.#sizeOf(key, this.#storage.get(key)), 0);
  }

  #sizeOf(key: string, text: string | undefined): number {
    if (text === undefined) return 0;
    const known = this.#sizes.get(key);
    if (known?.text === text) return known.size;
    const size = this.#bytes(key) + this.#bytes(text);
    this.#sizes.set(key, { text, size });
    return size;
  }

  #bytes(text: string): number {
    return this.#encoder.encode(text).byteLength;
  }
}
