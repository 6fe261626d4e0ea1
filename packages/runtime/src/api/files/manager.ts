import type { Environment } from "../../kernel/environment.js";
import { asynchronous, buildMembers, synchronous, type Topic } from "../core/definition.js";
import {
  anything,
  boolean,
  type Checked,
  checkOptions,
  choice,
  number,
  optional,
  type Rules,
  required,
  string,
} from "../core/options.js";
import { ENCODINGS } from "./encodings.js";
import type { FileOperations } from "./operations.js";

/** The object of `tt.getFileSystemManager`: every operation with options, and its synchronous form with arguments. */
export function createFileSystemManager(environment: Environment, run: FileOperations): Record<string, unknown> {
  const path = required(string);
  const encoding = optional(choice(...ENCODINGS));
  const recursive = optional(boolean, false);
  return buildMembers(
    {
      ...both("access", { path }, (options) => void run.access(options.path)),
      ...both(
        "readFile",
        { filePath: path, encoding, position: optional(number), length: optional(number) },
        (options) => ({
          data: run.readFile(options.filePath, options.encoding, options.position, options.length),
        }),
      ),
      ...both("writeFile", { filePath: path, data: required(anything), encoding }, (options) =>
        run.writeFile(options.filePath, options.data, options.encoding),
      ),
      ...both("appendFile", { filePath: path, data: required(anything), encoding }, (options) =>
        run.appendFile(options.filePath, options.data, options.encoding),
      ),
      ...both("copyFile", { srcPath: path, destPath: path }, (options) =>
        run.copyFile(options.srcPath, options.destPath),
      ),
      ...both("rename", { oldPath: path, newPath: path }, (options) => run.rename(options.oldPath, options.newPath)),
      ...both("unlink", { filePath: path }, (options) => run.unlink(options.filePath)),
      ...both("mkdir", { dirPath: path, recursive }, (options) => run.mkdir(options.dirPath, options.recursive)),
      ...both("rmdir", { dirPath: path, recursive }, (options) => run.rmdir(options.dirPath, options.recursive)),
      ...both("readdir", { dirPath: path }, (options) => ({ files: run.readdir(options.dirPath) })),
      ...both("stat", { path, recursive }, (options) => {
        const stats = run.stat(options.path, options.recursive);
        return { stat: Array.isArray(stats) ? stats[0]?.stats : stats, stats };
      }),
      ...both("saveFile", { tempFilePath: path, filePath: optional(string) }, (options) => ({
        savedFilePath: run.saveFile(options.tempFilePath, options.filePath),
      })),
      ...both("truncate", { filePath: path, length: optional(number, 0) }, (options) =>
        run.truncate(options.filePath, options.length),
      ),
      unzip: asynchronous({
        options: { zipFilePath: path, targetPath: path },
        run: (options) => run.unzip(options.zipFilePath, options.targetPath),
      }),
      getFileInfo: asynchronous({ options: { filePath: path }, run: (options) => run.fileInfo(options.filePath) }),
      getSavedFileList: asynchronous({ run: () => ({ fileList: run.savedFiles() }) }),
      removeSavedFile: asynchronous({ options: { filePath: path }, run: (options) => run.unlink(options.filePath) }),
    },
    environment,
  );
}

/** The one thing that a synchronous form returns; the others return nothing. */
const SYNC_RESULT: Record<string, string> = {
  readFile: "data",
  readdir: "files",
  stat: "stats",
  saveFile: "savedFilePath",
};

function both<R extends Rules>(
  name: string,
  rules: R,
  // biome-ignore lint/suspicious/noConfusingVoidType: most operations answer with nothing.
  run: (options: Checked<R>) => Record<string, unknown> | void,
): Topic {
  const names = Object.keys(rules);
  const result = SYNC_RESULT[name];
  return {
    [name]: asynchronous({ options: rules, run }),
    [`${name}Sync`]: synchronous({
      call(...args: unknown[]) {
        const options = Object.fromEntries(names.map((option, index) => [option, args[index]]));
        const answer = run(checkOptions(rules, options));
        return result ? answer?.[result] : undefined;
      },
    }),
  };
}
