import { CommandError } from "./errors.js";
import { say } from "./terminal/language.js";

/**
 * What the file system refused to a command, as a sentence with what to do; undefined for every other error. It is for
 * where nobody nearer to the file knew more.
 */
export function fileFailure(error: unknown): CommandError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") {
    // A write to a file that is open does not tell its name.
    const what = path === undefined ? "" : ` ${path}`;
    return new CommandError(
      "disk-full",
      say(
        `磁盘已满，无法写入${what}。请清理空间后重试。`,
        `The disk is full, nothing more could be written${what === "" ? "" : ` to${what}`}. Free some space and try again.`,
      ),
      { cause: error },
    );
  }
  // Programs that cannot be started have a path too, and another reason.
  if (path === undefined || syscall === undefined || syscall.startsWith("spawn")) return undefined;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return new CommandError(
      "failed",
      say(
        `没有权限使用 ${path}（${code}）。请修改它的权限，或换一个文件夹。`,
        `This user may not use ${path} (${code}). Change its permissions, or choose another folder.`,
      ),
      { cause: error },
    );
  }
  if (code === "ENOTDIR" || code === "EEXIST") {
    return new CommandError(
      "failed",
      say(
        `${path} 的位置上已有一个文件，不能作为文件夹（${code}）。请移走它，或换一个文件夹。`,
        `There is a file where ${path} needs a folder (${code}). Move it away, or choose another folder.`,
      ),
      { cause: error },
    );
  }
  return undefined;
}
