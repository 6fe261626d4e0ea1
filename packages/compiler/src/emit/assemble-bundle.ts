import { createHash } from "node:crypto";
import { type AppConfig, BUNDLE_FORMAT, type ComponentDefinition, type ProjectConfig } from "../bundle.js";
import type { CompiledBundle } from "../compiled-bundle.js";
import type { Module } from "../script/module-graph.js";
import type { TransformOptions } from "../script/transform-script.js";
import type { TemplateSet } from "../template/template-set.js";
import { bundleScript } from "./bundle-script.js";
import { usedParts } from "./used-parts.js";

/** Everything that a bundle is made of. */
export interface BundleParts {
  /** Absolute folder of the mini-program. */
  root: string;
  app: AppConfig;
  project: ProjectConfig;
  components: Record<string, ComponentDefinition>;
  templates: TemplateSet;
  styles: Record<string, string>;
  modules: readonly Module[];
  options: TransformOptions;
}

/** Puts the parts into one script and gives them the hashes by which bundles are compared. */
export function assembleBundle(parts: BundleParts): CompiledBundle {
  const { app, project, components, templates, styles, modules, options } = parts;
  const requires = Object.fromEntries(modules.map(({ key, requires: own }) => [key, own]));
  // Of the sources and not of the code, so that a change of comments moves the positions of a running program too.
  const modulesHash = hashOf([
    JSON.stringify([requires, options]),
    ...modules.map(({ key, source }) => `${key} ${source.path} ${source.hash}`),
  ]);
  const configHash = hashOf([JSON.stringify([app, project, components])]);
  const hash = hashOf([modulesHash, configHash, JSON.stringify(styles), templates.expression]);
  const uses = usedParts(modules, templates, Object.values(components));
  const data = { format: BUNDLE_FORMAT, hash, app, project, components, styles, requires, uses } as const;
  const { code, sourceMap } = bundleScript(data, templates, modules, { sourceMaps: options.sourceMaps });
  return {
    hash,
    script: sourceMap === "" ? code : `${code}${inline(sourceMap)}\n`,
    sourceMap,
    root: parts.root,
    app,
    project,
    styles,
    uses,
    templatesScript: templates.expression,
    modulesHash,
    configHash,
  };
}

function inline(sourceMap: string): string {
  const content = Buffer.from(sourceMap).toString("base64");
  return `//# sourceMappingURL=data:application/json;charset=utf-8;base64,${content}`;
}

function hashOf(parts: string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex").slice(0, 20);
}
