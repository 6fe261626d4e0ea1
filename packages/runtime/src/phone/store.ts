const DATABASE = "lianmai-phones";
const TABLE = "entries";

/** What a phone remembers: the mini-program's own storage, and the user's answers to permission prompts. */
export type StoreKind = "storage" | "permission";

/**
 * The memory of one phone. Reads and writes are synchronous, as `tt.getStorageSync` needs them; IndexedDB follows
 * behind, because `localStorage` holds less than the 10 MB that one mini-program alone may use. Two pages that show
 * the same phone at once each keep their own memory, and the later write wins.
 */
export class PhoneStore {
  readonly #phone: string;
  readonly #database: IDBDatabase | undefined;
  readonly #entries: Record<StoreKind, Map<string, string>>;

  private constructor(
    phone: string,
    database: IDBDatabase | undefined,
    entries: Record<StoreKind, Map<string, string>>,
  ) {
    this.#phone = phone;
    this.#database = database;
    this.#entries = entries;
  }

  /** Reads what the phone remembers. Where the browser keeps no database, the memory lasts as long as the page. */
  static async open(phone: string): Promise<PhoneStore> {
    const entries = { storage: new Map<string, string>(), permission: new Map<string, string>() };
    const database = await openDatabase().catch((error: unknown) => {
      console.warn("This browser keeps no database: storage and permissions are forgotten with the page.", error);
      return undefined;
    });
    if (database) {
      const table = database.transaction(TABLE, "readonly").objectStore(TABLE);
      const range = IDBKeyRange.bound([phone], [phone, []]);
      const [keys, values] = await Promise.all([done(table.getAllKeys(range)), done(table.getAll(range))]);
      keys.forEach((key, index) => {
        const [, kind, name] = key as [string, StoreKind, string];
        entries[kind].set(name, values[index] as string);
      });
    }
    return new PhoneStore(phone, database, entries);
  }

  get(kind: StoreKind, key: string): string | undefined {
    return this.#entries[kind].get(key);
  }

  entries(kind: StoreKind): [key: string, value: string][] {
    return [...this.#entries[kind]];
  }

  set(kind: StoreKind, key: string, value: string): void {
    this.#entries[kind].set(key, value);
    this.#write((table) => table.put(value, [this.#phone, kind, key]));
  }

  remove(kind: StoreKind, key: string): void {
    if (this.#entries[kind].delete(key)) this.#write((table) => table.delete([this.#phone, kind, key]));
  }

  close(): void {
    this.#database?.close();
  }

  #write(change: (table: IDBObjectStore) => void): void {
    if (!this.#database) return;
    const transaction = this.#database.transaction(TABLE, "readwrite");
    transaction.onabort = () => console.error("The phone's memory could not be written.", transaction.error);
    change(transaction.objectStore(TABLE));
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
