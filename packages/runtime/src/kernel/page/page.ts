import type { Component, GeneralComponent } from "glass-easel";
import { Component as EngineComponent } from "glass-easel";
import type { Root } from "glass-easel-miniprogram-adapter";
import type { PullRefresher } from "../../components/scroll-view/pull-refresher.js";
import type { NavigationBarState } from "../../host.js";
import { afterRender } from "../after-render.js";
import type { PageAddress } from "../environment.js";
import type { PageView } from "./page-view.js";

/** The instance that user code sees as `this` and in `getCurrentPages()`. */
export type PageCaller = Record<string, unknown>;

export interface PageContext {
  guard<T>(run: () => T): T | undefined;
  /** Calls `ready` of components that wait for it. */
  flushReady(): void;
  /** Makes the component of a page. */
  createRoot(path: string): Root;
  /** There where a page may be pulled down to be refreshed. */
  PullRefresher?: typeof PullRefresher;
}

/** One page on the stack: its component, its place in the document, its bar, its life. */
export class Page {
  readonly address: PageAddress;
  readonly view: PageView;
  readonly bar: NavigationBarState;
  readonly #context: PageContext;
  #root: Root | undefined;
  #caller: PageCaller;
  #shown = false;
  #unloaded = false;

  constructor(address: PageAddress, bar: NavigationBarState, view: PageView, context: PageContext) {
    this.address = address;
    this.bar = bar;
    this.view = view;
    this.#context = context;
    this.#caller = { route: address.path, options: address.query };
  }

  get caller(): PageCaller {
    return this.#caller;
  }

  /** The page's component; none where it could not be made. */
  get component(): GeneralComponent | undefined {
    return this.#root?.getComponent();
  }

  /** Draws the page and calls `onLoad`. */
  load(): void {
    this.#context.guard(() => this.#create());
    this.call("onLoad", this.address.query);
  }

  /** An error that kept the page from being drawn is shown in its place. */
  fail(error: unknown): void {
    this.view.showError(this.address.path, error);
  }

  show(): void {
    if (this.#shown || this.#unloaded) return;
    const first = this.view.show();
    this.#shown = true;
    this.call("onShow");
    this.component?.triggerPageLifetime("show", []);
    if (first) afterRender(() => this.#becomeReady());
  }

  hide(): void {
    if (!this.#shown) return;
    this.#shown = false;
    this.call("onHide");
    this.component?.triggerPageLifetime("hide", []);
  }

  /** Takes the page out of sight after another one has come in its place. */
  cover(): void {
    this.view.hide();
  }

  unload(): void {
    if (this.#unloaded) return;
    this.#unloaded = true;
    this.#shown = false;
    this.call("onUnload");
    this.#context.guard(() => this.#root?.release());
    this.view.remove();
  }

  /** Calls a method of the page, if it has it. */
  call(name: string, ...args: unknown[]): unknown {
    const method = this.#caller[name];
    if (typeof method !== "function") return undefined;
    return this.#context.guard(() => method.apply(this.#caller, args) as unknown);
  }

  has(name: string): boolean {
    return typeof this.#caller[name] === "function";
  }

  #create(): void {
    const { path, query } = this.address;
    let root: Root;
    try {
      root = this.#context.createRoot(path);
    } catch (error) {
      this.fail(error);
      throw error;
    }
    this.#root = root;
    this.#caller = root.get() as unknown as PageCaller;
    Object.assign(this.#caller, { route: path, __route__: path, options: query });
    const component = root.getComponent();
    passQuery(component, query);
    this.view.attach(root, path);
  }

  #becomeReady(): void {
    if (this.#unloaded) return;
    this.#context.flushReady();
    this.call("onReady");
  }
}

/** A page made by `Component()` gets values of the query in properties of the same name. */
function passQuery(component: GeneralComponent, query: Record<string, string>): void {
  const values = Object.entries(query).filter(([name]) =>
    EngineComponent.hasProperty(component as unknown as Component<never, never, never>, name),
  );
  if (values.length > 0) component.setData(Object.fromEntries(values));
}
