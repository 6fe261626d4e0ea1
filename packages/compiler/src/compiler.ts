import { join, resolve } from "node:path";
import type { CompiledBundle } from "./compiled-bundle.js";
import { loadAppConfig } from "./config/app-config.js";
import { loadProjectConfig } from "./config/project-config.js";
import { typescriptOptions } from "./config/typescript-config.js";
import type { Diagnostic } from "./diagnostic/diagnostic.js";
import { assembleBundle } from "./emit/assemble-bundle.js";
import { ProjectFiles, relativeTo } from "./files/project-files.js";
import { collectComponents, type Unit } from "./project/collect-components.js";
import { reportUnknownTags } from "./project/unknown-tags.js";
import { reportUnknownTemplates } from "./project/unknown-templates.js";
import { ModuleGraph } from "./script/module-graph.js";
import { scriptOf } from "./script/resolve-module.js";
import type { StyleScope } from "./style/scope-selectors.js";
import { StyleCompiler } from "./style/style-compiler.js";
import { TemplateCompiler } from "./template/template-set.js";

export interface CompilerOptions {
  /** Makes scripts small and hard to read; default false. */
  minify?: boolean;
  /** Default `inline`: positions in the user's own files, for DevTools and error messages. */
  sourceMaps?: "inline" | "none";
}

export interface CompileResult {
  /** Errors first, then by file and place. */
  diagnostics: Diagnostic[];
  /** Absent when there are errors. */
  bundle: CompiledBundle | undefined;
  milliseconds: number;
  /** The files that were read, relative to the project, with forward slashes. */
  watched: string[];
}

/** Compiles a mini-program project, again and again while it changes. */
export class ProjectCompiler {
  readonly #root: string;
  readonly #options: Required<CompilerOptions>;
  readonly #templates = new TemplateCompiler();
  readonly #styles = new StyleCompiler();
  readonly #modules = new ModuleGraph();
  readonly #projectFiles: ProjectFiles;
  #files: ProjectFiles;

  /** @param root Folder of the project: the one with `project.config.json`, or with `app.json`. */
  constructor(root: string, options: CompilerOptions = {}) {
    this.#root = resolve(root);
    this.#options = { minify: false, sourceMaps: "inline", ...options };
    this.#projectFiles = new ProjectFiles(this.#root);
    this.#files = new ProjectFiles(this.#root);
  }

  /**
   * Compiles the project. Never throws for what is wrong in it: that is a diagnostic. Calls must not overlap.
   *
   * @param changed Absolute paths, or paths relative to the project: only these files are read again. All are when
   *   absent.
   */
  async compile(changed?: Iterable<string>): Promise<CompileResult> {
    const start = performance.now();
    const absolute = changed && [...changed].map((path) => resolve(this.#root, path));
    const diagnostics: Diagnostic[] = [];
    this.#projectFiles.begin(absolute);
    const { project, miniprogramRoot } = loadProjectConfig(this.#projectFiles, (it) => diagnostics.push(it));
    const root = join(this.#root, miniprogramRoot);
    if (this.#files.root !== root) this.#files = new ProjectFiles(root, this.#root);
    this.#files.begin(absolute);
    const found: Diagnostic[] = [];
    const bundle = await this.#bundle(project, (it) => found.push(it));
    const prefix = miniprogramRoot === "" ? "" : `${miniprogramRoot}/`;
    diagnostics.push(...found.map((it) => ({ ...it, file: prefix + it.file })));
    const failed = diagnostics.some((it) => it.severity === "error");
    const watched = [...this.#projectFiles.watched(), ...this.#files.watched()];
    return {
      diagnostics: sortDiagnostics(diagnostics),
      bundle: failed ? undefined : bundle,
      milliseconds: performance.now() - start,
      watched: [...new Set(watched.map((path) => relativeTo(this.#root, path)))].sort(),
    };
  }

  /** Drops all caches. */
  async dispose(): Promise<void> {
    this.#projectFiles.begin();
    this.#files.begin();
  }

  async #bundle(project: CompiledBundle["project"], report: (it: Diagnostic) => void): Promise<CompiledBundle> {
    const files = this.#files;
    const { app, document, pages } = loadAppConfig(files, report);
    const units = collectComponents(files, app, document, pages, report);
    const templates = this.#templates.compile(
      files,
      units.map(({ path }) => `${path}.ttml`),
      report,
    );
    reportUnknownTemplates(templates.templates, report);
    reportUnknownTags(units, app.usingComponents, templates.templates, report);

    const styles = this.#compileStyles(units, report);
    const entries = ["app", ...units.map(({ path }) => path)].flatMap((path) => scriptOf(files, path) ?? []);
    const options = {
      minify: this.#options.minify,
      sourceMaps: this.#options.sourceMaps === "inline",
      tsconfig: typescriptOptions(files),
    };
    const modules = await this.#modules.collect(files, entries, options, report);
    const components = Object.fromEntries(units.map(({ path, definition }) => [path, definition]));
    return assembleBundle({ root: files.root, app, project, components, templates, styles, modules, options });
  }

  /** The app's sheet comes first, so that those of pages win over it. */
  #compileStyles(units: readonly Unit[], report: (it: Diagnostic) => void): Record<string, string> {
    const styles: Record<string, string> = {};
    const add = (path: string, scope: StyleScope): void => {
      const file = [`${path}.ttss`, `${path}.css`].find((it) => this.#files.has(it));
      if (file) styles[path] = this.#styles.compile(this.#files, file, scope, report);
    };
    add("app", { kind: "app" });
    for (const { path, page, definition } of units) {
      if (page) add(path, { kind: "page", route: path });
      else if (definition.styleScope === "") add(path, { kind: "app" });
      else add(path, { kind: "component", name: definition.styleScope });
    }
    this.#styles.sweep();
    return styles;
  }
}

function sortDiagnostics(diagnostics: Diagnostic[]): Diagnostic[] {
  const rank = (it: Diagnostic) => (it.severity === "error" ? 0 : 1);
  return diagnostics.sort(
    (a, b) => rank(a) - rank(b) || a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  );
}
