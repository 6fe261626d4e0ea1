/** The data folder or a database in it cannot be used; the message says why and what to do. */
export class StoreError extends Error {
  override readonly name = "StoreError";

  /** What SQLite or the system said, as a sentence about the file. */
  static of(file: string, cause: unknown): StoreError {
    const { code, message } = cause as { code?: string; message?: string };
    return new StoreError(`${file} ${explain(code ?? "", message ?? String(cause))}`, { cause });
  }

  static newer(file: string, cause?: unknown): StoreError {
    const message = `${file} was written by a newer version of this program: update the program, or choose another data folder`;
    return new StoreError(message, cause === undefined ? undefined : { cause });
  }
}

/** What became of the database while the server runs, in words that name no file. */
const DATABASE_TROUBLE: readonly (readonly [code: RegExp, what: string])[] = [
  [/^SQLITE_(BUSY|LOCKED)/, "is locked by another program"],
  [/^SQLITE_READONLY/, "cannot be written by the user that the server runs as"],
  [/^SQLITE_FULL/, "has no room left on its disk"],
  [/^SQLITE_(NOTADB|CORRUPT)/, "is damaged"],
  [/^SQLITE_IOERR/, "is on a disk that does not work"],
];

/** @returns what is wrong with the database, as the end of a sentence about it; undefined when the error is another */
export function databaseTrouble(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = String((at as { code?: unknown }).code ?? "");
    const found = DATABASE_TROUBLE.find(([pattern]) => pattern.test(code));
    if (found) return found[1];
  }
  return undefined;
}

function explain(code: string, detail: string): string {
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return "is locked by another program: stop the one that has it open for writing, such as a database tool or a backup, and start again";
  }
  if (/^SQLITE_READONLY|^E(ROFS|ACCES|PERM)$/.test(code)) {
    return `cannot be written by this user (${detail}): give the user the right to write file and folder, or choose another data folder`;
  }
  if (/^SQLITE_FULL|^E(NOSPC|DQUOT)$/.test(code)) {
    return `cannot grow (${detail}): free space on its disk, or choose another data folder`;
  }
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) {
    return `is no database or is damaged (${detail}): put a copy of it back, or choose another data folder`;
  }
  return `cannot be used: ${detail}. Check that this user may write there and that the disk works, or choose another data folder`;
}
