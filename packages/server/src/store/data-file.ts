import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { StoreError } from "./store-error.js";

/**
 * Makes the folder and a database file in it, where they are missing, for this user only.
 *
 * @returns the path of the file
 * @throws StoreError
 */
export function makeDataFile(dataDir: string, name: string): string {
  const file = join(dataDir, name);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // Made here and not by SQLite, which would leave it readable for others; its -wal and -shm take the same mode.
    closeSync(openSync(file, "a", 0o600));
    chmodSync(file, 0o600);
    return file;
  } catch (cause) {
    throw StoreError.of(`the data folder ${dataDir}`, cause);
  }
}
