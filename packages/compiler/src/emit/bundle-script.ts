import {
  BUNDLE_GLOBAL,
  type BundleDefinition,
  MODULE_ARGUMENTS,
  type PackageDefinition,
  SHADOWED_GLOBALS,
} from "../bundle.js";
import type { Module } from "../script/module-graph.js";
import { combineSourceMaps, MappedText, type SourceMapSection } from "./mapped-text.js";

/** Everything of a bundle that is data. */
export type BundleData = Omit<BundleDefinition, "templates" | "modules">;
/** Everything of a subpackage that is data. */
export type PackageData = Omit<PackageDefinition, "templates" | "modules">;

/** One script of a project before it is text. */
export interface ScriptParts {
  /** The function of the loader that it calls. */
  call: "load" | "loadPackage";
  data: BundleData | PackageData;
  templates: { expression: string; sections: readonly SourceMapSection[] };
  modules: readonly Module[];
}

export interface ProjectScripts {
  /** In the order of the parts, without the comments that name their source maps. */
  code: string[];
  /** For each script its own source map as JSON; empty without source maps. */
  sourceMaps: string[];
  /** The maps of all scripts in one. */
  sourceMap: string;
}

/**
 * Writes the scripts of a project: classic scripts that call `__lianmai.load(definition)` or `loadPackage` once.
 *
 * Each begins with as many empty lines as those before it have lines. So a line number means one place in all of
 * them, and one source map leads every stack trace to the user's files, whichever script it comes from.
 *
 * The browser's names are shadowed by parameters around all modules. A module's code stands in a function of its own
 * inside the one that takes its arguments, because code may declare those names anew (`const App = getApp()`), which
 * JavaScript forbids for parameters of the same function.
 */
export function writeScripts(parts: readonly ScriptParts[], options: { sourceMaps: boolean }): ProjectScripts {
  let lines = 0;
  const texts = parts.map((part) => {
    const text = new MappedText();
    text.write("\n".repeat(lines));
    writeScript(text, part);
    lines = text.lines;
    return text;
  });
  const map = (sections: readonly SourceMapSection[]) => (options.sourceMaps ? combineSourceMaps(sections) : "");
  return {
    code: texts.map(({ code }) => code),
    sourceMaps: texts.map(({ sections }) => map(sections)),
    sourceMap: map(texts.flatMap(({ sections }) => sections)),
  };
}

function writeScript(text: MappedText, { call, data, templates, modules }: ScriptParts): void {
  const fields = JSON.stringify(data).slice(1, -1);
  text.write(
    `${BUNDLE_GLOBAL}.${call}((function(${[BUNDLE_GLOBAL, ...SHADOWED_GLOBALS].join(",")}){return{${fields},\n`,
  );
  text.write('"templates":\n');
  text.writeMapped(templates.expression, templates.sections);
  text.write(',\n"modules":{\n');
  for (const { key, script } of modules) {
    const strict = script.strict ? '"use strict";' : "";
    text.write(`${JSON.stringify(key)}:function(${MODULE_ARGUMENTS.join(",")}){(function(){${strict}\n`);
    if (script.map !== "") text.map(script.map);
    text.write(`${script.code}\n}).call(exports)},\n`);
  }
  text.write("}}})());\n");
}
