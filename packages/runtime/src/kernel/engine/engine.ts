import type { BundleDefinition, ComponentDefinition, TemplateGroup } from "@lianmai/compiler/bundle";
import type { ComponentOptions } from "glass-easel";
import { type CodeSpace, MiniProgramEnv, type Root } from "glass-easel-miniprogram-adapter";
import { FrameBackend } from "./backend.js";
import { ReadyLifetime } from "./ready.js";
import type { SjsInstances } from "./sjs-instance.js";
import { adaptTemplate, type TemplateContext } from "./template.js";
import { changedTemplates } from "./template-changes.js";

type ComponentStaticConfig = Parameters<CodeSpace["addComponentStaticConfig"]>[1];

/** glass-easel set up for one bundle: the space in which its components are defined, and the DOM they are drawn in. */
export class Engine {
  readonly space: CodeSpace;
  readonly ready = new ReadyLifetime();
  readonly #definition: BundleDefinition;
  readonly #backend;
  readonly #context: TemplateContext;
  #templates: Record<string, TemplateGroup>;

  constructor(definition: BundleDefinition, warn: (message: string) => void, sjs: SjsInstances | undefined) {
    this.#definition = definition;
    this.#context = { warn };
    if (sjs) this.#context.sjs = sjs;
    this.#templates = definition.templates;
    const env = new MiniProgramEnv();
    this.#backend = env.associateBackend(new FrameBackend());
    this.space = env.createCodeSpace("app", true);
    const componentSpace = this.space.getComponentSpace();
    this.space.setOverallBehavior(this.ready.behavior(componentSpace));
    adjustOptions(this.space);
    for (const [path, component] of Object.entries(definition.components)) this.#describe(path, component);
  }

  /** Makes further components known, those of a subpackage; their templates are in the definition. */
  addComponents(components: Readonly<Record<string, ComponentDefinition>>): void {
    this.#templates = { ...this.#definition.templates, ...this.#templates };
    for (const [path, component] of Object.entries(components)) this.#describe(path, component);
  }

  /** What SJS code of new templates needs; nothing changes where it is there. */
  useSjs(sjs: SjsInstances): void {
    this.#context.sjs ??= sjs;
  }

  get hasSjs(): boolean {
    return this.#context.sjs !== undefined;
  }

  /** Makes the component of a page; it is drawn but not yet in the document. */
  createPage(path: string): Root {
    return this.#backend.createRoot("tt-page", this.space, path);
  }

  /**
   * Takes new templates for components that are defined already. Elements on the screen are not touched.
   *
   * @returns Whether a component's template has changed, by its path.
   */
  replaceTemplates(templates: Record<string, TemplateGroup>): (path: string) => boolean {
    const before = this.#templates;
    this.#templates = { ...before, ...templates };
    const changed = changedTemplates(before, templates, new Set(Object.keys(this.#definition.components)));
    for (const path of Object.keys(this.#definition.components)) {
      const template = changed(path) ? adaptTemplate(this.#templates, path, this.#context) : undefined;
      if (!template) continue;
      this.space.addCompiledTemplate(path, template);
      const definition = this.space.getComponentSpace().getComponentByUrlWithoutDefault(`/${path}`, "");
      if (definition?.isPrepared()) definition.updateTemplate(template as unknown as Record<string, unknown>);
    }
    return changed;
  }

  #describe(path: string, component: ComponentDefinition): void {
    const isPage = this.#definition.app.pages.includes(path);
    const { usingComponents, componentGenerics, pureDataPattern, componentPlaceholder } = component.config;
    const config: Record<string, unknown> = {
      // Without `component` the engine gives the app's and the page's own classes, however the page is registered.
      component: !isPage,
      usingComponents: absolute({ ...this.#definition.app.usingComponents, ...usingComponents }),
      styleIsolation: isPage ? undefined : component.styleIsolation,
      componentGenerics: absoluteDefaults(componentGenerics),
      componentPlaceholder,
      pureDataPattern,
    };
    this.space.addComponentStaticConfig(path, config as ComponentStaticConfig);
    if (component.styleScope) this.space.addStyleSheet(path, undefined, component.styleScope);
    const template = adaptTemplate(this.#templates, path, this.#context);
    if (template) this.space.addCompiledTemplate(path, template);
  }
}

function absolute(usingComponents: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(usingComponents).map(([name, path]) => [name, path.startsWith("/") ? path : `/${path}`]),
  );
}

/** The default of a generic is a path as well. */
function absoluteDefaults(generics: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
  if (!generics) return undefined;
  return Object.fromEntries(
    Object.entries(generics).map(([name, generic]) => {
      const path = defaultOf(generic);
      return [name, path === undefined ? generic : { default: `/${path}` }];
    }),
  );
}

/** The path of the component that stands in where nobody names one for a generic; without leading slash. */
export function defaultOf(generic: unknown): string | undefined {
  const path = typeof generic === "object" && generic !== null ? Reflect.get(generic, "default") : undefined;
  return typeof path === "string" ? path.replace(/^\//, "") : undefined;
}

/** The adapter's own step from a program's options to the engine's; it is public in its code but not in its types. */
interface OptionsStep {
  prepareComponentOptions(is: string, options?: unknown): [options: ComponentOptions, isolation: string];
}

/** Options that the adapter has no word for. */
function adjustOptions(space: CodeSpace): void {
  const step = space as unknown as OptionsStep;
  const prepare = step.prepareComponentOptions.bind(space);
  step.prepareComponentOptions = (is, options) => {
    const [prepared, isolation] = prepare(is, options);
    return [
      {
        ...prepared,
        // Selectors such as `#name` in style sheets need the id in the DOM, as it was written.
        writeIdToDOM: true,
        idPrefixGenerator: null,
        // Methods bound to a page, and those assigned later, are what its events call.
        useMethodCallerListeners: true,
        // A property may be called as the engine's own, `data` for one, and would then take its place.
        writeFieldsToNode: false,
      },
      isolation,
    ];
  };
}
