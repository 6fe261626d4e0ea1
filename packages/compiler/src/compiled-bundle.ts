import type { AppConfig, BundleUses, ProjectConfig } from "./bundle.js";
import type { TemplateCode } from "./template/template-set.js";

/** A project that compiled without errors. */
export interface CompiledBundle {
  /** Changes whenever anything in the bundle does. */
  hash: string;
  /** `app.js`, with its source map inline unless the compiler was told otherwise. */
  script: string;
  /** The scripts of subpackages by file name, to be served beside `app.js`; none in most projects. */
  scripts: Record<string, string>;
  /** The source map of all scripts, as JSON; empty when switched off. Sources are `SOURCE_ROOT` and the project-relative path. */
  sourceMap: string;
  /** Absolute folder of the mini-program, whose assets are served beside the frame page. */
  root: string;
  app: AppConfig;
  project: ProjectConfig;
  /** The record `styles` of the bundle. */
  styles: Record<string, string>;
  uses: BundleUses;
  /** The template files as they are in the bundle. */
  templates: BundleTemplates;
  /** Of the modules and what they require. */
  modulesHash: string;
  /** Of all configuration, the components' own included. */
  configHash: string;
}

export interface BundleTemplates {
  /** By path with suffix. */
  codes: ReadonlyMap<string, TemplateCode>;
  /** JavaScript expression of the record `templates` with these files in it, which must stand on no others. */
  script(paths: ReadonlySet<string>): string;
}

/** The least that a running mini-program needs to be told to come from one bundle to the next. */
export type BundleChange =
  | { kind: "none" }
  | { kind: "styles"; styles: Record<string, string> }
  /** `templatesScript` has those that changed and what they hang together with; the others stay. */
  | { kind: "templates"; templatesScript: string; tags: BundleUses["tags"]; styles?: Record<string, string> }
  | { kind: "reload" };

/** Compares two bundles. `styles` holds the sheets that changed; a sheet that is gone becomes empty. */
export function changeBetween(before: CompiledBundle, after: CompiledBundle): BundleChange {
  if (before.modulesHash !== after.modulesHash || before.configHash !== after.configHash) return { kind: "reload" };
  const styles: Record<string, string> = {};
  for (const path of new Set([...Object.keys(before.styles), ...Object.keys(after.styles)])) {
    const css = after.styles[path] ?? "";
    if (css !== (before.styles[path] ?? "")) styles[path] = css;
  }
  const restyled = Object.keys(styles).length > 0;
  const changed = changedTemplates(before.templates.codes, after.templates.codes);
  if (changed.size > 0) {
    const templatesScript = after.templates.script(changed);
    const change = { kind: "templates", templatesScript, tags: after.uses.tags } as const;
    return restyled ? { ...change, styles } : change;
  }
  return restyled ? { kind: "styles", styles } : { kind: "none" };
}

/** Files whose code is another one, those that stand on them, and all that these stand on. */
function changedTemplates(before: BundleTemplates["codes"], after: BundleTemplates["codes"]): Set<string> {
  const changed = new Set<string>();
  for (const [path, { code }] of after) if (before.get(path)?.code !== code) changed.add(path);
  // Sets may grow while they are walked; what is added is visited too.
  for (const path of changed) {
    for (const [other, { templates }] of after) if (templates.includes(path)) changed.add(other);
  }
  for (const path of changed) for (const used of after.get(path)?.templates ?? []) changed.add(used);
  return changed;
}
