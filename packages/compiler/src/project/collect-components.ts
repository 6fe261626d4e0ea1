import { createHash } from "node:crypto";
import type { AppConfig, ComponentDefinition } from "../bundle.js";
import type { PageEntry } from "../config/app-config.js";
import { type LoadedComponentConfig, loadComponentConfig, resolveUsing } from "../config/component-config.js";
import type { JsonDocument } from "../config/json.js";
import { type Diagnostic, diagnosticIn, say } from "../diagnostic/diagnostic.js";
import type { ProjectFiles } from "../files/project-files.js";
import { moduleKey, scriptOf } from "../script/resolve-module.js";

/** Where the platform looks for the component of a tab bar with `custom`. */
const CUSTOM_TAB_BAR = "custom-tab-bar/index";

/** A page or component of the project. */
export interface Unit {
  /** Path without suffix. */
  path: string;
  page: boolean;
  definition: ComponentDefinition;
  config: LoadedComponentConfig;
}

/**
 * Finds all pages and the components they use, directly or through others; fills in `app.usingComponents`.
 *
 * @returns The pages in order, then the components.
 */
export function collectComponents(
  files: ProjectFiles,
  app: AppConfig,
  document: JsonDocument,
  pages: readonly PageEntry[],
  report: (diagnostic: Diagnostic) => void,
): Unit[] {
  const shared = resolveUsing(files, "app.json", document.value.usingComponents, ["usingComponents"], document, report);
  app.usingComponents = shared.found;
  checkAppScript(files, report);
  const units = new Map<string, Unit>();
  const waiting: string[] = Object.values(shared.found);
  if (app.tabBar?.custom && scriptOf(files, CUSTOM_TAB_BAR) !== undefined) waiting.push(CUSTOM_TAB_BAR);
  for (const { route, keys } of pages) {
    const unit = loadUnit(files, route, app, true, report);
    if (unit) units.set(route, unit);
    else report(document.at(keys, pageMissing(files, route)));
    waiting.push(...(unit?.config.uses ?? []));
  }
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (units.has(path)) continue;
    const unit = loadUnit(files, path, app, false, report);
    if (!unit) {
      report(diagnosticIn(`${path}.ttml`, scriptMissing(path)));
      continue;
    }
    units.set(path, unit);
    waiting.push(...unit.config.uses);
  }
  return [...units.values()];
}

function loadUnit(
  files: ProjectFiles,
  path: string,
  app: AppConfig,
  page: boolean,
  report: (diagnostic: Diagnostic) => void,
): Unit | undefined {
  const script = scriptOf(files, path);
  if (script === undefined || (page && !files.has(`${path}.ttml`))) return undefined;
  const config = loadComponentConfig(files, path, page ? app.window : undefined, report);
  const styleIsolation = page ? "shared" : isolationOf(config.config);
  const styleScope = styleIsolation === "shared" ? "" : scopeName(path);
  return {
    path,
    page,
    config,
    definition: { config: config.config, module: moduleKey(script), styleIsolation, styleScope },
  };
}

function isolationOf(config: ComponentDefinition["config"]): ComponentDefinition["styleIsolation"] {
  const written = typeof config.styleIsolation === "string" ? config.styleIsolation.replace(/^page-/, "") : undefined;
  if (written === "shared" || written === "apply-shared" || written === "isolated") return written;
  return config.addGlobalClass === true ? "apply-shared" : "isolated";
}

/** Readable, and different for equal names in different folders. */
function scopeName(path: string): string {
  const parts = path.split("/");
  const last = parts.at(-1) === "index" ? (parts.at(-2) ?? "index") : (parts.at(-1) ?? "");
  return `${last.replace(/[^\w-]/g, "")}-${createHash("sha1").update(path).digest("hex").slice(0, 6)}`;
}

function checkAppScript(files: ProjectFiles, report: (diagnostic: Diagnostic) => void): void {
  if (scriptOf(files, "app") !== undefined || !files.has("app.json")) return;
  const message = say(
    "找不到 app.js 或 app.ts：它用 App({}) 注册小程序，必须与 app.json 放在一起。",
    "There is no app.js or app.ts; it registers the mini-program with App({}) and belongs beside app.json.",
  );
  report(diagnosticIn("app.js", { severity: "error", code: "app-script-missing", message }));
}

function pageMissing(files: ProjectFiles, route: string) {
  const missing = [
    ...(scriptOf(files, route) === undefined ? [`${route}.js / .ts`] : []),
    ...(files.has(`${route}.ttml`) ? [] : [`${route}.ttml`]),
  ];
  const message = say(
    `页面 ${route} 缺少文件 ${missing.join("、")}。请创建它，或从 pages 里删除这一项。`,
    `Page ${route} lacks ${missing.join(" and ")}; create what is missing, or remove the entry from pages.`,
  );
  return { severity: "error", code: "page-missing", message } as const;
}

function scriptMissing(path: string) {
  const message = say(
    `组件 ${path} 没有脚本：请创建 ${path}.js，内容至少是 Component({})。`,
    `Component ${path} has no script; create ${path}.js with at least Component({}).`,
  );
  return { severity: "error", code: "component-script-missing", message } as const;
}
