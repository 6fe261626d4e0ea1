import { createHash } from "node:crypto";
import { type AppConfig, BUNDLE_FORMAT, type ComponentDefinition, type ProjectConfig } from "../bundle.js";
import type { CompiledBundle } from "../compiled-bundle.js";
import type { Module } from "../script/module-graph.js";
import type { TransformOptions } from "../script/transform-script.js";
import type { TemplateSet } from "../template/template-set.js";
import { type ScriptParts, writeScripts } from "./bundle-script.js";
import { type Share, splitPackages } from "./split-packages.js";
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

/** Puts the parts into scripts and gives them the hashes by which bundles are compared. */
export function assembleBundle(parts: BundleParts): CompiledBundle {
  const { app, project, components, templates, styles, modules, options } = parts;
  // Of the sources and not of the code, so that a change of comments moves the positions of a running program too.
  const modulesHash = hashOf([
    JSON.stringify([Object.fromEntries(modules.map(({ key, requires }) => [key, requires])), options]),
    ...modules.map(({ key, source }) => `${key} ${source.path} ${source.hash}`),
  ]);
  const configHash = hashOf([JSON.stringify([app, project, components])]);
  const hash = hashOf([modulesHash, configHash, JSON.stringify(styles), templates.expression]);
  const uses = usedParts(modules, templates, Object.values(components));

  const { main, packages } = splitPackages({ app, components, modules, templates: templates.templates });
  const names = packages.map(({ name }, index) => `${index + 1}-${name.replace(/[^\w-]/g, "-")}.app.js`);
  const shareOf = (share: Share) => ({
    hash,
    components: pick(components, share.components),
    styles: pick(styles, share.components),
    requires: Object.fromEntries(
      modules.flatMap(({ key, requires }) => (share.modules.has(key) ? [[key, requires]] : [])),
    ),
  });
  const script = (share: Share) => ({
    templates: packages.length === 0 ? templates : templates.part(share.templates),
    modules: modules.filter(({ key }) => share.modules.has(key)),
  });
  const described = packages.map(({ root, name, components: own }, index) => ({
    root,
    name,
    script: names[index] ?? "",
    pages: app.pages.filter((page) => own.has(page)),
    components: [...own].sort(),
  }));
  const first: ScriptParts = {
    call: "load",
    data: {
      format: BUNDLE_FORMAT,
      app,
      project,
      uses,
      packages: described,
      ...shareOf(main),
      styles: { ...pick(styles, new Set(["app"])), ...shareOf(main).styles },
    },
    ...script(main),
  };
  const others = packages.map(
    (share): ScriptParts => ({
      call: "loadPackage",
      data: { root: share.root, ...shareOf(share) },
      ...script(share),
    }),
  );
  const { code, sourceMaps, sourceMap } = writeScripts([first, ...others], { sourceMaps: options.sourceMaps });
  const [mainScript = "", ...rest] = code.map((text, index) => {
    // The main script carries the map of all: whoever reads it from there can place errors of the others too.
    const map = index === 0 ? sourceMap : (sourceMaps[index] ?? "");
    return map === "" ? text : `${text}${inline(map)}\n`;
  });
  return {
    hash,
    script: mainScript,
    scripts: Object.fromEntries(rest.map((text, index) => [names[index] ?? "", text])),
    sourceMap,
    root: parts.root,
    app,
    project,
    styles,
    uses,
    templates: { codes: templates.codes(), script: (paths) => templates.part(paths).expression },
    modulesHash,
    configHash,
  };
}

function pick<V>(record: Readonly<Record<string, V>>, keys: ReadonlySet<string>): Record<string, V> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => keys.has(key)));
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
