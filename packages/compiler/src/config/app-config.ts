import type { AppConfig, TabBarConfig, WindowConfig } from "../bundle.js";
import { type Diagnostic, diagnosticIn, say } from "../diagnostic/diagnostic.js";
import { resolveFrom } from "../files/paths.js";
import type { ProjectFiles } from "../files/project-files.js";
import { isObject, JsonDocument, type JsonObject, parseJson } from "./json.js";

/** A page that a config file names, and where. */
export interface PageEntry {
  route: string;
  /** Keys that lead to the entry in `app.json`. */
  keys: (string | number)[];
}

export interface LoadedAppConfig {
  /** `usingComponents` still as written. */
  app: AppConfig;
  document: JsonDocument;
  pages: PageEntry[];
}

const DEFAULT_TIMEOUT = 60_000;

const DEFAULT_WINDOW: WindowConfig = {
  navigationBarTitleText: "",
  navigationBarBackgroundColor: "#000000",
  navigationBarTextStyle: "white",
  navigationStyle: "default",
  backgroundColor: "#ffffff",
  backgroundTextStyle: "dark",
  enablePullDownRefresh: false,
  onReachBottomDistance: 50,
  disableScroll: false,
};

/** Reads `app.json`, fills in its defaults and merges the pages of subpackages into `pages`. */
export function loadAppConfig(files: ProjectFiles, report: (diagnostic: Diagnostic) => void): LoadedAppConfig {
  const file = files.read("app.json");
  const errors: Diagnostic[] = [];
  if (!file) {
    const message = say(
      "找不到 app.json：小程序的根目录里必须有它，它列出所有页面。请检查打开的文件夹，或 project.config.json 的 miniprogramRoot。",
      "There is no app.json. The mini-program's root folder must have one that lists its pages; check the folder that was opened, or miniprogramRoot in project.config.json.",
    );
    errors.push(diagnosticIn("app.json", { severity: "error", code: "app-json-missing", message }));
  }
  const document = file
    ? parseJson(file, (diagnostic) => errors.push(diagnostic))
    : new JsonDocument({ path: "app.json", text: "" }, undefined);
  const json = document.value;
  const subpackages = readSubpackages(json);
  const pages = dedupe(
    [
      ...routes(json.pages, "", ["pages"]),
      ...subpackages.flatMap(({ root, keys, json: part }) => routes(part.pages, root, [...keys, "pages"])),
    ],
    document,
    report,
  );
  if (pages.length === 0 && errors.length === 0) {
    const message = say(
      'app.json 的 pages 是空的：至少要有一个页面，例如 "pages": ["pages/index/index"]。',
      'app.json has no pages: it needs at least one, such as "pages": ["pages/index/index"].',
    );
    errors.push(document.at(["pages"], { severity: "error", code: "pages-empty", message }));
  }
  for (const error of errors) report(error);
  const routeList = pages.map((page) => page.route);
  const entryPagePath = entryPage(json, routeList, document, report);
  const { tabBar: _, subPackages: __, ...rest } = json;
  const app: AppConfig = {
    ...rest,
    pages: [entryPagePath, ...routeList.filter((route) => route !== entryPagePath)],
    entryPagePath,
    window: { ...DEFAULT_WINDOW, ...(isObject(json.window) ? json.window : {}) },
    subpackages: subpackages.map(({ root, name, json: part }) => ({
      root,
      ...(name === undefined ? {} : { name }),
      pages: routes(part.pages, root, []).map((page) => page.route),
    })),
    usingComponents: {},
    networkTimeout: networkTimeout(json.networkTimeout),
  };
  const tabBar = readTabBar(json.tabBar, routeList, document, report);
  if (tabBar) app.tabBar = tabBar;
  return { app, document, pages };
}

