import type { AppConfig, BundleUses, ProjectConfig } from "./bundle.js";

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
  /** JavaScript expression of the record `templates`. */
  templatesScript: string;
  /** Of the modules and what they require. */
  modulesHash: string;
  /** Of all configuration, the components' own included. */
  configHash: string;
}

/** The least that a running mini-program needs to be told to come from one bundle to the next. */
export type BundleChange =
  | { kind: "none" }
  | { kind: "styles"; styles: Record<string, string> }
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
  if (before.templatesScript !== after.templatesScript) {
    const { templatesScript, uses } = after;
    const change = { kind: "templates", templatesScript, tags: uses.tags } as const;
    return restyled ? { ...change, styles } : change;
  }
  return restyled ? { kind: "styles", styles } : { kind: "none" };
}
