import { IMMUTABLE_PROGRAM_FILE } from "@lianmai/protocol";
import { PublishingError } from "./publishing-error.js";

/** Where versions are shown. `preview` is no channel: it is the version of the last `lianmai preview`. */
export const CHANNELS = ["testing", "review", "release"] as const;
export type Channel = (typeof CHANNELS)[number];

/** The version that a preview is kept as. */
export const PREVIEW = "preview";

/** Where a published mini-program may send requests. */
export interface RequestDomain {
  /** As the mini-program knows it, such as `https://api.example.com`. */
  readonly origin: string;
  /** Who answers in its place, such as a back end beside this server; the origin itself when absent. */
  readonly target?: string;
}

export interface Program {
  readonly programId: string;
  readonly name: string;
  readonly secret: string;
  readonly domains: readonly RequestDomain[];
  readonly origins: readonly string[];
  readonly revision: number;
  readonly createdAt: number;
}

export interface ProgramFile {
  /** Hexadecimal. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

export interface ProgramVersion {
  readonly version: string;
  readonly changeLog: string;
  readonly hash: string;
  readonly files: Readonly<Record<string, ProgramFile>>;
  readonly size: number;
  readonly uploadedBy: string;
  readonly uploadedAt: number;
}

export interface Release {
  readonly releaseId: number;
  readonly channel: Channel;
  readonly version: string;
  readonly percent: number;
  readonly rolledBack: boolean;
  readonly releasedBy: string;
  readonly releasedAt: number;
}

/** What one program may take up. */
export const PROGRAM_LIMITS = {
  /** Files of one version. */
  files: 2_000,
  /** Bytes of one file. */
  fileSize: 20 * 1024 * 1024,
  /** Bytes of one version. */
  versionSize: 100 * 1024 * 1024,
  /** Bytes of a file that is searched for keys and rewritten as a page. */
  pageSize: 1024 * 1024,
} as const;

const PROGRAM_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{2,63}$/;
const VERSION = /^\d{1,5}\.\d{1,5}\.\d{1,5}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const PLAIN_FILE = /^(index\.html|sw\.js|manifest\.webmanifest)$/;

/** @throws PublishingError */
export function checkProgramId(value: unknown): string {
  if (typeof value === "string" && PROGRAM_ID.test(value)) return value;
  throw PublishingError.invalid(
    "小程序的 appid 应为 3 到 64 个字母、数字、下划线或连字符；请在 project.config.json 中填写。",
    "The appid of a mini-program is 3 to 64 letters, digits, _ or -; set it in project.config.json.",
  );
}

/** @throws PublishingError */
export function checkVersion(value: unknown): string {
  if (typeof value === "string" && VERSION.test(value)) return value;
  throw PublishingError.invalid(
    `版本号应形如 1.2.3，收到的是 ${JSON.stringify(value)}。`,
    `A version looks like 1.2.3, not ${JSON.stringify(value)}.`,
  );
}

/** @throws PublishingError */
export function checkChannel(value: unknown): Channel {
  const channel = CHANNELS.find((one) => one === value);
  if (channel !== undefined) return channel;
  throw PublishingError.invalid(
    `渠道应为 ${CHANNELS.join("、")} 之一，收到的是 ${JSON.stringify(value)}。`,
    `A channel is one of ${CHANNELS.join(", ")}, not ${JSON.stringify(value)}.`,
  );
}

export function isDigest(value: unknown): value is string {
  return typeof value === "string" && SHA256.test(value);
}

/**
 * Takes the list of a version's files apart.
 *
 * @throws PublishingError where it is malformed, too large, or names a path outside of the layout
 */
export function checkFiles(value: unknown): Record<string, ProgramFile> {
  const entries = typeof value === "object" && value !== null ? Object.entries(value as Record<string, unknown>) : [];
  if (entries.length === 0) {
    throw PublishingError.invalid("没有要上传的文件。", "There are no files to upload.");
  }
  if (entries.length > PROGRAM_LIMITS.files) {
    throw PublishingError.invalid(
      `文件有 ${entries.length} 个，最多 ${PROGRAM_LIMITS.files} 个。请删去不用的图片。`,
      `There are ${entries.length} files, ${PROGRAM_LIMITS.files} at most: remove pictures that are not used.`,
    );
  }
  const files: Record<string, ProgramFile> = {};
  let total = 0;
  for (const [path, entry] of entries) {
    const { sha256, size } = (entry ?? {}) as Partial<ProgramFile>;
    if (!isDigest(sha256) || !Number.isSafeInteger(size) || (size as number) < 0 || !isPath(path)) {
      throw PublishingError.invalid(
        `文件表中的 ${path} 有误，请用同一版本的 lianmai 上传。`,
        `The entry ${path} of the list of files is malformed; upload with the lianmai of this server's version.`,
      );
    }
    checkSize(path, size as number);
    total += size as number;
    files[path] = { sha256, size: size as number };
  }
  if (total <= PROGRAM_LIMITS.versionSize) return files;
  throw PublishingError.invalid(
    `整个小程序 ${megabytes(total)}，最多 ${megabytes(PROGRAM_LIMITS.versionSize)}。请压缩图片和视频，或放到自己的服务器上。`,
    `The mini-program has ${megabytes(total)}, ${megabytes(PROGRAM_LIMITS.versionSize)} at most: compress pictures and films, or serve them elsewhere.`,
  );
}

/** @throws PublishingError */
export function checkSize(path: string, size: number): void {
  if (size <= PROGRAM_LIMITS.fileSize) return;
  throw PublishingError.invalid(
    `${path} 有 ${megabytes(size)}，单个文件最多 ${megabytes(PROGRAM_LIMITS.fileSize)}。`,
    `${path} has ${megabytes(size)}; a file may have ${megabytes(PROGRAM_LIMITS.fileSize)} at most.`,
  );
}

function isPath(path: string): boolean {
  if (PLAIN_FILE.test(path)) return true;
  return IMMUTABLE_PROGRAM_FILE.test(path) && !path.split("/").some((part) => part === "" || part.startsWith("."));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
