import type { BundleDefinition } from "@lianmai/compiler/bundle";
import type { Host, NavigationBarState, TabBarState } from "../host.js";
import type { Emitter } from "./emitter.js";

/** What opened a page: the route without leading slash, and values that are not decoded. */
export interface PageAddress {
  path: string;
  query: Record<string, string>;
}

/** The page stack as `tt.navigateTo` and its kin see it. Refusals are `RouteError`s (`kernel/route-error.ts`). */
export interface Router {
  /** Bottom first; the last one is shown. */
  stack(): readonly PageAddress[];
  navigateTo(address: PageAddress): Promise<void>;
  redirectTo(address: PageAddress): Promise<void>;
  navigateBack(delta: number): Promise<void>;
  reLaunch(address: PageAddress): Promise<void>;
  switchTab(path: string): Promise<void>;
  /** Turns what a program passes as `url` into an address: relative to the shown page, absolute, with a query. */
  resolve(url: string): PageAddress;
}

export interface LifecycleEvents {
  appShow: [];
  appHide: [];
  /** A page came to the top of the stack, or left it. */
  pageShow: [address: PageAddress];
  pageHide: [address: PageAddress];
  pageUnload: [address: PageAddress];
  /** A route that is in no page list; `isEntryPage` when it was the start page. */
  pageNotFound: [address: PageAddress & { isEntryPage: boolean }];
  /** A subpackage could not be loaded. */
  lazyLoadError: [failure: { subpackage: string[]; errMsg: string }];
  error: [error: unknown];
  unhandledRejection: [reason: unknown, promise: Promise<unknown>];
  /** The frame itself goes away: close what is open. */
  dispose: [];
}

/** The navigation bar of the shown page. Every page keeps its own; it is put back when the page comes up again. */
export interface NavigationBar {
  state(): Readonly<NavigationBarState>;
  update(change: Partial<Pick<NavigationBarState, "title" | "backgroundColor" | "frontColor" | "loading">>): void;
}

/** The tab bar of the app, shown while a tab page is on top. Does nothing in an app without `tabBar`. */
export interface TabBar {
  /** Undefined where the app has none. */
  state(): Readonly<TabBarState> | undefined;
  update(change: Partial<Omit<TabBarState, "items" | "selected">>): void;
  updateItem(index: number, change: Partial<TabBarState["items"][number]>): void;
}

/** Scrolling of the shown page as a whole. */
export interface PageScroller {
  scrollTop(): number;
  /** @param duration Milliseconds; 0 jumps. */
  scrollTo(scrollTop: number, duration: number): void;
  /** Scrolls the first match of a selector to the top; false where nothing matches. */
  scrollToSelector(selector: string, offsetTop: number, duration: number): boolean;
}

/** Pull-down refresh of the shown page. */
export interface PullDownRefresh {
  /** Shows the indicator and calls `onPullDownRefresh`. */
  start(): void;
  stop(): void;
}

/** Sharing of the shown page (`kernel/sharing.ts`). */
export interface SharingPort {
  /** Whether the phone's menu offers it. */
  setMenu(visible: boolean): void;
  /**
   * Resolves with whether the user passed the page on.
   *
   * @param target The button that was tapped, as events have it.
   * @param given Goes before what `onShareAppMessage` says.
   */
  share(from: "menu" | "button", target?: object, given?: object): Promise<boolean>;
}

/** The one object that the API (`src/api`) and the built-in components stand on. The kernel makes it. */
export interface Environment {
  readonly host: Host;
  readonly definition: BundleDefinition;
  readonly router: Router;
  readonly lifecycle: Emitter<LifecycleEvents>;
  readonly navigationBar: NavigationBar;
  readonly tabBar: TabBar;
  readonly pageScroller: PageScroller;
  readonly pullDownRefresh: PullDownRefresh;
  readonly sharing: SharingPort;
  /**
   * The URL of a project file. Root-absolute paths count from the project root, relative ones from the folder of
   * `fromPath` (a component path such as `pages/index/index`; default the shown page). URLs with a scheme stay.
   */
  resolveAsset(url: string, fromPath?: string): string;
  /** The shown page's instance as user code sees it (`this` in a page method), if there is one. */
  currentPage(): Record<string, unknown> | undefined;
  /** Tells the developer, in console and panels, without stopping anything: what, where, how to mend it. */
  warn(message: string): void;
  /** Runs user code; what it throws goes to `App.onError` and the console instead of to the caller. */
  guard<T>(run: () => T): T | undefined;
}
