import { BUNDLE_GLOBAL, type BundleDefinition, MODULE_ARGUMENTS, SHADOWED_GLOBALS } from "../bundle.js";
import type { Module } from "../script/module-graph.js";
import { combineSourceMaps, MappedText, type SourceMapSection } from "./mapped-text.js";

/** Everything of a bundle that is data. */
export type BundleData = Omit<BundleDefinition, "templates" | "modules">;

export interface BundleScript {
  /** Without the comment that names its source map. */
  code: string;
  /** JSON; empty without source maps. */
  sourceMap: string;
}

/**
 * Writes `app.js`: a classic script that calls `__lianmai.load(definition)` once.
 *
 * The browser's names are shadowed by parameters around all modules. A module's code stands in a function of its own
 * inside the one that takes its arguments, because code may declare those names anew (`const App = getApp()`), which
 * JavaScript forbids for parameters of the same function.
 */
export function bundleScript(
  data: BundleData,
  templates: { expression: string; sections: readonly SourceMapSection[] },
  modules: readonly Module[],
  options: { sourceMaps: boolean },
): BundleScript {
  const text = new MappedText();
  const fields = JSON.stringify(data).slice(1, -1);
  text.write(`${BUNDLE_GLOBAL}.load((function(${[BUNDLE_GLOBAL, ...SHADOWED_GLOBALS].join(",")}){return{${fields},\n`);
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
  return { code: text.code, sourceMap: options.sourceMaps ? combineSourceMaps(text.sections) : "" };
}
