import { DeepCopyKind } from "glass-easel";
import type { CodeSpace } from "glass-easel-miniprogram-adapter";
import { cloneFields } from "./data.js";
import { separate } from "./engine/set-data.js";
import { InheritedOptions } from "./inherited-options.js";
import { Provisions } from "./provide.js";

type Definition = Record<string, unknown>;
type Method = (...args: unknown[]) => unknown;

interface DefinitionContext {
  space: CodeSpace;
  isPage(path: string): boolean;
  warn(message: string): void;
}

/** `Page()`, `Component()` and `Behavior()`: turns what a module registers into components of the engine. */
export class Components {
  readonly #context: DefinitionContext;
  readonly #defined = new Set<string>();
  readonly #builtIn = new Map<string, unknown>();
  readonly #provisions = new Provisions();
  readonly #inherited = new InheritedOptions();
  /** The component whose module runs now. */
  #current: string | undefined;

  constructor(context: DefinitionContext) {
    this.#context = context;
    this.#provisions.installMembers();
  }

  isDefined(path: string): boolean {
    return this.#defined.has(path);
  }

  /** Runs a component's module: what it registers meanwhile is that component. */
  registering<T>(path: string, run: () => T): T {
    const before = this.#current;
    this.#current = path;
    try {
      return run();
    } finally {
      this.#current = before;
    }
  }

  /** The function `Page` of user code. */
  readonly page = (options: unknown): void => {
    const path = this.#begin("Page", options);
    const methods: Record<string, Method> = {};
    const fields: Definition = {};
    const { data, behaviors, options: componentOptions, ...rest } = options as Definition;
    for (const [name, value] of Object.entries(rest)) {
      if (typeof value === "function") methods[name] = value as Method;
      else fields[name] = value;
    }
    this.#define(path, { data, behaviors, methods, options: componentOptions }, fields);
  };

  /** The function `Component` of user code. */
  readonly component = (options?: unknown): unknown => {
    // Without an argument it is the adapter's own chain of calls, which ends in `register()`.
    if (options === undefined) return this.#context.space.component(this.#begin("Component", {}));
    this.#define(this.#begin("Component", options), options as Definition, {});
    return undefined;
  };

  /** The function `Behavior` of user code. */
  readonly behavior = (options?: unknown): unknown => {
    const builder = this.#context.space.behavior();
    if (options === undefined) return builder;
    const definition = options as Definition;
    // Relations are named by paths, and those count from the component that has the behavior.
    const { relations: _, ...rest } = definition;
    const registered = builder.definition({ ...rest, ...this.#behaviorsOf(definition) } as never).register();
    this.#inherited.remember(registered, definition);
    return registered;
  };

  #begin(name: string, options: unknown): string {
    if (typeof options !== "object" || options === null) {
      throw new TypeError(`${name}() takes an object, not ${String(options)}`);
    }
    const path = this.#current;
    if (path === undefined) {
      throw new Error(`${name}() was called outside of a page or component module; call it while the module runs`);
    }
    if (this.#defined.has(path)) this.#context.warn(`${path} registers twice: the last ${name}() counts`);
    this.#defined.add(path);
    return path;
  }

  #define(path: string, definition: Definition, fields: Definition): void {
    const { space, isPage, warn } = this.#context;
    const { clean, originals } = initialData(definition.data, (at, what) =>
      warn(`data of ${path}: ${what} is no data and does not reach the view; this.data keeps it (${at})`),
    );
    const bound = isPage(path);
    const inherited = this.#inherited.of(definition);
    const provisions = this.#provisions;
    if (!bound) shareStyles(space, path, definition.options);
    space
      .component(path)
      .definition({
        ...definition,
        ...this.#behaviorsOf(definition),
        relations: Object.assign({}, ...inherited.map(({ relations }) => relations)),
        data: clean,
        options: { dataDeepCopy: DeepCopyKind.Simple, ...(definition.options as object | undefined) },
      } as never)
      .init(function (this: unknown) {
        const caller = this as Definition & { data: Definition };
        Object.assign(caller, cloneFields(fields));
        if (bound) bindMethods(caller);
      } as never)
      .lifetime("created", function (this: unknown) {
        for (const [name, value] of originals) (this as { data: Definition }).data[name] = value;
        provisions.apply(this as object, inherited);
      } as never)
      .register();
  }

  /** Behaviors that the platform knows by name: `tt://form-field`, `tt://component-export`. */
  #behaviorsOf(definition: Definition): { behaviors?: unknown[] } {
    const { behaviors } = definition;
    if (!Array.isArray(behaviors)) return {};
    return {
      behaviors: behaviors.map((behavior) => this.#named(behavior)).filter((behavior) => behavior !== undefined),
    };
  }

  #named(behavior: unknown): unknown {
    if (typeof behavior !== "string") return behavior;
    const name = behavior.replace(/^\w+:\/\//, "");
    // What `component-export` is for, the member `export`, works without it.
    if (name === "component-export") return undefined;
    if (!name.startsWith("form-field")) {
      this.#context.warn(`there is no built-in behavior "${behavior}"; it is left out`);
      return undefined;
    }
    const known = this.#builtIn.get("form-field") ?? this.#formField();
    this.#builtIn.set("form-field", known);
    return known;
  }

  #formField(): unknown {
    return this.#context.space
      .behavior()
      .definition({ properties: { name: { type: String, value: "" }, value: { type: null, value: "" } } } as never)
      .register();
  }
}

function initialData(data: unknown, dropped: (path: string, what: string) => void) {
  if (typeof data !== "object" || data === null) return { clean: data, originals: [] };
  return separate(data as Definition, dropped);
}

/** What `options` of `Component()` ask for is known only now; see `styleIsolation` in the bundle. */
function shareStyles(space: CodeSpace, path: string, options: unknown): void {
  const { styleIsolation, addGlobalClass } = (options ?? {}) as { styleIsolation?: string; addGlobalClass?: boolean };
  if (!addGlobalClass && !/^(?:page-)?(?:apply-)?shared$/.test(styleIsolation ?? "")) return;
  const config = { ...space.getComponentStaticConfig(path), styleIsolation: "apply-shared" };
  space.addComponentStaticConfig(path, config as Parameters<CodeSpace["addComponentStaticConfig"]>[1]);
}

/**
 * Pages hand out their methods bare, as in `ctx.onRtcStateChanged(this.onState)`, and take them off again with the
 * same words: each is bound once, to a function that stays the same.
 */
function bindMethods(caller: Definition): void {
  const methods = Object.getPrototypeOf(caller) as Definition;
  for (const name of Object.keys(methods)) {
    const method = methods[name];
    if (typeof method === "function" && !name.startsWith("_$")) caller[name] = (method as Method).bind(caller);
  }
}
