import type { Host, StoredFile } from "../../host.js";
import { ApiError } from "../core/errors.js";
import { normalizePath, parentOf, TEMPORARY_ROOT, USER_ROOT, writablePath } from "./path.js";

/** Bytes of all files in the user's folder. */
export const SPACE_LIMIT = 50 * 1024 * 1024;
/** A folder is an entry of this type, so that an empty one exists as well. */
const FOLDER_TYPE = "inode/directory";

export interface FileStatus {
  size: number;
  isFolder: boolean;
  /** Seconds. */
  modifiedAt: number;
}

/** The file system of a mini-program: folders over the phone's flat list of files. */
export class FileSystem {
  readonly #files: Host["files"];
  #nextTemporary = 1;

  constructor(files: Host["files"]) {
    this.#files = files;
  }

  /** @throws {ApiError} when there is no such file */
  read(path: string): StoredFile {
    const normal = normalizePath(path);
    const file = this.#files.get(normal);
    if (!file) throw noSuchFile(path);
    if (file.type === FOLDER_TYPE) throw new ApiError(`illegal operation on a directory, open "${path}"`);
    // The copy is of this realm, and what is stored stays as it is.
    return { ...file, data: new Uint8Array(file.data) };
  }

  /** @throws {ApiError} when the folder is missing, the path is one itself, or the space is full */
  write(path: string, data: Uint8Array, type = ""): void {
    const normal = writablePath(path);
    this.#demandFolder(parentOf(normal), path);
    const present = this.#entry(normal);
    if (present?.isFolder) throw new ApiError(`illegal operation on a directory, open "${path}"`);
    if (this.#used() - (present?.size ?? 0) + data.byteLength > SPACE_LIMIT) {
      throw new ApiError(`the user's folder is full: it holds ${SPACE_LIMIT / 1024 / 1024} MB`, { errorType: "D" });
    }
    this.#files.set(normal, data, type);
  }

  /** Keeps bytes until the mini-program ends, and says under which path. */
  writeTemporary(data: Uint8Array, type: string, extension: string): string {
    const path = `${TEMPORARY_ROOT}/${Date.now().toString(36)}-${this.#nextTemporary++}.${extension}`;
    this.#files.set(path, data, type);
    return path;
  }

  remove(path: string): void {
    const normal = writablePath(path);
    const entry = this.#entry(normal);
    if (!entry) throw noSuchFile(path);
    if (entry.isFolder) throw new ApiError(`operation not permitted, unlink "${path}"`);
    this.#files.remove(normal);
  }

  makeFolder(path: string, recursive: boolean): void {
    const normal = writablePath(path);
    if (this.#entry(normal)) {
      if (recursive) return;
      throw new ApiError(`file already exists, mkdir "${path}"`);
    }
    const parent = parentOf(normal);
    if (recursive && parent !== USER_ROOT) this.makeFolder(parent, true);
    this.#demandFolder(parent, path);
    this.#files.set(normal, new Uint8Array(), FOLDER_TYPE);
  }

  removeFolder(path: string, recursive: boolean): void {
    const normal = writablePath(path);
    const entry = this.#entry(normal);
    if (!entry?.isFolder || normal === USER_ROOT) throw noSuchFile(path, "no such directory");
    const inside = this.#files.paths().filter((candidate) => candidate.startsWith(`${normal}/`));
    if (inside.length > 0 && !recursive) throw new ApiError(`directory not empty, rmdir "${path}"`);
    for (const one of [...inside, normal]) this.#files.remove(one);
  }

  /** Names in a folder, sorted. */
  list(path: string): string[] {
    const normal = normalizePath(path);
    if (!this.#entry(normal)?.isFolder) throw noSuchFile(path, "no such directory");
    const names = this.#files
      .paths()
      .filter((candidate) => candidate.startsWith(`${normal}/`))
      .map((candidate) => candidate.slice(normal.length + 1).split("/")[0] ?? "");
    return [...new Set(names)].sort();
  }

  /** @throws {ApiError} when nothing is there */
  status(path: string): FileStatus {
    const entry = this.#entry(normalizePath(path));
    if (!entry) throw noSuchFile(path);
    return entry;
  }

  /** Moves a file, or a folder with all that is in it. */
  rename(from: string, to: string): void {
    const source = writablePath(from);
    const target = writablePath(to);
    const entry = this.#entry(source);
    if (!entry) throw noSuchFile(from);
    this.#demandFolder(parentOf(target), to);
    if (this.#entry(target)?.isFolder) throw new ApiError(`file already exists, rename "${to}"`);
    const moved = this.#files.paths().filter((path) => path === source || path.startsWith(`${source}/`));
    for (const path of moved) {
      const file = this.#files.get(path);
      if (!file) continue;
      this.#files.set(target + path.slice(source.length), file.data, file.type);
      this.#files.remove(path);
    }
  }

  /** All files below a path, its own first. */
  below(path: string): string[] {
    const normal = normalizePath(path);
    return [normal, ...this.#files.paths().filter((candidate) => candidate.startsWith(`${normal}/`))].sort();
  }

  #entry(normal: string): FileStatus | undefined {
    if (normal === USER_ROOT || normal === TEMPORARY_ROOT) return { size: 0, isFolder: true, modifiedAt: 0 };
    const file = this.#files.get(normal);
    if (!file) return undefined;
    const isFolder = file.type === FOLDER_TYPE;
    return { size: file.data.byteLength, isFolder, modifiedAt: Math.floor(file.modifiedAt / 1000) };
  }

  #demandFolder(normal: string, path: string): void {
    if (!this.#entry(normal)?.isFolder) throw noSuchFile(path);
  }

  #used(): number {
    return this.#files
      .paths()
      .filter((path) => path.startsWith(USER_ROOT))
      .reduce((sum, path) => sum + (this.#files.get(path)?.data.byteLength ?? 0), 0);
  }
}

function noSuchFile(path: string, what = "no such file or directory"): ApiError {
  return new ApiError(`${what}, access "${path}"`, { errorType: "D" });
}
