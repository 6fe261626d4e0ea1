import type { ComponentDefinition, WindowConfig } from "../bundle.js";
import { type Diagnostic, type Finding, say } from "../diagnostic/diagnostic.js";
import type { ProjectFiles } from "../files/project-files.js";
import { isObject, JsonDocument, type JsonObject, parseJson } from "./json.js";
import { resolveComponent } from "./resolve-component.js";

/** The JSON file of a page or component, read. */
export interface LoadedComponentConfig {
  config: ComponentDefinition["config"];
  /** Paths of the components that it may use, the app's own excluded. */
  uses: string[];
  /** Names of tags that are neither built in nor in `usingComponents`: generics, and components that are missing. */
  otherTags: string[];
}

/** Keys of a page's file that do not belong to its window. */
const NOT_WINDOW = new Set([
  "component",
  "usingComponents",
  "componentGenerics",
  "componentPlaceholder",
  "styleIsolation",
]);

/**
 * @param path Path without suffix. The file does not have to exist.
 * @param appWindow The window of `app.json` for pages; absent for components, which have none.
 */
export function loadComponentConfig(
  files: ProjectFiles,
  path: string,
  appWindow: WindowConfig | undefined,
  report: (diagnostic: Diagnostic) => void,
): LoadedComponentConfig {
  const file = files.read(`${path}.json`);
  const document = file ? parseJson(file, report) : new JsonDocument({ path: `${path}.json`, text: "" }, undefined);
  const json = document.value;
  const using = resolveUsing(files, `${path}.json`, json.usingComponents, ["usingComponents"], document, report);
  const generics = readGenerics(files, path, json.componentGenerics, document, report);
  const own = Object.fromEntries(Object.entries(json).filter(([key]) => !NOT_WINDOW.has(key)));
  return {
    config: {
      ...json,
      component: json.component === true,
      usingComponents: using.found,
      ...(generics ? { componentGenerics: generics.config } : {}),
      window: appWindow ? { ...appWindow, ...own } : {},
    },
    uses: [...Object.values(using.found), ...(generics?.uses ?? [])],
    otherTags: [...using.missing, ...Object.keys(generics?.config ?? {})],
  };
}

/** Resolves the values of a `usingComponents`; what is missing is named in a warning and left out. */
export function resolveUsing(
  files: ProjectFiles,
  from: string,
  value: unknown,
  keys: string[],
  document: JsonDocument,
  report: (diagnostic: Diagnostic) => void,
): { found: Record<string, string>; missing: string[] } {
  const found: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, reference] of Object.entries(isObject(value) ? value : {})) {
    const result = typeof reference === "string" ? resolveComponent(files, from, reference) : { tried: [] };
    if ("path" in result) {
      found[name] = result.path;
      continue;
    }
    missing.push(name);
    report(document.at([...keys, name], componentMissing(name, reference, result.tried)));
  }
  return { found, missing };
}

function componentMissing(name: string, reference: unknown, tried: string[]): Finding {
  const message =
    typeof reference === "string" && /^[\w-]+:\/\//.test(reference)
      ? say(
          `组件 ${name} 来自插件或宿主 (${reference})，这里没有；它会显示为空。`,
          `Component ${name} comes from a plugin or from the host app (${reference}), which do not exist here; it shows nothing.`,
        )
      : say(
          `找不到组件 ${name} (${String(reference)})；找过 ${tried.join("、") || "无"} 的 .js、.ts、.ttml。请检查 usingComponents 的路径。`,
          `Component ${name} (${String(reference)}) was not found; looked for .js, .ts and .ttml of ${tried.join(", ") || "nothing"}. Check the path in usingComponents.`,
        );
  return { severity: "warning", code: "component-missing", message };
}

function readGenerics(
  files: ProjectFiles,
  path: string,
  value: unknown,
  document: JsonDocument,
  report: (diagnostic: Diagnostic) => void,
): { config: JsonObject; uses: string[] } | undefined {
  if (!isObject(value)) return undefined;
  const config: JsonObject = {};
  const uses: string[] = [];
  for (const [name, generic] of Object.entries(value)) {
    config[name] = generic;
    if (!isObject(generic) || typeof generic.default !== "string") continue;
    const result = resolveComponent(files, `${path}.json`, generic.default);
    if ("path" in result) {
      config[name] = { default: result.path };
      uses.push(result.path);
    } else {
      config[name] = true;
      report(
        document.at(["componentGenerics", name, "default"], componentMissing(name, generic.default, result.tried)),
      );
    }
  }
  return { config, uses };
}
