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
  readonly #warn: (message: string) => void;
  readonly #cache = new Map<string, Module>();
  /** Modules that run at the moment, the innermost last. */
  readonly #running: string[] = [];

  /**
   * @param around Called around the first run of every module, with its path.
   * @param warn Told of circles that give a module nothing.
   */
  constructor(
    definition: Pick<BundleDefinition, "modules" | "requires">,
    scope: ModuleScope,
    around: (path: string, run: () => void) => void,
    warn: (message: string) => void,
  ) {
    this.#definition = definition;
    this.#scope = scope;
    this.#around = around;
    this.#warn = warn;
  }

  /**
   * The exports of a module, which runs now if it has not yet. A module that throws is forgotten, so that whoever
   * asks again gets the error and not half a module.
   *
   * @throws What the module throws, or an error that names the module where there is none.
   */
  load(path: string): unknown {
    const known = this.#cache.get(path);
    if (known) {
      if (!known.loaded) this.#tellCircle(path, known);
      return known.exports;
    }
    const run = this.#definition.modules[path];
    if (!run) throw new Error(`module "${path}" is not in the bundle`);
    const module: Module = { exports: {}, loaded: false };
    this.#cache.set(path, module);
    this.#running.push(path);
    try {
      this.#around(path, () => this.#run(path, run, module));
    } catch (error) {
      this.#cache.delete(path);
      throw error;
    } finally {
      this.#running.pop();
    }
    module.loaded = true;
    return module.exports;
  }

  /** Circles are legal; one that hands out nothing yet is what programs fail of later, where nobody sees why. */
  #tellCircle(path: string, { exports }: Module): void {
    const isEmpty = typeof exports === "object" && exports !== null && Object.keys(exports).length === 0;
    if (!isEmpty || (exports as { __esModule?: unknown }).__esModule) return;
    const circle = [...this.#running.slice(this.#running.lastIndexOf(path)), path];
    this.#warn(
      `circular require: ${circle.join(" -> ")}; ${circle.at(-2)} gets an empty object, because ${path} has exported nothing yet. Require it where it is used, or move what both need into a third module.`,
    );
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
