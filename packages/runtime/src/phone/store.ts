import type { StoredFile } from "../host.js";

const DATABASE = "lianmai-phones";
const TABLE = "entries";
const KINDS = ["storage", "permission", "file"] as const;
type Kind = (typeof KINDS)[number];

/**
 * The memory of one phone: the mini-program's storage and files, and the user's answers to permission prompts. Reads
 * and writes are synchronous, as `tt.getStorageSync` needs them; IndexedDB follows behind, because `localStorage`
 * holds less than the 10 MB that one mini-program alone may use. Two pages that show the same phone at once each keep
 * their own memory, and the later write wins.
 */
export class PhoneStore {
  readonly storage: PersistentMap<string>;
  readonly permissions: PersistentMap<string>;
  readonly files: PersistentMap<StoredFile>;
  readonly #database: IDBDatabase | undefined;

  private constructor(phone: string, database: IDBDatabase | undefined, entries: Record<Kind, Map<string, unknown>>) {
    this.#database = database;
    this.storage = new PersistentMap(phone, "storage", database, entries.storage as Map<string, string>);
    this.permissions = new PersistentMap(phone, "permission", database, entries.permission as Map<string, string>);
    this.files = new PersistentMap(phone, "file", database, entries.file as Map<string, StoredFile>);
  }

  /** Reads what the phone remembers. Where the browser keeps no database, the memory lasts as long as the page. */
  static async open(phone: string): Promise<PhoneStore> {
    const entries = { storage: new Map(), permission: new Map(), file: new Map() };
    try {
      const database = await openDatabase();
      const table = database.transaction(TABLE, "readonly").objectStore(TABLE);
      const range = IDBKeyRange.bound([phone], [phone, []]);
      const [keys, values] = await Promise.all([done(table.getAllKeys(range)), done(table.getAll(range))]);
      keys.forEach((key, index) => {
        const [, kind, name] = key as [string, Kind, string];
        entries[kind]?.set(name, values[index]);
      });
      return new PhoneStore(phone, database, entries);
    } catch (error) {
      console.warn("This browser keeps no database: storage and permissions are forgotten with the page.", error);
      return new PhoneStore(phone, undefined, entries);
    }
  }

  close(): void {
    this.#database?.close();
  }
}

/** Values of one kind by key. What is set is there at once, and in the database soon after. */
export class PersistentMap<V> {
  readonly #place: [phone: string, kind: Kind];
  readonly #database: IDBDatabase | undefined;
  readonly #entries: Map<string, V>;

  constructor(phone: string, kind: Kind, database: IDBDatabase | undefined, entries: Map<string, V>) {
    this.#place = [phone, kind];
    this.#database = database;
    this.#entries = entries;
  }

  get(key: string): V | undefined {
    return this.#entries.get(key);
  }

  entries(): [key: string, value: V][] {
    return [...this.#entries];
  }

  set(key: string, value: V): void {
    this.#entries.set(key, value);
    this.#write((table) => table.put(value, [...this.#place, key]));
  }

  remove(key: string): void {
    if (this.#entries.delete(key)) this.#write((table) => table.delete([...this.#place, key]));
  }

  #write(change: (table: IDBObjectStore) => void): void {
    if (!this.#database) return;
    const failed = (error: unknown) => console.error("The phone's memory could not be written.", error);
    try {
      const transaction = this.#database.transaction(TABLE, "readwrite");
      transaction.onabort = () => failed(transaction.error);
      change(transaction.objectStore(TABLE));
      // Said at once, it is kept also where the page ends now; else the browser waits for an answer that nobody hears.
      transaction.commit();
    } catch (error) {
      // The browser closed the database, such as when the user clears the site's data: memory goes on without it.
      failed(error);
    }
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
  return done(request);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
