import type {
  ComponentSpace,
  DataChange,
  ExternalShadowRoot,
  GeneralBackendElement,
  GeneralComponent,
  templateEngine,
} from "glass-easel";
import { DeepCopyKind } from "glass-easel";
import type { Environment } from "../kernel/environment.js";
import type { Builtin, BuiltinInstance } from "./builtin.js";
import { BuiltinElement } from "./builtin-element.js";
import type { BuiltinStyles } from "./builtin-styles.js";
import { isLazy, type LoadedBuiltins, PLAIN_TAGS } from "./index.js";
import type { Properties } from "./property.js";
import { BuiltinRegistry } from "./registry.js";

type RawValues = Record<string, unknown>;

/**
 * Makes built-in components known in a component space. They are external components of glass-easel: the engine
 * keeps their attributes and children, their inside is plain DOM made by hand.
 */
export class BuiltinComponents {
  readonly registry = new BuiltinRegistry();
  readonly #space: ComponentSpace;
  readonly #styles: BuiltinStyles;
  readonly #environment: Environment;
  readonly #known = new Set<string>();

  constructor(space: ComponentSpace, styles: BuiltinStyles, environment: Environment) {
    this.#space = space;
    this.#styles = styles;
    this.#environment = environment;
    // A plain DOM node is a third of the cost of a component, and lists are made of these.
    for (const tag of PLAIN_TAGS) space.setGlobalUsingComponent(tag, `tt-${tag}`);
  }

  /** Whether templates may use the tag without more being loaded; a name that is no built-in tag needs nothing. */
  knows(tag: string): boolean {
    return this.#known.has(tag) || !isLazy(tag);
  }

  /** Those that are known already stay as they are. */
  add({ builtins, failures }: LoadedBuiltins): void {
    for (const [tag, cause] of failures) {
      this.#environment.warn(`<${tag}> is missing, as its code could not be loaded: ${String(cause)}`);
    }
    for (const builtin of builtins) {
      if (this.#known.has(builtin.tag)) continue;
      this.#known.add(builtin.tag);
      this.#styles.add(builtin.css);
      this.#define(builtin);
    }
  }

  #define(builtin: Builtin): void {
    const { registry } = this;
    const environment = this.#environment;
    const definition = this.#space.defineComponent({
      is: `lianmai-builtin/${builtin.tag}`,
      options: {
        externalComponent: true,
        // Values go by reference: a picker's range or a whole stream object need not be copied to be shown.
        dataDeepCopy: DeepCopyKind.None,
        propertyPassingDeepCopy: DeepCopyKind.None,
        // `create` sees the first values, so that nothing is drawn twice.
        propertyEarlyInit: true,
        templateEngine: { create: () => new BuiltinTemplate(builtin, registry, environment) },
      },
      properties: propertiesOf(builtin.properties),
      lifetimes: {
        attached() {
          environment.guard(() => registry.of(this)?.instance.attached?.());
        },
        detached() {
          environment.guard(() => registry.of(this)?.instance.detached?.());
        },
      },
    });
    this.#space.setGlobalUsingComponent(builtin.tag, definition.general());
  }
}

function propertiesOf(properties: Properties): Record<string, { type: null; value: unknown }> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, { type: null, value: property.initial }]),
  );
}

class BuiltinTemplate implements templateEngine.Template {
  constructor(
    readonly builtin: Builtin,
    readonly registry: BuiltinRegistry,
    readonly environment: Environment,
  ) {}

  createInstance(component: GeneralComponent): templateEngine.TemplateInstance {
    return new BuiltinTemplateInstance(this, component);
  }
}

class BuiltinTemplateInstance implements templateEngine.TemplateInstance {
  readonly shadowRoot: ExternalShadowRoot;
  readonly #template: BuiltinTemplate;
  readonly #component: GeneralComponent;
  #instance: BuiltinInstance<RawValues> = {};
  #values: RawValues = {};

  constructor(template: BuiltinTemplate, component: GeneralComponent) {
    this.#template = template;
    this.#component = component;
    const dom = component.$$ as GeneralBackendElement;
    this.shadowRoot = {
      root: dom,
      slot: dom,
      getIdMap: () => ({}),
      // Inner nodes are plain DOM and listen to DOM events themselves.
      handleEvent: () => undefined,
      setListener: () => undefined,
    };
  }

  initValues(raw: RawValues): void {
    const { builtin, registry, environment } = this.#template;
    this.#values = Object.fromEntries(
      Object.entries(builtin.properties).map(([name, property]) => [name, property.read(raw[name])]),
    );
    const element = new BuiltinElement<RawValues>(this.#component, registry, () => this.#values);
    environment.guard(() => {
      this.#instance = builtin.create(element, environment);
      if (this.#instance.slot) this.shadowRoot.slot = this.#instance.slot as unknown as GeneralBackendElement;
      this.#instance.update?.(this.#values, new Set(Object.keys(builtin.properties)));
    });
    registry.add({ tag: builtin.tag, element, instance: this.#instance as BuiltinInstance<never> }, this.#component);
  }

  updateValues(raw: RawValues, changes: DataChange[]): void {
    const { builtin, environment } = this.#template;
    const changed = new Set<string>();
    const next = { ...this.#values };
    for (const [path] of changes) {
      const name = String(path[0]);
      const value = builtin.properties[name]?.read(raw[name]);
      // An object may have changed inside while staying the same object.
      if (value === this.#values[name] && (typeof value !== "object" || value === null)) continue;
      next[name] = value;
      changed.add(name);
    }
    if (changed.size === 0) return;
    this.#values = next;
    environment.guard(() => this.#instance.update?.(next, changed));
  }
}
