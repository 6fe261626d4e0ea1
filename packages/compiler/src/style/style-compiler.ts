import { createHash } from "node:crypto";
import postcss, { CssSyntaxError, type Root } from "postcss";
import { type Diagnostic, diagnosticAt, say } from "../diagnostic/diagnostic.js";
import { LineMap } from "../diagnostic/line-map.js";
import { ContentCache } from "../files/content-cache.js";
import { folderOf } from "../files/paths.js";
import type { ProjectFile, ProjectFiles } from "../files/project-files.js";
import { rewriteUrls } from "./asset-urls.js";
import { inlineImports } from "./imports.js";
import { scopeKeyframes } from "./keyframes.js";
import { rpxToViewport } from "./rpx.js";
import { safeAreaToProperty } from "./safe-area.js";
import { type StyleScope, scopeSelectors } from "./scope-selectors.js";

/** A sheet after compilation. */
interface CompiledStyle {
  css: string;
  diagnostics: Diagnostic[];
  /** Files that it was made of or that were looked for, with the hash of each. */
  inputs: Map<string, string>;
}

/** Compiles TTSS to CSS that holds where it may only. */
export class StyleCompiler {
  #sheets = new Map<string, CompiledStyle>();
  #used = new Map<string, CompiledStyle>();
  readonly #roots = new ContentCache<{ root: Root } | { diagnostic: Diagnostic }>();

  /** @param path Path of a sheet that exists. */
  compile(files: ProjectFiles, path: string, scope: StyleScope, report: (diagnostic: Diagnostic) => void): string {
    const key = `${path} ${JSON.stringify(scope)}`;
    const known = this.#used.get(key) ?? this.#sheets.get(key);
    const fresh = known && [...known.inputs].every(([input, hash]) => (files.read(input)?.hash ?? "") === hash);
    const sheet = fresh ? known : this.#compile(files, path, scope);
    this.#used.set(key, sheet);
    for (const diagnostic of sheet.diagnostics) report(diagnostic);
    return sheet.css;
  }

  /** Ends a round: what was not asked for in it is dropped. */
  sweep(): void {
    this.#sheets = this.#used;
    this.#used = new Map();
    this.#roots.sweep();
  }

  #compile(files: ProjectFiles, path: string, scope: StyleScope): CompiledStyle {
    const diagnostics: Diagnostic[] = [];
    const inputs = new Map<string, string>();
    const read = (wanted: string): ProjectFile | undefined => {
      const file = files.read(wanted);
      inputs.set(wanted, file?.hash ?? "");
      return file;
    };
    const parse = (file: ProjectFile): Root | undefined => {
      const parsed = this.#roots.get(file.path, file.hash, () => parseSheet(file));
      if ("root" in parsed) return parsed.root.clone();
      diagnostics.push(parsed.diagnostic);
      return undefined;
    };
    const source = read(path);
    const root = source && parse(source);
    if (!source || !root) return { css: "", diagnostics, inputs };
    rewriteSheet(root, path);
    inlineImports(root, source, {
      read,
      parse: (file) => {
        const imported = parse(file);
        if (imported) rewriteSheet(imported, file.path);
        return imported;
      },
      report: (diagnostic) => diagnostics.push(diagnostic),
    });
    scopeSheet(root, scope);
    return { css: root.toString(), diagnostics, inputs };
  }
}

function parseSheet(file: ProjectFile): { root: Root } | { diagnostic: Diagnostic } {
  try {
    return { root: postcss.parse(file.text, { from: file.path, map: false }) };
  } catch (error) {
    if (!(error instanceof CssSyntaxError)) throw error;
    const lines = new LineMap(file.text);
    const start = lines.offset(error.line ?? 1, error.column ?? 1);
    const message = say("样式语法错误。", `${error.reason}.`);
    const finding = { severity: "error", code: "ttss-syntax", message } as const;
    return { diagnostic: diagnosticAt(file, finding, start, lines.offset(error.endLine ?? 0, error.endColumn ?? 0)) };
  }
}

/** What depends on the file that a declaration stands in. */
function rewriteSheet(root: Root, path: string): void {
  const folder = folderOf(path);
  root.walkDecls((declaration) => {
    declaration.value = rewriteUrls(safeAreaToProperty(rpxToViewport(declaration.value)), folder);
  });
  root.walkAtRules((rule) => {
    if (rule.name !== "import") rule.params = rpxToViewport(rule.params);
  });
}

/** What depends on whose sheet it is. */
function scopeSheet(root: Root, scope: StyleScope): void {
  root.walkRules((rule) => {
    const parent = rule.parent;
    if (parent?.type === "atrule" && /keyframes$/i.test((parent as postcss.AtRule).name)) return;
    // The selectors of a nested rule are relative to those of the rule around it, which is scoped already.
    const nested = parent?.type === "rule";
    const scoped = scopeSelectors(rule.selector, nested && scope.kind === "page" ? { kind: "app" } : scope);
    if (scoped !== undefined) rule.selector = scoped;
  });
  if (scope.kind === "page") scopeKeyframes(root, createHash("sha1").update(scope.route).digest("hex").slice(0, 6));
  if (scope.kind === "component") scopeKeyframes(root, scope.name);
}
