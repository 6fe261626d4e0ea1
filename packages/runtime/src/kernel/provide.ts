import { type Element, Component as EngineComponent, type GeneralComponent } from "glass-easel";
import { component as adapter } from "glass-easel-miniprogram-adapter";
import type { PassedOptions } from "./inherited-options.js";

type Values = Record<string | symbol, unknown>;
/** `inject` of a component: the names it takes, or by its own name the one above, with a default. */
type InjectOption =
  | readonly (string | symbol)[]
  | Record<string, string | symbol | { from?: string | symbol; default?: unknown }>;

interface Caller {
  readonly _$: GeneralComponent;
}

/**
 * `provide`, `inject` and `setProvide` of components: values that a component hands to all that stand below it in the
 * page, however deep. They are read when they are asked for, so what was changed above is seen below.
 */
export class Provisions {
  readonly #provided = new WeakMap<GeneralComponent, Values>();

  /** Gives every page and component the members that the platform has and the adapter leaves out. Once a frame. */
  installMembers(): void {
    const provided = this.#provided;
    Object.assign(adapter.ComponentCaller.prototype, {
      setProvide(this: Caller, values: Values) {
        provided.set(this._$, { ...provided.get(this._$), ...values });
      },
      // There is no skeleton here that could be removed.
      removeSkeleton: () => undefined,
    });
  }

  /** Sets up one new component by its options and those of its behaviors. */
  apply(caller: object, all: readonly PassedOptions[]): void {
    const { _$: component } = caller as Caller;
    for (const { provide } of all) {
      const values: unknown = typeof provide === "function" ? provide.call(caller) : undefined;
      if (typeof values !== "object" || values === null) continue;
      this.#provided.set(component, { ...this.#provided.get(component), ...values });
    }
    const asked = all.flatMap(({ inject }) =>
      typeof inject === "object" && inject !== null ? wishes(inject as InjectOption) : [],
    );
    if (asked.length === 0) return;
    const taken: Values = {};
    for (const [name, from, fallback] of asked) {
      const get = () => this.#find(component, from, fallback);
      Object.defineProperty(taken, name, { enumerable: true, configurable: true, get });
    }
    (caller as { inject?: Values }).inject = taken;
  }

  #find(component: GeneralComponent, name: string | symbol, fallback: unknown): unknown {
    for (let element = above(component); element; element = above(element)) {
      const values = EngineComponent.isComponent(element) ? this.#provided.get(element) : undefined;
      if (values && name in values) return values[name];
    }
    return fallback;
  }
}

function above(element: Element): Element | null {
  return element.getComposedParent();
}

function wishes(inject: InjectOption): [name: string | symbol, from: string | symbol, fallback: unknown][] {
  if (Array.isArray(inject)) return inject.map((name: string | symbol) => [name, name, undefined]);
  return Reflect.ownKeys(inject).map((name) => {
    const wish = (inject as Values)[name];
    if (typeof wish === "object" && wish !== null) {
      const { from = name, default: fallback } = wish as { from?: string | symbol; default?: unknown };
      return [name, from, fallback];
    }
    return [name, typeof wish === "string" || typeof wish === "symbol" ? wish : name, undefined];
  });
}
