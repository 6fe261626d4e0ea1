import { ApiError } from "../core/errors.js";
import { isArrayBuffer, show } from "../core/options.js";
import { decodeBytes, type Encoding, encodeText } from "./encodings.js";
import type { FileStatus, FileSystem } from "./file-system.js";
import { normalizePath, parentOf, USER_ROOT } from "./path.js";
import { unzip } from "./zip.js";

/** What `stat` answers with: numbers of POSIX, and what they mean. */
export interface Stats {
  mode: string;
  size: number;
  lastAccessedTime: number;
  lastModifiedTime: number;
  isDirectory(): boolean;
  isFile(): boolean;
}

/** The operations of the platform's file system, over ours. */
export class FileOperations {
  constructor(private readonly files: FileSystem) {}

  access(path: string): FileStatus {
    return this.files.status(path);
  }

  /** Without an encoding the bytes as an ArrayBuffer. */
  readFile(path: string, encoding?: Encoding, position = 0, length?: number): string | ArrayBuffer {
    const { data } = this.files.read(path);
    if (position < 0 || (position > 0 && position >= data.byteLength)) {
      throw ApiError.parameter(
        `params.position should be within the ${data.byteLength} bytes of the file, but got ${position}`,
      );
    }
    const part = data.slice(position, length === undefined ? undefined : position + length);
    return encoding ? decodeBytes(part, encoding) : part.buffer;
  }

  writeFile(path: string, data: unknown, encoding?: Encoding): void {
    this.files.write(path, toBytes(data, encoding));
  }

  appendFile(path: string, data: unknown, encoding?: Encoding): void {
    const { data: before, type } = this.files.read(path);
    const added = toBytes(data, encoding);
    const whole = new Uint8Array(before.byteLength + added.byteLength);
    whole.set(before);
    whole.set(added, before.byteLength);
    this.files.write(path, whole, type);
  }

  /** Makes a file shorter, or longer with zeros. */
  truncate(path: string, length: number): void {
    if (!Number.isInteger(length) || length < 0) {
      throw ApiError.parameter(`params.length should be a whole number from 0, but got ${length}`);
    }
    const { data, type } = this.files.read(path);
    const whole = new Uint8Array(length);
    whole.set(data.subarray(0, length));
    this.files.write(path, whole, type);
  }

  /** Writes all files of an archive into a folder, which is made where it is missing. */
  async unzip(path: string, folder: string): Promise<void> {
    const entries = await unzip(this.files.read(path).data);
    this.files.makeFolder(folder, true);
    for (const { path: name, data } of entries) {
      const target = `${folder.replace(/\/$/, "")}/${name}`;
      // A path may lead out of the folder: what is written must be below it.
      if (!normalizePath(target).startsWith(`${normalizePath(folder)}/`)) {
        throw new ApiError(`the archive leads out of its folder: ${name}`, { errorType: "D" });
      }
      if (name.endsWith("/")) this.files.makeFolder(target, true);
      else {
        this.files.makeFolder(parentOf(normalizePath(target)), true);
        this.files.write(target, data);
      }
    }
  }

  copyFile(from: string, to: string): void {
    const { data, type } = this.files.read(from);
    this.files.write(to, data, type);
  }

  rename(from: string, to: string): void {
    this.files.rename(from, to);
  }

  unlink(path: string): void {
    this.files.remove(path);
  }

  mkdir(path: string, recursive: boolean): void {
    this.files.makeFolder(path, recursive);
  }

  rmdir(path: string, recursive: boolean): void {
    this.files.removeFolder(path, recursive);
  }

  readdir(path: string): string[] {
    return this.files.list(path);
  }

  /** One answer, or with `recursive` on a folder one for each thing in it, by path from there. */
  stat(path: string, recursive: boolean): Stats | { path: string; stats: Stats }[] {
    const status = this.files.status(path);
    if (!recursive || !status.isFolder) return toStats(status);
    const [root = "", ...inside] = this.files.below(path);
    return [root, ...inside].map((one) => ({
      path: one === root ? "/" : one.slice(root.length),
      stats: toStats(this.files.status(one)),
    }));
  }

  /** Moves a temporary file into the user's folder; without a path it gets a name of its own there. */
  saveFile(from: string, to?: string): string {
    const { data, type } = this.files.read(from);
    const target = to ?? `${USER_ROOT}/${from.split("/").at(-1)}`;
    this.files.write(target, data, type);
    return target;
  }

  savedFiles(): { filePath: string; size: number; createTime: number }[] {
    return this.files
      .below(USER_ROOT)
      .map((filePath) => ({ filePath, status: this.files.status(filePath) }))
      .filter(({ status }) => !status.isFolder)
      .map(({ filePath, status }) => ({ filePath, size: status.size, createTime: status.modifiedAt }));
  }

  fileInfo(path: string): { size: number } {
    return { size: this.files.read(path).data.byteLength };
  }
}

function toBytes(data: unknown, encoding: Encoding = "utf8"): Uint8Array {
  if (typeof data === "string") return encodeText(data, encoding);
  if (isArrayBuffer(data)) return new Uint8Array(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  throw ApiError.parameter(`params.data should be string or ArrayBuffer, but got ${show(data)}`);
}

function toStats({ size, isFolder, modifiedAt }: FileStatus): Stats {
  return {
    mode: isFolder ? "16877" : "33188",
    size,
    lastAccessedTime: modifiedAt,
    lastModifiedTime: modifiedAt,
    isDirectory: () => isFolder,
    isFile: () => !isFolder,
  };
}
