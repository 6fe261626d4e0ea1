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
