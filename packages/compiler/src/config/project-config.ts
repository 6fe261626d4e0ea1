import type { OwnSettings, ProjectConfig } from "../bundle.js";
import type { Diagnostic } from "../diagnostic/diagnostic.js";
import type { ProjectFiles } from "../files/project-files.js";
import { isObject, type JsonObject, parseJson } from "./json.js";

export interface LoadedProjectConfig {
  project: ProjectConfig;
  /** Folder of the mini-program inside the project; empty when it is the project's own. */
  miniprogramRoot: string;
}

/** Reads `project.config.json` and lays `project.private.config.json` over it. Neither has to exist. */
export function loadProjectConfig(files: ProjectFiles, report: (diagnostic: Diagnostic) => void): LoadedProjectConfig {
  const read = (path: string): JsonObject => {
    const file = files.read(path);
    return file ? parseJson(file, report).value : {};
  };
  const shared = read("project.config.json");
  const own = read("project.private.config.json");
  const merged =
    shared.disablePrivate === true || own.disablePrivate === true
      ? shared
      : { ...shared, ...own, setting: { ...object(shared.setting), ...object(own.setting) } };
  const setting = object(merged.setting);
  return {
    project: {
      appid: string(merged.appid),
      projectname: string(merged.projectname),
      urlCheck: setting.urlCheck !== false,
      condition: conditions(merged.condition),
      lianmai: ownSettings(merged.lianmai),
    },
    miniprogramRoot: string(merged.miniprogramRoot)
      .split("/")
      .filter((part) => part !== "" && part !== "." && part !== "..")
      .join("/"),
  };
}

const DOMAIN_KINDS = ["request", "socket", "uploadFile", "downloadFile"] as const;

/** The parts of `lianmai` that are of the right type; others are as if they were not there. */
function ownSettings(value: unknown): OwnSettings {
  const { domains, map } = object(value);
  const given = object(domains);
  const lists = DOMAIN_KINDS.flatMap((kind) => {
    const list = given[kind];
    return Array.isArray(list) ? [[kind, list.filter((it) => typeof it === "string")] as const] : [];
  });
  const texts = Object.entries(object(map)).filter(
    ([name, text]) => ["tiles", "attribution"].includes(name) && typeof text === "string" && text !== "",
  );
  return {
    ...(lists.length > 0 ? { domains: Object.fromEntries(lists) } : {}),
    ...(texts.length > 0 ? { map: Object.fromEntries(texts) } : {}),
  };
}

/** The compile modes of the IDE; entries without a page are its own templates and are left out. */
function conditions(value: unknown): ProjectConfig["condition"] {
  const { list, current } = object(object(value).miniprogram);
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index) => {
    if (!isObject(entry)) return [];
    const pathName = string(entry.pathName).replace(/^\//, "");
    if (pathName === "") return [];
    const scene = Number(entry.scene);
    return [
      {
        name: string(entry.name) || pathName,
        pathName,
        query: string(entry.query),
        ...(entry.scene != null && Number.isFinite(scene) ? { scene } : {}),
        ...(index === current ? { current: true as const } : {}),
      },
    ];
  });
}

function object(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function string(value: unknown): string {
  return typeof value === "string" ? value : "";
}
