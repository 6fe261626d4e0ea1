import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CommandError, UsageError } from "../errors.js";
import { say } from "../terminal/language.js";
import type { Site } from "./site.js";

/** Marks a folder as written by `lianmai build`, so that a later build may replace it. */
const MARK = ".lianmai-build";

/**
 * Writes a site into a folder: whole or not at all. Files that earlier builds put below `v/` and `r/` stay, so that
 * pages in use, whose address they are part of, keep working.
 *
 * @throws UsageError where the folder holds something else
 * @throws CommandError where it cannot be written; what was there before is untouched
 */
export async function writeSite(site: Site, folder: string): Promise<void> {
  if (existsSync(folder) && (await readdir(folder)).length > 0 && !existsSync(join(folder, MARK))) {
    throw new UsageError(
      say(
        `文件夹 ${folder} 中有别的文件，不会覆盖。请用 --out 指定空文件夹。`,
        `The folder ${folder} holds other files, which are not overwritten. Name an empty one by --out.`,
      ),
    );
  }
  const half = `${folder}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    for (const [path, content] of site.files) {
      const file = join(half, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    await writeFile(join(half, MARK), `${site.hash}\n`);
    if (existsSync(folder)) await keepImmutable(folder, half);
    await replace(folder, half);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === "ENOSPC" || code === "EDQUOT") {
      throw new CommandError(
        "disk-full",
        say(
          `磁盘已满，未能写入 ${folder}；原有内容没有改动。请清理空间后重试。`,
          `The disk is full: ${folder} could not be written and is as it was. Free some space and build again.`,
        ),
        { cause },
      );
    }
    throw new CommandError("failed", say(`无法写入 ${folder}：${message}`, `${folder} cannot be written: ${message}`), {
      cause,
    });
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

async function keepImmutable(from: string, to: string): Promise<void> {
  for (const kind of ["v", "r"]) {
    for (const hash of await readdir(join(from, kind)).catch(() => [])) {
      const target = join(to, kind, hash);
      if (!existsSync(target)) await copyFolder(join(from, kind, hash), target);
    }
  }
}

async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyFolder(source, target);
    else await writeFile(target, await readFile(source));
  }
}

async function replace(folder: string, half: string): Promise<void> {
  const old = `${half}.old`;
  await mkdir(dirname(folder), { recursive: true });
  if (existsSync(folder)) await rename(folder, old);
  try {
    await rename(half, folder);
  } catch (error) {
    if (existsSync(old)) await rename(old, folder);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}
