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

  add(registered: RegisteredBuiltin): void {
    this.#byNode.set(registered.element.dom, registered);
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
