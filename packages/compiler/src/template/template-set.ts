import { TmplGroup } from "glass-easel-template-compiler";
import { SHADOWED_GLOBALS } from "../bundle.js";
import { type Diagnostic, diagnosticAt } from "../diagnostic/diagnostic.js";
import { MappedText, type SourceMapSection } from "../emit/mapped-text.js";
import { ContentCache } from "../files/content-cache.js";
import { folderOf, resolveFrom, withoutSuffix } from "../files/paths.js";
import type { ProjectFile, ProjectFiles } from "../files/project-files.js";
import { type CompiledTemplate, compileTemplate } from "./compile-template.js";
import { editedSourceMap } from "./edited-source-map.js";
import { EditedText } from "./edited-text.js";
import { SJS_BASE_LIBRARY, SJS_GUARD } from "./sjs-library.js";
import { transformSjs } from "./transform-sjs.js";
import type { ReferenceResolver } from "./transform-template.js";

interface CompiledSjs {
  code: string;
  /** Source map as JSON. */
  map: string;
  scripts: string[];
  diagnostics: Diagnostic[];
}

/** Everything that the templates of a project come to. */
export interface TemplateSet {
  /** JavaScript expression of the record `templates` of the bundle. */
  expression: string;
  /** Source maps of SJS, with places in `expression`. */
  sections: SourceMapSection[];
  /** Compiled files by path, with the source for further findings. */
  templates: Map<string, { source: ProjectFile; compiled: CompiledTemplate }>;
  /** The same expression with some of the templates only, and the SJS that they stand on. */
  part(paths: ReadonlySet<string>): Pick<TemplateSet, "expression" | "sections">;
  /** The code of each template file, that of its SJS included, and the files it stands on; by path. */
  codes(): Map<string, TemplateCode>;
}

/** What tells one state of a template from another. */
export interface TemplateCode {
  code: string;
  /** Paths of the templates that it imports or includes. */
  templates: readonly string[];
}

/** Compiles templates and what they import, include and require. Files that did not change are not compiled again. */
export class TemplateCompiler {
  readonly #templates = new ContentCache<CompiledTemplate>();
  readonly #scripts = new ContentCache<CompiledSjs>();

  /** @param entries Paths of `.ttml` files that exist. */
  compile(files: ProjectFiles, entries: Iterable<string>, report: (diagnostic: Diagnostic) => void): TemplateSet {
    const templates: TemplateSet["templates"] = new Map();
    const scripts = new Map<string, CompiledSjs>();
    const addScript = (path: string): void => {
      const source = files.read(path);
      if (!source || scripts.has(path)) return;
      const resolve = referenceResolver(files, path);
      const script = this.#scripts.get(path, cacheKey(source, resolve), () => compileSjs(source, resolve));
      scripts.set(path, script);
      for (const diagnostic of script.diagnostics) report(diagnostic);
      script.scripts.forEach(addScript);
    };
    const addTemplate = (path: string): void => {
      const source = files.read(path);
      if (!source || templates.has(path)) return;
      const resolve = referenceResolver(files, path);
      const compiled = this.#templates.get(path, cacheKey(source, resolve), () => compileTemplate(source, resolve));
      templates.set(path, { source, compiled });
      for (const finding of compiled.findings) {
        report(diagnosticAt(source, finding, finding.start, finding.end));
      }
      compiled.scripts.forEach(addScript);
      // The path of a template in a reference has no suffix.
      for (const template of compiled.templates) addTemplate(`${template}.ttml`);
    };
    for (const entry of entries) addTemplate(entry);
    this.#templates.sweep();
    this.#scripts.sweep();
    return {
      ...templatesExpression(templates, scripts),
      templates,
      part(paths) {
        const some = new Map([...templates].filter(([path]) => paths.has(path)));
        const needed = scriptsOf([...some.values()], scripts);
        return templatesExpression(some, new Map([...scripts].filter(([path]) => needed.has(path))));
      },
      codes: () =>
        new Map(
          [...templates].map(([path, entry]) => {
            const own = [...scriptsOf([entry], scripts)].map((script) => scripts.get(script)?.code ?? "");
            const code = [entry.compiled.expression, ...own].join("\n");
            return [path, { code, templates: entry.compiled.templates.map((template) => `${template}.ttml`) }];
          }),
        ),
    };
  }
}

