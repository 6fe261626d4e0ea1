import type { BundleDefinition } from "@lianmai/compiler/bundle";
import type {
  DeviceInfo,
  Host,
  HostEvents,
  HostReport,
  PermissionState,
  Scope,
  StoredFile,
  TabBarState,
} from "../../host.js";
import { Emitter } from "../../kernel/emitter.js";
import type { Environment, LifecycleEvents, PageAddress } from "../../kernel/environment.js";
import { RouteError } from "../../kernel/route-error.js";

/** An environment for unit tests: it records what the API does to phone and kernel, and answers as it is told. */
export class TestEnvironment implements Environment {
  readonly calls: [name: string, ...args: unknown[]][] = [];
  readonly reports: HostReport[] = [];
  readonly warnings: string[] = [];
  readonly errors: unknown[] = [];
  readonly stored = new Map<string, string>();
  readonly permissions = new Map<Scope, PermissionState>();
  readonly hostEvents = new Emitter<HostEvents>();
  readonly lifecycle = new Emitter<LifecycleEvents>();
  /** What the user does. */
  readonly user = { button: "confirm" as "confirm" | "cancel", item: 0, allows: true };
  answer: (url: string, init: RequestInit) => Promise<Response> = async () => new Response("{}");
  tabs: TabBarState | undefined;
  page: Record<string, unknown> | undefined;

  readonly definition = {
    app: {
      pages: ["pages/index/index", "pages/room/room"],
      entryPagePath: "pages/index/index",
      networkTimeout: { request: 60_000, connectSocket: 60_000, uploadFile: 60_000, downloadFile: 60_000 },
    },
    project: { appid: "tt0123456789abcdef", lianmai: {} },
  } as unknown as BundleDefinition;

  readonly host: Host = {
    launch: { path: "", query: { from: "test" }, scene: "1001" },
    device: () => device,
    on: (event, listener) => void this.hostEvents.on(event, listener as never),
    off: (event, listener) => void this.hostEvents.off(event, listener as never),
    setNavigationBar: () => undefined,
    setTabBar: () => undefined,
    exit: this.#recorder("exit"),
    showToast: this.#recorder("showToast"),
    hideToast: this.#recorder("hideToast"),
    showModal: async (options) => {
      this.calls.push(["showModal", options]);
      return options.editable ? { button: this.user.button, text: "typed" } : { button: this.user.button };
    },
    showActionSheet: async (items, color) => {
      this.calls.push(["showActionSheet", items, color]);
      return this.user.item;
    },
    storage: {
      get: (key) => this.stored.get(key),
      set: (key, value) => void this.stored.set(key, value),
      remove: (key) => void this.stored.delete(key),
      keys: () => [...this.stored.keys()],
    },
    files: new TestFiles(),
    setPageMenu: this.#recorder("setPageMenu"),
    share: async (card) => {
      this.calls.push(["share", card]);
      return this.user.allows;
    },
    previewImages: this.#recorder("previewImages"),
    permission: (scope) => this.permissions.get(scope) ?? "unasked",
    requestPermission: async (scope) => {
      const answer = this.permissions.get(scope) ?? (this.user.allows ? "granted" : "denied");
      this.permissions.set(scope, answer);
      return answer === "granted" ? "granted" : "denied";
    },
    openSettings: async () => void this.calls.push(["openSettings"]),
    user: { name: "小王", avatarUrl: "data:," },
    login: async () => ({ code: "code", anonymousCode: "anonymous", isLogin: true }),
    fetch: (url, init) => this.answer(url, init),
    socketUrl: (url) => url,
    signalingUrl: "ws://127.0.0.1/rtc",
    report: (report) => void this.reports.push(report),
  };

  readonly router: Environment["router"] = {
    stack: () => [{ path: "pages/index/index", query: {} }],
    navigateTo: async (address) => this.#open("navigateTo", address),
    redirectTo: async (address) => this.#open("redirectTo", address),
    reLaunch: async (address) => this.#open("reLaunch", address),
    navigateBack: async (delta) => void this.calls.push(["navigateBack", delta]),
    switchTab: async (path) => void this.calls.push(["switchTab", path]),
    resolve: (url) => {
      const [path = "", search = ""] = url.replace(/^\//, "").split("?");
      return {
        path,
        query: Object.fromEntries(
          search
            .split("&")
            .filter(Boolean)
            .map((pair) => pair.split("=")),
        ),
      };
    },
  };

  readonly navigationBar: Environment["navigationBar"] = {
    state: () => {
      throw new Error("not needed");
    },
    update: this.#recorder("navigationBar"),
  };

  readonly tabBar: Environment["tabBar"] = {
    state: () => this.tabs,
    update: this.#recorder("tabBar"),
    updateItem: this.#recorder("tabBarItem"),
  };

  readonly sharing: Environment["sharing"] = {
    setMenu: this.#recorder("setMenu"),
    share: async (from, target, given) => {
      this.calls.push(["shareFrom", from, target, given]);
      return this.user.allows;
    },
  };

  readonly pageScroller: Environment["pageScroller"] = {
    scrollTop: () => 0,
    scrollTo: this.#recorder("scrollTo"),
    scrollToSelector: (selector) => selector === "#there",
  };

  readonly pullDownRefresh = { start: this.#recorder("refresh"), stop: this.#recorder("refreshed") };

  resolveAsset = (url: string): string => `http://app.test/${url.replace(/^\//, "")}`;
  currentPage = (): Record<string, unknown> | undefined => this.page;
  warn = (message: string): void => void this.warnings.push(message);
  guard = <T>(run: () => T): T | undefined => {
    try {
      return run();
    } catch (error) {
      this.errors.push(error);
      return undefined;
    }
  };

  #recorder(name: string): (...args: unknown[]) => void {
    return (...args) => void this.calls.push([name, ...args]);
  }

  #open(name: string, address: PageAddress): void {
    if (!this.definition.app.pages.includes(address.path)) throw RouteError.pageNotFound(address.path);
    this.calls.push([name, address]);
  }
}

/** Files in memory. */
class TestFiles {
  readonly #files = new Map<string, StoredFile>();
  readonly get = (path: string) => this.#files.get(path);
  readonly set = (path: string, data: Uint8Array, type: string) =>
    void this.#files.set(path, { data: new Uint8Array(data), type, modifiedAt: Date.now() });
  readonly remove = (path: string) => void this.#files.delete(path);
  readonly paths = () => [...this.#files.keys()];
  readonly url = (path: string) => (this.#files.has(path) ? `blob:${path}` : undefined);
}

const device: DeviceInfo = {
  brand: "iPhone",
  model: "iPhone X",
  system: "iOS 17.0",
  platform: "devtools",
  language: "zh_CN",
  theme: "light",
  pixelRatio: 3,
  screenWidth: 375,
  screenHeight: 812,
  statusBarHeight: 44,
  navigationBarHeight: 44,
  safeAreaInsets: { top: 44, right: 0, bottom: 34, left: 0 },
  menuButton: { top: 50, right: 365, bottom: 82, left: 279, width: 86, height: 32 },
};
