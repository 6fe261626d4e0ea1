/** A refusal with a sentence in both languages: what, why, and how to mend it. */
export class PublishingError extends Error {
  override readonly name = "PublishingError";

  /**
   * @param status HTTP status that it is answered with.
   * @param code a word for programs
   */
  constructor(
    readonly status: number,
    readonly code: string,
    readonly text: { readonly zh: string; readonly en: string },
    options?: ErrorOptions,
  ) {
    super(text.en, options);
  }

  static notFound(zh: string, en: string): PublishingError {
    return new PublishingError(404, "not-found", { zh, en });
  }

  static invalid(zh: string, en: string): PublishingError {
    return new PublishingError(400, "invalid", { zh, en });
  }

  static conflict(zh: string, en: string): PublishingError {
    return new PublishingError(409, "conflict", { zh, en });
  }

  /** Makes a full disk a sentence, whoever met it: the file system or the database. Other errors stay as they are. */
  static fromStorage(cause: unknown): unknown {
    const { code, message } = cause as { code?: unknown; message?: unknown };
    const full = code === "ENOSPC" || code === "EDQUOT" || /SQLITE_FULL|disk is full/i.test(`${code} ${message}`);
    if (!full) return cause;
    return new PublishingError(
      507,
      "disk-full",
      {
        zh: "服务器的磁盘已满，没有发布任何内容。请在服务器上清理空间（或用 --data 换到更大的磁盘），然后重新执行 upload：已经传完的文件不用再传。",
        en: "The server's disk is full; nothing was published. Free some space there (or move the data folder to a larger disk by --data), then upload again: files that have arrived are not sent twice.",
      },
      { cause },
    );
  }
}
