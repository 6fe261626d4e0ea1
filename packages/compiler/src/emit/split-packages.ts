import type { AppConfig, ComponentDefinition } from "../bundle.js";
import type { Module } from "../script/module-graph.js";
import type { TemplateSet } from "../template/template-set.js";

/** What the scripts of a project hold, by path or key. */
export interface Share {
  components: Set<string>;
  modules: Set<string>;
  /** Paths of template files, with suffix. */
  templates: Set<string>;
}

export interface PackageShare extends Share {
  root: string;
  name: string;
}

interface Project {
  app: AppConfig;
  components: Readonly<Record<string, ComponentDefinition>>;
  modules: readonly Module[];
  templates: TemplateSet["templates"];
}

/**
 * Divides a project among the main script and those of its subpackages. What only the pages of one subpackage reach is
 * in its script; everything else is in the main one, wherever its file lies. Templates may be in several.
 */
export function splitPackages(project: Project): { main: Share; packages: PackageShare[] } {
  const { app, components, modules, templates } = project;
  const packaged = new Set(app.subpackages.flatMap(({ pages }) => pages));
  const firstPages = app.pages.filter((page) => !packaged.has(page) || page === app.entryPagePath);
  const tabs = app.tabBar?.list.map(({ pagePath }) => pagePath) ?? [];
  // A tab bar of the program's own belongs to no page.
  const reachedByAll = ["custom-tab-bar/index", ...Object.values(app.usingComponents), ...firstPages, ...tabs];
  const main = new Set(reach(reachedByAll, (path) => usedBy(components[path])));
  const byPackage = app.subpackages.map(({ pages }) =>
    reach(
      pages.filter((page) => !main.has(page)),
      (path) => usedBy(components[path]),
    ),
  );
  const only = (path: string, index: number, lists: readonly Set<string>[], common: Set<string>) =>
    !common.has(path) && lists.every((list, at) => at === index || !list.has(path));

  const byKey = new Map(modules.map((module) => [module.key, module]));
  const modulesOf = (paths: Iterable<string>, more: readonly string[] = []) =>
    reach([...more, ...[...paths].flatMap((path) => components[path]?.module ?? [])], (key) =>
      Object.values(byKey.get(key)?.requires ?? {}),
    );
  const mainModules = modulesOf(main, ["app.js"]);
  const packageModules = byPackage.map((paths) => modulesOf(paths));

  const templatesOf = (paths: Iterable<string>) =>
    reach(
      [...paths].map((path) => `${path}.ttml`),
      (path) => (templates.get(path)?.compiled.templates ?? []).map((used) => `${used}.ttml`),
    );
  const packages = app.subpackages.map(({ root, name }, index): PackageShare => {
    const own = new Set([...(byPackage[index] ?? [])].filter((path) => only(path, index, byPackage, main)));
    return {
      root,
      name: name ?? root,
      components: own,
      modules: new Set(
        [...(packageModules[index] ?? [])].filter((key) => only(key, index, packageModules, mainModules)),
      ),
      templates: templatesOf(own),
    };
  });
  const taken = (key: string, part: "components" | "modules") => packages.some((one) => one[part].has(key));
  const mainComponents = Object.keys(components).filter((path) => !taken(path, "components"));
  return {
    main: {
      components: new Set(mainComponents),
      modules: new Set(modules.map(({ key }) => key).filter((key) => !taken(key, "modules"))),
      templates: templatesOf(mainComponents),
    },
    // A subpackage all of whose pages the main script has needs none of its own.
    packages: packages.filter(({ components: own }) => own.size > 0),
  };
}

function usedBy(component: ComponentDefinition | undefined): string[] {
  if (!component) return [];
  const { usingComponents, componentGenerics } = component.config;
  const defaults = Object.values(componentGenerics ?? {}).flatMap((generic) => {
    const path = typeof generic === "object" && generic !== null && "default" in generic ? generic.default : undefined;
    return typeof path === "string" ? [path] : [];
  });
  return [...Object.values(usingComponents), ...defaults];
}

/** Everything that can be reached from some starts, themselves included. */
function reach(starts: Iterable<string>, next: (from: string) => readonly string[]): Set<string> {
  const found = new Set(starts);
  // A set may grow while it is walked; what is added is visited too.
  for (const one of found) for (const other of next(one)) found.add(other);
  return found;
}
