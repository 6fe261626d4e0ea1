import { type Diagnostic, diagnosticAt, say } from "../diagnostic/diagnostic.js";
import { ContentCache } from "../files/content-cache.js";
import type { ProjectFile, ProjectFiles } from "../files/project-files.js";
import { moduleKey, resolveModule } from "./resolve-module.js";
import { type TransformedScript, type TransformOptions, transformScript } from "./transform-script.js";

/** A module of the bundle. */
export interface Module {
  key: string;
  source: ProjectFile;
  script: TransformedScript;
  /** Keys of other modules by specifier. */
  requires: Record<string, string>;
}

/** Collects the modules that are reachable from the app, its pages and components. */
export class ModuleGraph {
  readonly #scripts = new ContentCache<Promise<TransformedScript>>();

  /**
   * @param entries Paths of source files that exist.
   * @returns The modules by key, sorted, so that equal projects give equal bundles.
   */
  async collect(
    files: ProjectFiles,
    entries: Iterable<string>,
    options: TransformOptions,
    report: (diagnostic: Diagnostic) => void,
  ): Promise<Module[]> {
    const modules = new Map<string, Module>();
    const optionsKey = JSON.stringify(options);
    const pending = new Set<string>();
    const add = async (path: string): Promise<void> => {
      const key = moduleKey(path);
      const source = files.read(path);
      if (!source || pending.has(key)) return;
      pending.add(key);
      const make = () => transformScript(source, options);
      const script = await this.#scripts.get(path, `${source.hash} ${optionsKey}`, make);
      for (const diagnostic of script.diagnostics) report(diagnostic);
      const module: Module = { key, source, script, requires: {} };
      modules.set(key, module);
      await Promise.all(link(files, module, report).map(add));
    };
    await Promise.all([...entries].map(add));
    this.#scripts.sweep();
    return [...modules.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}

/** Resolves the requires of a module; returns the files they mean. */
function link(files: ProjectFiles, module: Module, report: (diagnostic: Diagnostic) => void): string[] {
  const found: string[] = [];
  const missing = new Set<string>();
  for (const call of module.script.requires) {
    if (call.specifier in module.requires || missing.has(call.specifier)) continue;
    const target = resolveModule(files, module.source.path, call.specifier);
    if (target !== undefined) {
      module.requires[call.specifier] = moduleKey(target);
      found.push(target);
      continue;
    }
    missing.add(call.specifier);
    const message = say(
      `找不到模块 "${call.specifier}"。请检查路径；npm 包要先安装，并在开发者工具里"构建 npm"或保留 node_modules。`,
      `Module "${call.specifier}" was not found. Check the path; an npm package must be installed, in miniprogram_npm or node_modules.`,
    );
    // Libraries probe for modules of other platforms, often outside of a `try`; they run on if nobody asks for them.
    const foreign = /(^|\/)(miniprogram_npm|node_modules)\//.test(module.source.path);
    const severity = call.guarded || foreign ? "warning" : "error";
    const start = module.script.locate(call.start);
    report(diagnosticAt(module.source, { severity, code: "module-missing", message }, start));
  }
  return found;
}
