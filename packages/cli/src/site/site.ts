import { createHash } from "node:crypto";

/** A built mini-program: what any static host can serve and what is uploaded to a server. */
export interface Site {
  /** Of `project.config.json`; empty where the project has none. */
  readonly appid: string;
  readonly name: string;
  /** Changes whenever a file does. */
  readonly hash: string;
  /** By path relative to the page, with forward slashes. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** Request domains that the sources name, such as `https://api.example.com`. */
  readonly origins: readonly string[];
}

/** SHA-256 in hexadecimal. */
export function digest(content: Buffer | string): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The part of a digest that stands in paths: as long as `IMMUTABLE_PROGRAM_FILE` wants it. */
export function folderDigest(files: ReadonlyMap<string, Buffer>): string {
  const hash = createHash("sha256");
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${path}\n${digest(content)}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

/** How many bytes the files have together. */
export function sizeOf(files: ReadonlyMap<string, Buffer>): number {
  return [...files.values()].reduce((sum, { length }) => sum + length, 0);
}
