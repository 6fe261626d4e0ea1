import { Component, type Element, type GeneralComponent } from "glass-easel";
import { afterRender } from "../after-render.js";
import { translateStyle } from "./inline-style.js";

/** `StyleSegmentIndex.ANIMATION_EXTRA` of the engine, a const enum: styles and classes that no template sets. */
const OWN_SEGMENT = 2;

/**
 * An element or component as SJS code sees it: it may be moved and coloured without going through the logic of the
 * page, and may call it.
 */
export class SjsInstance {
  readonly #element: Element;
  readonly #instances: SjsInstances;
  readonly #classes = new Set<string>();
  readonly #state: Record<string, unknown> = {};

  constructor(element: Element, instances: SjsInstances) {
    this.#element = element;
    this.#instances = instances;
  }

  selectComponent(selector: string): SjsInstance | null {
    const found = this.#inside()?.querySelector(selector);
    return found ? this.#instances.of(found) : null;
  }

  selectAllComponents(selector: string): SjsInstance[] {
    return (this.#inside()?.querySelectorAll(selector) ?? []).map((found) => this.#instances.of(found));
  }

  /** @param style A style sheet's declarations, or an object of them; it comes on top of the template's own. */
  setStyle(style: string | Record<string, string | number>): void {
    const text =
      typeof style === "string"
        ? style
        : Object.entries(style)
            .map(([name, value]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value}`)
            .join(";");
    this.#element.setNodeStyle(
      translateStyle(text, (url) => url),
      OWN_SEGMENT,
    );
  }

  addClass(...names: string[]): void {
    for (const name of names.flatMap((written) => written.split(/\s+/))) this.#classes.add(name);
    this.#showClasses();
  }

  removeClass(...names: string[]): void {
    for (const name of names.flatMap((written) => written.split(/\s+/))) this.#classes.delete(name);
    this.#showClasses();
  }

  hasClass(name: string): boolean {
    return this.#classes.has(name) || this.#element.class.split(/\s+/).includes(name);
  }

  getDataset(): Record<string, unknown> {
    return { ...this.#element.dataset };
  }

  /** Calls a method of the page or component, with data. */
  callMethod(name: string, argument?: unknown): void {
    const component = Component.isComponent(this.#element)
      ? (this.#element as GeneralComponent)
      : this.#element.ownerShadowRoot?.getHostNode();
    if (!component) return;
    const method = Component.getMethod(component, name);
    method?.call(component.getMethodCaller(), argument);
  }

  triggerEvent(name: string, detail?: unknown): void {
    this.#element.triggerEvent(name, detail);
  }

  requestAnimationFrame(callback: () => void): void {
    afterRender(callback);
  }

  setTimeout(callback: () => void, delay?: number): unknown {
    return setTimeout(callback, delay);
  }

  clearTimeout(timer: unknown): void {
    clearTimeout(timer as ReturnType<typeof setTimeout>);
  }

  /** An object of this element that SJS code may keep things in. */
  getState(): Record<string, unknown> {
    return this.#state;
  }

  getBoundingClientRect(): Record<string, number> {
    const dom = this.#element.$$ as unknown as HTMLElement | null;
    const { left, top, right, bottom, width, height } = dom?.getBoundingClientRect() ?? new DOMRect();
    return { left, top, right, bottom, width, height };
  }

  getComputedStyle(names: string[]): Record<string, string> {
    const dom = this.#element.$$ as unknown as HTMLElement | null;
    const style = dom ? getComputedStyle(dom) : undefined;
    return Object.fromEntries(names.map((name) => [name, style?.getPropertyValue(name) ?? ""]));
  }

  #inside(): Element | null {
    return Component.isComponent(this.#element) ? (this.#element as GeneralComponent).getShadowRoot() : this.#element;
  }

  #showClasses(): void {
    this.#element.setNodeClass([...this.#classes].join(" "), OWN_SEGMENT);
  }
}

/** One instance an element, for as long as the element is there: its state and classes are kept in it. */
export class SjsInstances {
  readonly #known = new WeakMap<Element, SjsInstance>();

  of(element: Element): SjsInstance {
    const instance = this.#known.get(element) ?? new SjsInstance(element, this);
    this.#known.set(element, instance);
    return instance;
  }
}
