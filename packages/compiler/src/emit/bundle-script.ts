import { BUNDLE_GLOBAL, type BundleDefinition, MODULE_ARGUMENTS, SHADOWED_GLOBALS } from "../bundle.js";
import type { Module } from "../script/module-graph.js";
import { combineSourceMaps, type SourceMapSection } from "./source-map.js";

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
export function bundleScript(data: BundleData, templatesScript: string, modules: readonly Module[]): BundleScript {
  const sections: SourceMapSection[] = [];
  let code = "";
  let line = 0;
  const write = (text: string): void => {
    code += text;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) line++;
  };
  const fields = JSON.stringify(data).slice(1, -1);
  write(`${BUNDLE_GLOBAL}.load((function(${[BUNDLE_GLOBAL, ...SHADOWED_GLOBALS].join(",")}){return{${fields},\n`);
  write(`"templates":${templatesScript},\n"modules":{\n`);
  for (const { key, script } of modules) {
    write(
      `${JSON.stringify(key)}:function(${MODULE_ARGUMENTS.join(",")}){(function(){${script.strict ? '"use strict";' : ""}\n`,
    );
    if (script.map !== "") sections.push({ line, map: script.map });
    write(`${script.code}\n}).call(exports)},\n`);
  }
  write("}}})());\n");
  return { code, sourceMap: sections.length === 0 ? "" : combineSourceMaps(sections) };
}
