import { createHash, randomBytes } from "node:crypto";
import { createReadStream, type ReadStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { PublishingError } from "./publishing-error.js";

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

/** What does not become a twentieth smaller is sent as it is: pictures, sounds, films. */
const WORTHWHILE = 0.95;
/** The best level takes seconds for a large file and gains a percent. */
const BROTLI_QUALITY = 9;
/** A file that nobody refers to is kept this long, in milliseconds: an upload that was interrupted may go on. */
const UNUSED_LIFETIME = 24 * 3600_000;

export type Encoding = "identity" | "gzip" | "br";

/**
 * The files of all versions, by digest: what two versions share is there once. A file is there whole or not at all:
 * it is written beside, checked against its digest, and moved into place as the last step.
 */
export class BlobStore {
  readonly #root: string;
  readonly #halves: string;

  /** @param root folder for the files; made when missing */
  constructor(root: string) {
    this.#root = join(root, "files");
    this.#halves = join(root, "halves");
  }

  /** Removes what an earlier run was writing when it ended. */
  async open(): Promise<void> {
    await rm(this.#halves, { recursive: true, force: true });
    await mkdir(this.#halves, { recursive: true });
    await mkdir(this.#root, { recursive: true });
  }

  /** Whether it is there. Asking keeps it from being swept for a day. */
  async has(sha256: string): Promise<boolean> {
    const now = new Date();
    try {
      await utimes(this.#path(sha256, "identity"), now, now);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Takes a file in, and makes its compressed forms.
   *
   * @throws PublishingError where it is not what its digest says, or the disk is full
   */
  async put(sha256: string, content: Buffer): Promise<void> {
    if (createHash("sha256").update(content).digest("hex") !== sha256) {
      throw new PublishingError(400, "damaged", {
        zh: "文件在传输中损坏，请重新执行 upload，会从断开处继续。",
        en: "A file was damaged on its way. Upload again; it goes on where it stopped.",
      });
    }
    const packed = await compressGzip(content, { level: constants.Z_BEST_COMPRESSION });
    const worthwhile = packed.length < content.length * WORTHWHILE;
    try {
      if (worthwhile) {
        const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
        await this.#place(this.#path(sha256, "br"), await compressBrotli(content, { params }));
        await this.#place(this.#path(sha256, "gzip"), packed);
      }
      // Last: whoever finds it finds its other forms too.
      await this.#place(this.#path(sha256, "identity"), content);
    } catch (error) {
      throw PublishingError.fromStorage(error);
    }
  }

  read(sha256: string): Promise<Buffer> {
    return readFile(this.#path(sha256, "identity"));
  }

  /** Size in bytes of one form; undefined where it is not there. */
  async size(sha256: string, encoding: Encoding): Promise<number | undefined> {
    const stats = await stat(this.#path(sha256, encoding)).catch(() => undefined);
    return stats?.size;
  }

  /** @param range first and last byte, both included */
  stream(sha256: string, encoding: Encoding, range?: { start: number; end: number }): ReadStream {
    return createReadStream(this.#path(sha256, encoding), range ?? {});
  }

  /** Removes files that no version refers to and nobody asked for in the last day. @returns how many */
  async sweep(used: ReadonlySet<string>, now: number): Promise<number> {
    let removed = 0;
    for (const folder of await readdir(this.#root)) {
      for (const name of await readdir(join(this.#root, folder))) {
        const sha256 = name.split(".")[0] ?? "";
        if (name !== sha256 || used.has(sha256)) continue;
        const stats = await stat(join(this.#root, folder, name)).catch(() => undefined);
        if (stats === undefined || now - stats.mtimeMs < UNUSED_LIFETIME) continue;
        for (const encoding of ["identity", "gzip", "br"] as const) {
          await rm(this.#path(sha256, encoding), { force: true });
        }
        removed++;
      }
    }
    return removed;
  }

  async #place(path: string, content: Buffer): Promise<void> {
    const half = join(this.#halves, randomBytes(12).toString("hex"));
    try {
      const file = await open(half, "wx", 0o600);
      try {
        await file.writeFile(content);
        // A file in its place is a promise that its content is on the disk.
        await file.sync();
      } finally {
        await file.close();
      }
      await mkdir(join(path, ".."), { recursive: true });
      await rename(half, path);
    } catch (error) {
      await rm(half, { force: true });
      throw error;
    }
  }

  #path(sha256: string, encoding: Encoding): string {
    const suffix = encoding === "identity" ? "" : encoding === "gzip" ? ".gz" : ".br";
    return join(this.#root, sha256.slice(0, 2), sha256 + suffix);
  }
}
