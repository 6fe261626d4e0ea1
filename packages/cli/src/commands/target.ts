import { statSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../errors.js";
import { publishedId, readProject } from "../project/project.js";
import { say } from "../terminal/language.js";

/** A published program, named by its project's folder or by its appid. */
export interface Target {
  appid: string;
  /** The server that the project names. */
  server?: string;
}

/** @throws UsageError where the value is neither */
export function targetOf(value: string, cwd: string): Target {
  const folder = resolve(cwd, value);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    const project = readProject(folder);
    const { server } = project.settings;
    return { appid: publishedId(project), ...(server === undefined ? {} : { server }) };
  }
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{2,63}$/.test(value)) return { appid: value };
  throw new UsageError(
    say(`${value} 既不是项目文件夹，也不是 appid。`, `${value} is neither the folder of a project nor an appid.`),
  );
}

/** Where a program is shown. */
export function pageUrl(server: string, appid: string, channel: string): string {
  const below = channel === "release" ? "" : `${channel}/`;
  return new URL(`/p/${encodeURIComponent(appid)}/${below}`, server).href;
}
