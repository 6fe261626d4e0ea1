import type { BundleDefinition, ModuleFunction } from "@lianmai/compiler/bundle";
import { MODULE_ARGUMENTS } from "@lianmai/compiler/bundle";

/** The names that a user module gets besides its own `require`, `module` and `exports`. */
export type ModuleScope = Record<Exclude<(typeof MODULE_ARGUMENTS)[number], "require" | "module" | "exports">, unknown>;

interface Module {
  exports: unknown;
  loaded: boolean;
}

/** Runs user modules with the meaning of CommonJS: each once, circular ones see what is exported so far. */
export class Modules {
  readonly #definition: Pick<BundleDefinition, "modules" | "requires">;
  readonly #scope: ModuleScope;
  readonly #around: (path: string, run: () => void) => void;
  readonly #cache = new Map<string, Module>();

  /** @param around Called around the first run of every module, with its path. */
  constructor(
    definition: Pick<BundleDefinition, "modules" | "requires">,
    scope: ModuleScope,
    around: (path: string, run: () => void) => void,
  ) {
    this.#definition = definition;
    this.#scope = scope;
    this.#around = around;
  }

  /**
   * The exports of a module, which runs now if it has not yet. A module that throws is forgotten, so that whoever
   * asks again gets the error and not half a module.
   *
   * @throws What the module throws, or an error that names the module where there is none.
   */
  load(path: string): unknown {
    const known = this.#cache.get(path);
    if (known) return known.exports;
    const run = this.#definition.modules[path];
    if (!run) throw new Error(`module "${path}" is not in the bundle`);
    const module: Module = { exports: {}, loaded: false };
    this.#cache.set(path, module);
    try {
      this.#around(path, () => this.#run(path, run, module));
    } catch (error) {
      this.#cache.delete(path);
      throw error;
    }
    module.loaded = true;
    return module.exports;
  }

  #run(path: string, run: ModuleFunction, module: Module): void {
    const own: Record<string, unknown> = {
      require: (specifier: unknown) => this.#require(path, specifier),
      module,
      exports: module.exports,
    };
    const scope: Record<string, unknown> = this.#scope;
    const values = MODULE_ARGUMENTS.map((name) => (name in own ? own[name] : scope[name]));
    // As in CommonJS, `this` is the exports; without it a sloppy function would be given the window.
    run.apply(module.exports, values);
  }

  #require(from: string, specifier: unknown): unknown {
    if (typeof specifier !== "string") {
      throw new TypeError(`require() in ${from} takes a path as text, not ${String(specifier)}`);
    }
    const path = this.#definition.requires[from]?.[specifier];
    if (path === undefined) {
      throw new Error(`module "${specifier}", required by ${from}, is not found; a path must be written out as text`);
    }
    return this.load(path);
  }
}
