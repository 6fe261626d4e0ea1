import { BUILT_IN_TAGS, type BundleUses, type ComponentDefinition } from "../bundle.js";
import type { Module } from "../script/module-graph.js";
import type { TemplateSet } from "../template/template-set.js";

/** What a program may use of the parts that the runtime loads on demand. */
export function usedParts(
  modules: readonly Module[],
  { templates }: Pick<TemplateSet, "templates">,
  components: readonly ComponentDefinition[],
): BundleUses {
  const queries = modules.some(({ script }) => script.queriesView);
  const sjs = [...templates.values()].some(({ compiled }) => compiled.scripts.length > 0 || compiled.maps.length > 0);
  return { api: usedApi(modules), tags: usedTags(templates, components), sjs, queries };
}

function usedApi(modules: readonly Module[]): BundleUses["api"] {
  const names = new Set<string>();
  for (const { script } of modules) {
    if (script.apiUses === "all") return "all";
    for (const name of script.apiUses) names.add(name);
  }
  return [...names].sort();
}

function usedTags(templates: TemplateSet["templates"], components: readonly ComponentDefinition[]): BundleUses["tags"] {
  // Generics and placeholders name components outside of templates, built-in ones as well.
  if (components.some(({ config }) => config.componentGenerics || config.componentPlaceholder)) return "all";
  const tags = new Set([...templates.values()].flatMap(({ compiled }) => [...compiled.tags.keys()]));
  return BUILT_IN_TAGS.filter((tag) => tags.has(tag));
}
