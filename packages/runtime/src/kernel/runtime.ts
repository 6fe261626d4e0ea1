import type { BundleDefinition, BundleUses, PackageDefinition, TemplateGroup } from "@lianmai/compiler/bundle";
import {
  addGlobalErrorListener,
  addGlobalWarningListener,
  Component as EngineComponent,
  Element as EngineElement,
  type Element as EngineElementType,
} from "glass-easel";
import type { LoadedApi } from "../api/index.js";
import { BuiltinStyles } from "../components/builtin-styles.js";
import { loadBuiltins } from "../components/index.js";
import { BuiltinComponents } from "../components/install.js";
import type { Host } from "../host.js";
import { App } from "./app.js";
import { resolveAsset } from "./assets.js";
import { createNavigationBar, createTabBar } from "./bars.js";
import { Components } from "./components.js";
import { createConsole } from "./console.js";
import { DataReports } from "./data-reports.js";
import { Diagnostics } from "./diagnostics.js";
import { Emitter } from "./emitter.js";
import { defaultOf, Engine } from "./engine/engine.js";
import { Gestures } from "./engine/gestures.js";
import { hookInlineStyles } from "./engine/inline-style.js";
import { installSetData } from "./engine/set-data.js";
import { mendSlotOrder } from "./engine/slot-order.js";
import type { Environment, LifecycleEvents, PageAddress } from "./environment.js";
import { connectHost } from "./host-events.js";
import { Modules } from "./modules.js";
import type { Page } from "./page/page.js";
import { PageFactory } from "./page/page-factory.js";
import { createPageScroller } from "./page/page-scroller.js";
import { PageStack } from "./page/page-stack.js";
import { createPullDownRefresh } from "./page/pull-down-refresh.js";
import { loadSjs, type RuntimeParts } from "./parts.js";
import { Sharing } from "./sharing.js";
import { StyleSheets } from "./style-sheets.js";
import type { Subpackages } from "./subpackages.js";

/**
 * A mini-program that runs in this frame: everything of the kernel put together. One a document, because the engine's
 * hooks, the gestures and the style sheets belong to the document.
 */
export class Runtime {
  readonly environment: Environment;
  readonly #definition: BundleDefinition;
  readonly #diagnostics: Diagnostics;
  readonly #engine: Engine;
  readonly #components: Components;
  readonly #modules: Modules;
  readonly #stack: PageStack;
  readonly #factory: PageFactory;
  readonly #app: App;
  readonly #styles: StyleSheets;
  readonly #subpackages: Subpackages | undefined;
  readonly #builtins: BuiltinComponents;
  readonly #bars: readonly { refresh(): void }[];
  /** What kept a component's module from running to its end, by the component's path. */
  readonly #failures = new Map<string, unknown>();

