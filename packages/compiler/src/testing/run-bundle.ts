import { runInNewContext } from "node:vm";
import {
  BUNDLE_GLOBAL,
  type BundleDefinition,
  MODULE_ARGUMENTS,
  type PackageDefinition,
  SHADOWED_GLOBALS,
  type TemplateGroup,
} from "../bundle.js";
import type { CompiledBundle } from "../compiled-bundle.js";

/** Runs `app.js` where every browser name exists, and gives what it loads. */
export function loadBundle(bundle: CompiledBundle): BundleDefinition {
  let definition: BundleDefinition | undefined;
  const browser: Record<string, unknown> = Object.fromEntries(SHADOWED_GLOBALS.map((name) => [name, "leaked"]));
  browser[BUNDLE_GLOBAL] = {
    load(loaded: BundleDefinition) {
      definition = loaded;
    },
  };
  runInNewContext(bundle.script, browser, { filename: "app.js" });
  if (!definition) throw new Error("app.js did not load a definition");
  return definition;
}

/** Runs the script of a subpackage, and gives what it loads. */
export function loadPackage(bundle: CompiledBundle, script: string): PackageDefinition {
  let definition: PackageDefinition | undefined;
  const loader = {
    loadPackage(loaded: PackageDefinition) {
      definition = loaded;
    },
  };
  runInNewContext(bundle.scripts[script] ?? "", { [BUNDLE_GLOBAL]: loader }, { filename: script });
  if (!definition) throw new Error(`${script} did not load a subpackage`);
  return definition;
}

/** Runs a module and what it requires, by the rules of CommonJS. */
export function runModule(
  definition: BundleDefinition,
  entry: string,
  scope: Partial<Record<(typeof MODULE_ARGUMENTS)[number], unknown>> = {},
): unknown {
  const cache = new Map<string, { exports: unknown }>();
  const load = (key: string): unknown => {
    const known = cache.get(key);
    if (known) return known.exports;
    const module = { exports: {} as unknown };
    cache.set(key, module);
    const require = (specifier: string) => {
      const target = definition.requires[key]?.[specifier];
      if (target === undefined) throw new Error(`${specifier} is not resolved in ${key}`);
      return load(target);
    };
    const values: Record<string, unknown> = { ...scope, require, module, exports: module.exports };
    definition.modules[key]?.(...MODULE_ARGUMENTS.map((name) => values[name]));
    return module.exports;
  };
  return load(entry);
}

/** Evaluates `templatesScript` as the runtime does for a hot swap. */
export function evaluateTemplates(
  script: string,
  globals: Record<string, unknown> = {},
): Record<string, TemplateGroup> {
  return runInNewContext(script, globals) as Record<string, TemplateGroup>;
}