function routes(value: unknown, root: string, keys: (string | number)[]): PageEntry[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((page, index) => {
    if (typeof page !== "string") return [];
    const route = resolveFrom(root, root === "" ? page : page.replace(/^\/+/, ""));
    return route ? [{ route, keys: [...keys, index] }] : [];
  });
}

function dedupe(pages: PageEntry[], document: JsonDocument, report: (diagnostic: Diagnostic) => void): PageEntry[] {
  const seen = new Set<string>();
  return pages.filter(({ route, keys }) => {
    if (!seen.has(route)) return seen.add(route);
    const message = say(
      `页面 ${route} 列了两次，第二次被忽略。`,
      `Page ${route} is listed twice; the second is ignored.`,
    );
    report(document.at(keys, { severity: "warning", code: "page-duplicate", message }));
    return false;
  });
}

function readSubpackages(
  json: JsonObject,
): { root: string; name?: string; keys: (string | number)[]; json: JsonObject }[] {
  // Both spellings are in use on the platform.
  const key = Array.isArray(json.subpackages) ? "subpackages" : "subPackages";
  const list: unknown = json[key];
  if (!Array.isArray(list)) return [];
  return list.flatMap((part: unknown, index) => {
    if (!isObject(part) || typeof part.root !== "string") return [];
    const root = resolveFrom("", part.root) ?? "";
    return [{ root, keys: [key, index], json: part, ...(typeof part.name === "string" ? { name: part.name } : {}) }];
  });
}

function entryPage(
  json: JsonObject,
  pages: string[],
  document: JsonDocument,
  report: (diagnostic: Diagnostic) => void,
): string {
  const first = pages[0] ?? "";
  if (typeof json.entryPagePath !== "string" || json.entryPagePath === "") return first;
  const wanted = resolveFrom("", json.entryPagePath) ?? "";
  if (pages.includes(wanted)) return wanted;
  const message = say(
    `entryPagePath 是 ${json.entryPagePath}，但 pages 里没有这个页面；请加进 pages 或改正路径。`,
    `entryPagePath names ${json.entryPagePath}, which is not in pages; add it there or correct the path.`,
  );
  report(document.at(["entryPagePath"], { severity: "error", code: "entry-page-unknown", message }));
  return first;
}

function networkTimeout(value: unknown): AppConfig["networkTimeout"] {
  const given = isObject(value) ? value : {};
  const of = (key: string) => (typeof given[key] === "number" && given[key] > 0 ? given[key] : DEFAULT_TIMEOUT);
  return {
    request: of("request"),
    connectSocket: of("connectSocket"),
    uploadFile: of("uploadFile"),
    downloadFile: of("downloadFile"),
  };
}

function readTabBar(
  value: unknown,
  pages: string[],
  document: JsonDocument,
  report: (diagnostic: Diagnostic) => void,
): TabBarConfig | undefined {
  if (!isObject(value) || !Array.isArray(value.list)) return undefined;
  const list = value.list.flatMap((item: unknown, index): TabBarConfig["list"] => {
    if (!isObject(item)) return [];
    const pagePath = resolveFrom("", String(item.pagePath ?? "")) ?? "";
    if (!pages.includes(pagePath)) {
      const message = say(
        `tabBar 的页面 ${pagePath || "(空)"} 不在 pages 里；这一项被忽略。`,
        `The tab bar names page ${pagePath || "(none)"}, which is not in pages; the item is ignored.`,
      );
      const finding = { severity: "warning", code: "tab-page-unknown", message } as const;
      report(document.at(["tabBar", "list", index, "pagePath"], finding));
      return [];
    }
    const icon = (key: "iconPath" | "selectedIconPath") => {
      const path = typeof item[key] === "string" ? resolveFrom("", item[key]) : undefined;
      return path ? { [key]: path } : {};
    };
    return [{ pagePath, text: String(item.text ?? ""), ...icon("iconPath"), ...icon("selectedIconPath") }];
  });
  return { ...value, list } as TabBarConfig;
}
