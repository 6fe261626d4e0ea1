import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { UsageError } from "../errors.js";
import { say } from "../terminal/language.js";

/** Settings of a project for this command, in `lianmai.json` beside `project.config.json`. All are optional. */
export interface ProjectSettings {
  /** Where it is published; what `lianmai login` is for. */
  server?: string;
  /** Folders of back ends to run under `dev` and `preview`, by the origin that the mini-program knows them by. */
  backEnds: Record<string, string>;
  /** Where requests for an origin go instead, under `dev` and `preview`. */
  rewrites: Record<string, string>;
}

/** What can be told of a project without compiling it. */
export interface Project {
  /** Absolute. */
  readonly folder: string;
  readonly appid: string;
  readonly name: string;
  readonly settings: ProjectSettings;
}

export const SETTINGS_FILE = "lianmai.json";

/**
 * Reads what is known of a project.
 *
 * @throws UsageError where the folder holds no mini-program, or its settings are malformed
 */
export function readProject(folder: string): Project {
  const config = readJson(join(folder, "project.config.json")) ?? {};
  if (!existsSync(join(folder, "project.config.json")) && !existsSync(join(folder, "app.json"))) {
    throw new UsageError(
      say(
        `${folder} 中没有 project.config.json 或 app.json，不是小程序项目。请指定项目文件夹，或用 lianmai create 新建一个。`,
        `${folder} holds neither project.config.json nor app.json, so it is no mini-program. Name the project's folder, or make one by lianmai create.`,
      ),
    );
  }
  return {
    folder,
    appid: typeof config.appid === "string" ? config.appid : "",
    name: (typeof config.projectname === "string" && config.projectname) || basename(folder),
    settings: readSettings(folder),
  };
}

/** @throws UsageError where the project has no appid that it could be published under */
export function publishedId(project: Project): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{2,63}$/.test(project.appid)) return project.appid;
  throw new UsageError(
    say(
      `project.config.json 中的 appid 是 ${JSON.stringify(project.appid)}，无法作为发布地址。请填写 3 到 64 个字母、数字、_ 或 -。`,
      `The appid in project.config.json is ${JSON.stringify(project.appid)}, which cannot be an address. Set 3 to 64 letters, digits, _ or -.`,
    ),
  );
}

/** @throws UsageError */
export function readSettings(folder: string): ProjectSettings {
  const file = join(folder, SETTINGS_FILE);
  const { server, backEnds, rewrites, ...unknown } = readJson(file) ?? {};
  const [stray] = Object.keys(unknown).filter((key) => key !== "$schema");
  if (stray !== undefined) {
    throw malformed(file, `“${stray}” 不是可用的设置`, `"${stray}" is no setting`);
  }
  if (server !== undefined && (typeof server !== "string" || !/^https?:\/\//.test(server))) {
    throw malformed(file, "server 应为 http 或 https 地址", '"server" must be an address of http or https');
  }
  const folders = texts(file, "backEnds", backEnds);
  return {
    ...(typeof server === "string" ? { server: new URL(server).origin } : {}),
    backEnds: Object.fromEntries(Object.entries(folders).map(([origin, path]) => [origin, resolve(folder, path)])),
    rewrites: texts(file, "rewrites", rewrites),
  };
}

function texts(file: string, name: string, value: unknown): Record<string, string> {
  if (value === undefined) return {};
  const entries =
    typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
  if (entries?.every(([origin, target]) => /^https?:\/\//.test(origin) && typeof target === "string")) {
    return Object.fromEntries(entries) as Record<string, string>;
  }
  throw malformed(
    file,
    `${name} 应形如 {"https://api.example.com": "..."}`,
    `"${name}" must look like {"https://api.example.com": "..."}`,
  );
}

function readJson(file: string): Record<string, unknown> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch (cause) {
    // The compiler points at the place in files that it reads; this one only the command reads.
    if (file.endsWith(SETTINGS_FILE)) throw malformed(file, (cause as Error).message, (cause as Error).message);
    return {};
  }
  return {};
}

function malformed(file: string, zh: string, en: string): UsageError {
  return new UsageError(say(`${file}：${zh}。`, `${file}: ${en}.`));
}
