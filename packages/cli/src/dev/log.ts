import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { destination, type Logger, pino } from "pino";

/** The log of one run. */
export interface RunLog {
  file: string;
  logger: Logger;
}

/**
 * Opens a log file of JSON lines in a folder. The one of the run before is kept beside it with `.old` behind its name,
 * so that logs do not grow without end and a restart does not take away what explains it.
 */
export function openLog(folder: string, name: string): RunLog {
  mkdirSync(folder, { recursive: true });
  const file = freshLogFile(folder, name);
  // Written at once: the last lines before a crash are the ones that are wanted.
  return { file, logger: pino({ level: "debug" }, destination({ dest: file, sync: true })) };
}

/** A file name in a folder, with the one of the run before moved out of the way. */
export function freshLogFile(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.log`);
  if (existsSync(file)) renameSync(file, `${file}.old`);
  return file;
}
