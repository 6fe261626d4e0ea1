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
import type { Properties } from "./property.js";
import { BuiltinRegistry } from "./registry.js";

type RawValues = Record<string, unknown>;

/**
 * Makes built-in components known in a component space. They are external components of glass-easel: the engine
 * keeps their attributes and children, their inside is plain DOM made by hand.
 */
export function installBuiltins(
  space: ComponentSpace,
  builtins: readonly Builtin[],
  plainTags: readonly string[],
  environment: Environment,
): BuiltinRegistry {
  const registry = new BuiltinRegistry();
  // A plain DOM node is a third of the cost of a component, and lists are made of these.
  for (const tag of plainTags) space.setGlobalUsingComponent(tag, `tt-${tag}`);
  for (const builtin of builtins) {
    const definition = space.defineComponent({
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
    space.setGlobalUsingComponent(builtin.tag, definition.general());
  }
  return registry;
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
