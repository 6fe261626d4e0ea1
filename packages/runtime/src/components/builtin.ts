import type { Environment } from "../kernel/environment.js";
import type { BuiltinElement } from "./builtin-element.js";
import type { Properties, Values } from "./property.js";

/**
 * What one built-in component is made of. `defineBuiltin` in a folder of its own is all there is to a component: its
 * DOM tag is `tt-<tag>`, its properties are the attributes, `create` makes the behaviour of one element.
 *
 * @example
 * export const badge = defineBuiltin({
 *   tag: "badge",
 *   properties: { count: number(0) },
 *   create(element) {
 *     return {
 *       update: (values) => { element.dom.textContent = String(values.count); },
 *     };
 *   },
 * });
 */
export interface Builtin<P extends Properties = Properties> {
  readonly tag: string;
  /** Its style sheets, in their order; they come into the page once, before those of the project. */
  readonly css?: string | readonly string[];
  readonly properties: P;
  /** Called once an element, when its DOM node exists and its first values are known; it is not in the page yet. */
  create(element: BuiltinElement<Values<P>>, environment: Environment): BuiltinInstance<Values<P>>;
}

/** One element of a built-in component. Everything is optional. */
export interface BuiltinInstance<V> {
  /** Where children go; the element's own DOM node by default. */
  readonly slot?: HTMLElement;
  /** Called with all names once after `create`, then with those that changed whenever attributes change. */
  update?(values: Readonly<V>, changed: ReadonlySet<keyof V>): void;
  /** The element came into the page. */
  attached?(): void;
  /** The element left the page for good: let go of listeners, timers and media. */
  detached?(): void;
  /** What a form around it collects and resets. */
  readonly field?: FormField;
  /** What a tap on a label for it does. */
  activate?(): void;
  /** What a selector query hands out as `node`: the canvas itself. */
  readonly node?: unknown;
  /** What a selector query hands out as `context`, such as the player of a video. */
  readonly context?: unknown;
  /** What another built-in element asks of it, such as `submit` of a form. */
  command?(name: string): void;
}

/** A form control as `form` sees it. */
export interface FormField {
  /** Its `name`; controls without one are left out. */
  name(): string;
  value(): unknown;
  /** Back to the value the template gave first. */
  reset(): void;
}

export function defineBuiltin<P extends Properties>(definition: Builtin<P>): Builtin {
  // A list of components cannot know the values of each: from here on they are only read through its own properties.
  return definition as unknown as Builtin;
}
