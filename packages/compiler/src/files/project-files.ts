import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";

/** A file of the project as it was read. */
export interface ProjectFile {
  /** Relative to the folder of the mini-program, forward slashes. */
  readonly path: string;
  readonly absolute: string;
  readonly text: string;
  /** Of the content, for caches. */
  readonly hash: string;
}

/**
 * The files of one folder, read once and kept until they are said to have changed. A path that was looked for and not
 * found is kept too, because its appearance changes the result as much as an edit does.
 */
export class ProjectFiles {
  readonly root: string;
  readonly #projectRoot: string;
  readonly #cache = new Map<string, ProjectFile | undefined>();
  #seen = new Set<string>();

  /**
   * @param root Folder, absolute or relative to the working directory.
   * @param projectRoot Folder in which `node_modules` is also looked for, when the mini-program is in a folder below.
   */
  constructor(root: string, projectRoot = root) {
    this.root = resolve(root);
    this.#projectRoot = resolve(projectRoot);
  }

  /**
   * Forgets files, and what `watched` says.
   *
   * @param changed Absolute paths or paths relative to the root; everything is forgotten when absent.
   */
  begin(changed?: Iterable<string>): void {
    this.#seen = new Set();
    if (!changed) this.#cache.clear();
    else for (const path of changed) this.#forget(path);
  }

  /** @returns The file, or `undefined` where there is none or it is a folder. */
  read(path: string): ProjectFile | undefined {
    this.#seen.add(path);
    if (this.#cache.has(path)) return this.#cache.get(path);
    const file = this.#load(path);
    this.#cache.set(path, file);
    return file;
  }

  has(path: string): boolean {
    return this.read(path) !== undefined;
  }

  /** Absolute paths of the files that were looked at since `begin`. */
  watched(): string[] {
    return [...this.#seen].flatMap((path) => this.#cache.get(path)?.absolute ?? []);
  }

  /** A folder that is removed or renamed is said to have changed as a whole. */
  #forget(path: string): void {
    for (const root of [this.root, this.#projectRoot]) {
      const changed = relativeTo(root, path);
      for (const known of this.#cache.keys()) {
        if (known === changed || known.startsWith(`${changed}/`)) this.#cache.delete(known);
      }
    }
  }

  #load(path: string): ProjectFile | undefined {
    try {
      const absolute = this.#find(path);
      if (absolute === undefined) return undefined;
      const text = readFileSync(absolute, "utf8").replace(/^\ufeff/, "");
      return { path, absolute, text, hash: createHash("sha1").update(text).digest("base64url") };
    } catch {
      // A file that vanishes between the two calls, or that may not be read, is as good as absent.
      return undefined;
    }
  }

  #find(path: string): string | undefined {
    const roots = path.startsWith("node_modules/") ? [this.root, this.#projectRoot] : [this.root];
    return roots.map((root) => join(root, path)).find((it) => statSync(it, { throwIfNoEntry: false })?.isFile());
  }
}

/** With forward slashes; paths that are not absolute stay. */
export function relativeTo(root: string, path: string): string {
  return (isAbsolute(path) ? relative(root, path) : path).split(sep).join("/").replace(/^\.\//, "");
}