/** Paths of the SJS files that templates stand on, to the last. */
function scriptsOf(
  templates: readonly { compiled: CompiledTemplate }[],
  scripts: ReadonlyMap<string, CompiledSjs>,
): Set<string> {
  const needed = new Set(templates.flatMap(({ compiled }) => compiled.scripts));
  // A set may grow while it is walked; what is added is visited too.
  for (const path of needed) for (const used of scripts.get(path)?.scripts ?? []) needed.add(used);
  return needed;
}

/**
 * The result of a file depends on its text and on which of its references exist. Those are few, so they are simply
 * looked up again: a reference in the text is found by its attribute or call.
 */
function cacheKey(source: ProjectFile, resolve: ReferenceResolver): string {
  const references = [...source.text.matchAll(/(?:src\s*=\s*|require\s*\(\s*)["']([^"']+)["']/g)].map((match) => {
    const specifier = match[1] ?? "";
    const place = { specifier, start: 0, end: 0 };
    return `${resolve({ kind: "template", ...place })},${resolve({ kind: "sjs", ...place })}`;
  });
  return `${source.hash} ${references.join(" ")}`;
}

/** Templates are named by their path without suffix, SJS modules by their whole path. */
function referenceResolver(files: ProjectFiles, from: string): ReferenceResolver {
  return ({ kind, specifier }) => {
    const path = resolveFrom(folderOf(from), specifier);
    if (path === undefined) return undefined;
    const suffix = kind === "template" ? ".ttml" : ".sjs";
    const file = path.endsWith(suffix) ? path : path + suffix;
    if (!files.has(file)) return undefined;
    return kind === "template" ? withoutSuffix(file, suffix) : file;
  };
}

function compileSjs(source: ProjectFile, resolve: ReferenceResolver): CompiledSjs {
  const scripts = new Set<string>();
  const { edits, findings } = transformSjs(source.text, (specifier, at) => {
    const path = resolve({ kind: "sjs", specifier, start: at, end: at + specifier.length });
    if (path !== undefined) scripts.add(path);
    return path;
  });
  const diagnostics = findings.map((finding) => diagnosticAt(source, finding, finding.start, finding.end));
  const edited = new EditedText(source.text, edits);
  return { code: edited.text, map: editedSourceMap(source, edited), scripts: [...scripts], diagnostics };
}

/**
 * One expression for all templates. `G`, `R` and the names in the compiler's runtime string are what the generated
 * code of glass-easel's compiler refers to. SJS and expressions see no browser names either.
 */
function templatesExpression(
  templates: TemplateSet["templates"],
  scripts: Map<string, CompiledSjs>,
): Pick<TemplateSet, "expression" | "sections"> {
  const group = new TmplGroup();
  // With a script in the group, the runtime string has what SJS needs too.
  group.addScript("", "");
  const runtime = group.getRuntimeString();
  group.free();
  const text = new MappedText();
  text.write(`(function(${SHADOWED_GLOBALS.join(",")}){var G={},R={};\n${SJS_BASE_LIBRARY}${runtime}${SJS_GUARD}`);
  for (const [path, { code, map }] of byPath(scripts)) {
    const name = JSON.stringify(path);
    text.write(`R[${name}]=D(${name},(require,exports,module)=>{\n`);
    text.map(map);
    text.write(`${code}\n});\n`);
  }
  for (const [path, { compiled }] of byPath(templates)) {
    const expression = compiled.expression || "()=>{}";
    text.write(`G[${JSON.stringify(withoutSuffix(path, ".ttml"))}]=`);
    let written = 0;
    for (const { offset, map } of compiled.maps) {
      text.write(expression.slice(written, offset));
      text.map(map);
      written = offset;
    }
    text.write(`${expression.slice(written)};\n`);
  }
  text.write("return G})()");
  return { expression: text.code, sections: text.sections };
}

function byPath<T>(entries: Iterable<[string, T]>): [string, T][] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}