  /**
   * @param parts What the program uses of them.
   * @param container Where pages are put; it fills the frame.
   */
  constructor(host: Host, definition: BundleDefinition, parts: RuntimeParts, container: HTMLElement) {
    this.#definition = definition;
    const lifecycle = new Emitter<LifecycleEvents>();
    const diagnostics = new Diagnostics(host, lifecycle);
    const { warn, guard } = diagnostics;
    this.#diagnostics = diagnostics;
    diagnostics.listen(window);
    listenToEngine(diagnostics);

    const builtinStyles = new BuiltinStyles(document.head);
    this.#styles = new StyleSheets(document.head, definition);
    this.#engine = new Engine(definition, warn, parts.sjs);
    this.#factory = new PageFactory(definition, container, {
      guard,
      flushReady: () => this.#engine.ready.flush(),
      createRoot: (path) => this.#engine.createPage(path),
      ...(parts.pullRefresher && { PullRefresher: parts.pullRefresher }),
    });
    this.#stack = new PageStack({
      pages: definition.app.pages,
      tabs: definition.app.tabBar?.list.map((item) => item.pagePath) ?? [],
      lifecycle,
      open: async (address) => {
        await this.#subpackages?.load(address.path);
        return this.#open(address);
      },
      changed: () => this.#onRoute(),
    });
    this.#subpackages =
      parts.Subpackages &&
      new parts.Subpackages(definition, {
        lifecycle,
        warn,
        added: ({ components, styles }) => {
          this.#styles.update(styles);
          this.#engine.addComponents(components);
        },
      });
    const assetUrl = (url: string, fromPath = this.#stack.top()?.address.path ?? "") =>
      // Files of the mini-program itself have no address of their own: the phone keeps them and lends one.
      host.files.url(url) ?? resolveAsset(url, fromPath, document.baseURI);
    const navigationBar = createNavigationBar(host, this.#stack);
    const tabBar = createTabBar(host, definition, this.#stack, (path) => assetUrl(`/${path}`));
    const sharing = new Sharing({
      host,
      name: definition.project.projectname,
      page: () => this.#stack.top(),
      resolveAsset: assetUrl,
      guard,
    });
    this.#bars = [navigationBar, tabBar, sharing];
    this.environment = {
      host,
      definition,
      router: this.#stack,
      lifecycle,
      navigationBar,
      tabBar,
      pageScroller: createPageScroller(this.#stack),
      pullDownRefresh: createPullDownRefresh(this.#stack),
      sharing,
      resolveAsset: assetUrl,
      currentPage: () => this.#stack.top()?.caller,
      warn,
      guard,
    };
    const space = this.#engine.space.getComponentSpace();
    this.#builtins = new BuiltinComponents(space, builtinStyles, this.environment);
    this.#builtins.add(parts.builtins);
    parts.installViewQueries?.({ answersOf: (dom) => this.#builtins.registry.find(dom)?.instance, guard });
    hookInlineStyles(assetUrl);
    mendSlotOrder();
    const data = new DataReports(host, this.#stack);
    installSetData({ warn, guard, changed: (component) => data.changed(component) });
    new Gestures(document, () => ({ left: 0, top: this.environment.pageScroller.scrollTop() }));

    const launched = host.launch.path.replace(/^\//, "") || definition.app.entryPagePath;
    this.#app = new App({ launch: { ...host.launch, path: launched }, lifecycle, guard, warn });
    this.#components = new Components({
      space: this.#engine.space,
      isPage: (path) => definition.app.pages.includes(path),
      warn,
    });
    this.#modules = this.#createModules(host, parts.api);
    connectHost(this.environment, this.#stack, this.#app);
    host.inspectable?.(async () => {
      const { PageInspector } = await import("./inspector/inspector.js");
      return new PageInspector(() => this.#stack.pages());
    });
  }

  /** Runs app.js and the modules of all pages, launches the app and shows the first page. */
  async start(): Promise<void> {
    const { host } = this.environment;
    this.#diagnostics.guard(() => this.#modules.load("app.js"));
    this.#app.launch();
    // As on the platform, page modules run at the start: programs register things in them that others use.
    for (const path of this.#definition.app.pages) this.#ensureDefined(path);
    const below = (host.launch.stack ?? []).filter((page) => this.#isPage(page.path));
    await this.#stack.start([...below, this.#entry()]).catch(async (error: unknown) => {
      // The subpackage of the start page is not there: the entry page is in the main script.
      this.#diagnostics.error(error);
      await this.#stack.reLaunch({ path: this.#definition.app.entryPagePath, query: {} });
    });
  }

  addPackage(part: PackageDefinition): void {
    this.#subpackages?.add(part);
  }

  updateStyles(styles: Record<string, string>): void {
    this.#styles.update(styles);
  }

  /** @param tags Built-in tags in the templates. */
  updateTemplates(
    templates: Record<string, TemplateGroup>,
    tags: BundleUses["tags"] = "all",
  ): Promise<void> | undefined {
    const isThere = tags !== "all" && tags.every((tag) => this.#builtins.knows(tag)) && this.#engine.hasSjs;
    if (!isThere) return this.#loadAndApply(tags, templates);
    this.#applyTemplates(templates);
    return undefined;
  }

  async #loadAndApply(tags: BundleUses["tags"], templates: Record<string, TemplateGroup>): Promise<void> {
    const [builtins, sjs] = await Promise.all([loadBuiltins(tags), loadSjs()]);
    this.#builtins.add(builtins);
    this.#engine.useSjs(sjs);
    this.#applyTemplates(templates);
  }

  #applyTemplates(templates: Record<string, TemplateGroup>): void {
    const changed = this.#engine.replaceTemplates(templates);
    const visit = (element: EngineElementType): void => {
      if (EngineComponent.isComponent(element) && !element.isExternal()) {
        if (changed(element.is)) {
          this.#diagnostics.guard(() => element.applyTemplateUpdates());
          // What is inside has just been made anew, from the new templates.
          return;
        }
        const inside = element.getShadowRoot();
        if (inside) visit(inside);
      }
      for (const child of element.childNodes) if (EngineElement.isElement(child)) visit(child);
    };
    for (const page of this.#stack.pages()) if (page.component) visit(page.component);
  }

  #createModules(host: Host, api: LoadedApi): Modules {
    const ownerOf = (module: string) =>
      Object.entries(this.#definition.components).find(([, component]) => component.module === module)?.[0];
    const scope = {
      tt: api.create(this.environment),
      App: this.#app.register,
      Page: this.#components.page,
      Component: this.#components.component,
      Behavior: this.#components.behavior,
      getApp: () => this.#app.instance,
      getCurrentPages: () => this.#stack.pages().map((page) => page.caller),
      console: createConsole(host),
    };
    return new Modules(
      this.#definition,
      scope,
      (path, run) => {
        const owner = ownerOf(path);
        if (owner === undefined) run();
        else this.#components.registering(owner, run);
      },
      this.#diagnostics.warn,
    );
  }

  /** The page to start with; a wrong one is told and replaced by the entry page. */
  #entry(): PageAddress {
    const { launch } = this.environment.host;
    const entry = this.#definition.app.entryPagePath;
    const path = launch.path === "" ? entry : launch.path.replace(/^\//, "");
    if (this.#isPage(path)) return { path, query: launch.query };
    this.#diagnostics.warn(`the start page "${path}" is not in "pages" of app.json; starting with ${entry}`);
    this.environment.lifecycle.emit("pageNotFound", { path, query: launch.query, isEntryPage: true });
    return { path: entry, query: {} };
  }

  #isPage(path: string): boolean {
    return this.#definition.app.pages.includes(path);
  }

  #open(address: PageAddress): Page {
    this.#ensureDefined(address.path);
    const page = this.#factory.create(address);
    if (this.#failures.has(address.path)) page.fail(this.#failures.get(address.path));
    return page;
  }

  /**
   * Runs the modules of a page or component and of all components that it uses, deepest first. One that fails is
   * told once and exists from then on without data and methods.
   */
  #ensureDefined(path: string, above: ReadonlySet<string> = new Set()): void {
    const definition = this.#definition.components[path];
    if (!definition || above.has(path) || this.#components.isDefined(path)) return;
    const inside = new Set([...above, path]);
    const { usingComponents, componentGenerics } = definition.config;
    const defaults = Object.values(componentGenerics ?? {}).flatMap((generic) => defaultOf(generic) ?? []);
    const using = Object.values({ ...this.#definition.app.usingComponents, ...usingComponents });
    for (const used of [...using, ...defaults]) this.#ensureDefined(used.replace(/^\//, ""), inside);
    try {
      this.#modules.load(definition.module);
      if (!this.#components.isDefined(path)) {
        throw new Error(`${definition.module} calls neither Page() nor Component(), so ${path} has no logic`);
      }
    } catch (error) {
      this.#failures.set(path, error);
      this.#diagnostics.error(error);
      if (!this.#components.isDefined(path)) this.#components.registering(path, () => this.#components.component({}));
    }
  }

  #onRoute(): void {
    for (const bar of this.#bars) bar.refresh();
    this.environment.host.report({ kind: "route", stack: [...this.#stack.stack()] });
  }
}

/** Errors that the engine caught in lifetimes, observers and handlers, and its warnings. */
function listenToEngine(diagnostics: Diagnostics): void {
  addGlobalErrorListener((error) => {
    diagnostics.error(error);
    // The engine need not print it again.
    return false;
  });
  addGlobalWarningListener((message, component, node) => {
    // Built-in components ignore attributes that they do not know, as on the platform.
    const isBuiltin = node && EngineComponent.isComponent(node) && node.isExternal();
    if (isBuiltin && message.endsWith("is not a valid property")) return false;
    // A library names relations to all its components; a program that leaves one out has nothing to relate to.
    if (message.startsWith("the target of relation ")) return false;
    // Counting to a number in `tt:for` is documented and needs no warning.
    if (message.startsWith("Use number as for-list")) return false;
    const where = typeof component === "string" ? component : component.is;
    diagnostics.warn(where ? `${where}: ${message}` : message);
    return false;
  });
}
