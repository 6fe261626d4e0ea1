import type { GeneralComponent } from "glass-easel";
import type { BuiltinRegistry, RegisteredBuiltin } from "./registry.js";

/** Bubbling of an event that a component sends out; by default it stays on the element. */
export interface EmitOptions {
  bubbles?: boolean;
  composed?: boolean;
}

/** One built-in element in a page, as its own code sees it. */
export class BuiltinElement<V> {
  /** Its DOM node, `tt-<tag>`. */
  readonly dom: HTMLElement;
  readonly #component: GeneralComponent;
  readonly #registry: BuiltinRegistry;
  readonly #values: () => V;

  constructor(component: GeneralComponent, registry: BuiltinRegistry, values: () => V) {
    this.#component = component;
    this.#registry = registry;
    this.#values = values;
    this.dom = component.$$ as unknown as HTMLElement;
  }

  /** The present value of every property. */
  get values(): Readonly<V> {
    return this.#values();
  }

  /** `id` as written in the template. */
  get id(): string {
    return this.#component.id;
  }

  get dataset(): Readonly<Record<string, unknown>> {
    return this.#component.dataset;
  }

  /** The component path of the template it stands in, such as `pages/index/index`: relative paths count from there. */
  get ownerPath(): string {
    return this.#component.ownerShadowRoot?.getHostNode().is ?? "";
  }

  /** Sends an event to the handlers that the template binds, such as `bindchange`. */
  emit(name: string, detail: unknown = {}, options: EmitOptions = {}): void {
    this.#component.triggerEvent(name, detail, options);
  }

  /** Whether the template binds a handler of this event on this very element. */
  listens(name: string): boolean {
    const { _$eventTarget: target } = this.#component as unknown as {
      _$eventTarget: { listeners: Record<string, unknown> };
    };
    return target.listeners[name] !== undefined;
  }

  /**
   * Changes properties from the inside, as typing does. Two-way bindings (`model:value`) see it, and the same value
   * coming from the page later counts as a change again.
   */
  assign(values: Partial<V>): void {
    this.#component.setData(values as Record<string, unknown>);
  }

  /**
   * Calls back on taps on the element or inside it that nobody caught.
   *
   * @param listener Gets the DOM node that the finger was on; undefined when a program or label made the tap.
   */
  onTap(listener: (origin: Node | undefined) => void): void {
    this.#component.addListener("tap", (event) => {
      const original = event.getOriginalEvent() as Event | undefined;
      listener(original?.target instanceof Node ? original.target : undefined);
    });
  }

  /**
   * Adds to the detail of taps on the element or inside it, before any handler of the page sees them.
   *
   * @param more What is added to a tap at a place of the page, in CSS pixels.
   */
  describeTaps(more: (x: number, y: number) => object | undefined): void {
    this.#component.addListener(
      "tap",
      ({ detail }) => {
        const { x, y } = detail as { x?: number; y?: number };
        if (x !== undefined && y !== undefined) Object.assign(detail as object, more(x, y));
      },
      { capture: true },
    );
  }

  /** Acts as if the element had been tapped. */
  tap(): void {
    this.emit("tap", {}, { bubbles: true, composed: true });
  }

  /** The nearest built-in element of a tag around this one, across component borders. */
  closest(tag: string): RegisteredBuiltin | undefined {
    const dom = this.dom.parentElement?.closest<HTMLElement>(`tt-${tag}`);
    return dom ? this.#registry.find(dom) : undefined;
  }

  /** All built-in elements inside this one or another node, in document order, across component borders. */
  descendants(root: Element = this.dom): RegisteredBuiltin[] {
    return this.#registry.inside(root);
  }
}
