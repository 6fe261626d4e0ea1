import { type ComponentSpace, Element, type GeneralBehavior, type GeneralComponent } from "glass-easel";
import { afterRender } from "../after-render.js";

/**
 * Calls the `ready` lifetime, which the engine leaves to its user: once a component has been attached and painted,
 * children before their parents.
 */
export class ReadyLifetime {
  #waiting: GeneralComponent[] = [];

  /** A behavior that every component of the program gets. */
  behavior(space: ComponentSpace): GeneralBehavior {
    const wait = (component: GeneralComponent) => this.#wait(component);
    return space
      .define()
      .lifetime("attached", function (this: unknown) {
        wait((this as { _$: GeneralComponent })._$);
      })
      .registerBehavior() as unknown as GeneralBehavior;
  }

  #wait(component: GeneralComponent): void {
    this.#waiting.push(component);
    if (this.#waiting.length === 1) afterRender(() => this.flush());
  }

  /** Calls what is waiting now; a page does so right before its own `onReady`. */
  flush(): void {
    for (const component of childrenFirst(this.#waiting.splice(0))) {
      if (Element.isAttached(component)) component.triggerLifetime("ready", []);
    }
  }
}

/** Components attach parents first; this turns the order around within each family and keeps it among siblings. */
function childrenFirst(components: readonly GeneralComponent[]): GeneralComponent[] {
  const ordered: GeneralComponent[] = [];
  const open: GeneralComponent[] = [];
  for (const component of components) {
    for (let top = open.at(-1); top && !contains(top, component); top = open.at(-1)) {
      ordered.push(top);
      open.pop();
    }
    open.push(component);
  }
  return [...ordered, ...open.reverse()];
}

function contains(ancestor: GeneralComponent, component: GeneralComponent): boolean {
  for (let node: Element | null = component; node; node = node.getComposedParent()) if (node === ancestor) return true;
  return false;
}
