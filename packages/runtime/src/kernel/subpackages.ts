import type { BundleDefinition, PackageDefinition, SubpackageScript } from "@lianmai/compiler/bundle";
import type { Emitter } from "./emitter.js";
import type { LifecycleEvents } from "./environment.js";
import { RouteError } from "./route-error.js";

interface SubpackagesContext {
  lifecycle: Emitter<LifecycleEvents>;
  warn(message: string): void;
  /** Makes what a subpackage has brought known to the running app. */
  added(part: PackageDefinition): void;
}

/** One entry of `preloadRule` in `app.json`. */
interface PreloadRule {
  network?: unknown;
  packages?: unknown;
}

/** Loads the scripts of subpackages when one of their pages is opened, or before, as `preloadRule` says. */
export class Subpackages {
  readonly #definition: BundleDefinition;
  readonly #context: SubpackagesContext;
  readonly #loading = new Map<SubpackageScript, Promise<void>>();
  readonly #loaded = new Set<string>();

  constructor(definition: BundleDefinition, context: SubpackagesContext) {
    this.#definition = definition;
    this.#context = context;
    context.lifecycle.on("pageShow", ({ path }) => this.#preload(path));
  }

  /** Called by the script of a subpackage. */
  add(part: PackageDefinition): void {
    if (this.#loaded.has(part.root)) return;
    this.#loaded.add(part.root);
    for (const key of ["components", "styles", "requires", "templates", "modules"] as const) {
      Object.assign(this.#definition[key], part[key]);
    }
    this.#context.added(part);
  }

  /** Undefined where the page is there already, so that opening it takes no turn. */
  load(path: string): Promise<void> | undefined {
    const found = this.#definition.packages.find(({ pages }) => pages.includes(path));
    return found && !this.#loaded.has(found.root) ? this.#load(found) : undefined;
  }

  #load(part: SubpackageScript): Promise<void> {
    const known = this.#loading.get(part);
    if (known) return known;
    const loading = this.#fetch(part);
    this.#loading.set(part, loading);
    loading.catch((error: Error) => {
      // The next try asks again: the network may be back.
      this.#loading.delete(part);
      this.#context.lifecycle.emit("lazyLoadError", { subpackage: [part.name], errMsg: error.message });
    });
    return loading;
  }

  #fetch({ name, root, script }: SubpackageScript): Promise<void> {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = new URL(script, document.baseURI).href;
      element.onload = () => {
        element.remove();
        if (this.#loaded.has(root)) resolve();
        else reject(RouteError.packageBroken(name, "its script ended with an error; see the console"));
      };
      element.onerror = () => {
        element.remove();
        reject(RouteError.packageBroken(name, `${script} could not be loaded; check the network`));
      };
      document.head.append(element);
    });
  }

  #preload(path: string): void {
    const rules = this.#definition.app.preloadRule as Record<string, PreloadRule> | undefined;
    const rule = rules?.[path];
    if (!rule || !Array.isArray(rule.packages)) return;
    if (rule.network !== "all" && isCellular()) return;
    for (const wanted of rule.packages as unknown[]) {
      const part = this.#definition.packages.find(({ name, root }) => name === wanted || root === wanted);
      if (part && !this.#loaded.has(part.root)) {
        this.#load(part).catch((error: Error) => this.#context.warn(`preloadRule of ${path}: ${error.message}`));
      }
    }
  }
}

/** Without a word from the browser the network counts as one that costs nothing. */
function isCellular(): boolean {
  const { connection } = navigator as Navigator & { connection?: { type?: string } };
  return connection?.type === "cellular";
}
