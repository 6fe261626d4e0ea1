import type { BuiltinInstance } from "./builtin.js";
import type { BuiltinElement } from "./builtin-element.js";

/** A built-in element that exists, with what `create` made for it. */
export interface RegisteredBuiltin {
  readonly tag: string;
  readonly element: BuiltinElement<unknown>;
  readonly instance: BuiltinInstance<never>;
}

/** Finds the code behind the DOM nodes of built-in components, so that they can work together: labels, forms, groups. */
export class BuiltinRegistry {
  readonly #byNode = new WeakMap<Element, RegisteredBuiltin>();
  readonly #byComponent = new WeakMap<object, RegisteredBuiltin>();

  /** @param component The engine's component; it outlives its DOM node, which is taken from it before it leaves. */
  add(registered: RegisteredBuiltin, component: object): void {
    this.#byNode.set(registered.element.dom, registered);
    this.#byComponent.set(component, registered);
  }

  of(component: object): RegisteredBuiltin | undefined {
    return this.#byComponent.get(component);
  }

  find(dom: Element): RegisteredBuiltin | undefined {
    return this.#byNode.get(dom);
  }

  inside(dom: Element): RegisteredBuiltin[] {
    const found: RegisteredBuiltin[] = [];
    for (const node of dom.querySelectorAll("*")) {
      const registered = this.#byNode.get(node);
      if (registered) found.push(registered);
    }
    return found;
  }
}
