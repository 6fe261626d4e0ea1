import type { Host, StoredFile } from "../host.js";
import type { PersistentMap } from "./store.js";

type FilesOfFrame = Host["files"];

/** Files under this path are gone when the mini-program starts anew; all others stay. */
const TEMPORARY = "ttfile://temp/";

/** The files of one load of a mini-program: temporary ones in memory, the user's own in the phone's memory. */
export class PhoneFiles implements FilesOfFrame {
  readonly #kept: PersistentMap<StoredFile>;
  readonly #temporary = new Map<string, StoredFile>();
  readonly #urls = new Map<string, string>();

  constructor(kept: PersistentMap<StoredFile>) {
    this.#kept = kept;
  }

  get(path: string): StoredFile | undefined {
    return path.startsWith(TEMPORARY) ? this.#temporary.get(path) : this.#kept.get(path);
  }

  set(path: string, data: Uint8Array, type: string): void {
    this.#forgetUrl(path);
    // A copy of this realm: the frame's own memory goes with the frame.
    const file: StoredFile = { data: new Uint8Array(data), type, modifiedAt: Date.now() };
    if (path.startsWith(TEMPORARY)) this.#temporary.set(path, file);
    else this.#kept.set(path, file);
  }

  remove(path: string): void {
    this.#forgetUrl(path);
    this.#temporary.delete(path);
    this.#kept.remove(path);
  }

  paths(): string[] {
    return [...this.#temporary.keys(), ...this.#kept.entries().map(([path]) => path)];
  }

  url(path: string): string | undefined {
    const known = this.#urls.get(path);
    if (known) return known;
    const file = this.get(path);
    if (!file) return undefined;
    const url = URL.createObjectURL(new Blob([file.data as BlobPart], { type: file.type }));
    this.#urls.set(path, url);
    return url;
  }

  /** The frame is gone: nothing loads its files any more. */
  close(): void {
    for (const path of [...this.#urls.keys()]) this.#forgetUrl(path);
    this.#temporary.clear();
  }

  #forgetUrl(path: string): void {
    const url = this.#urls.get(path);
    if (url) URL.revokeObjectURL(url);
    this.#urls.delete(path);
  }
}
