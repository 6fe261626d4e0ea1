import type {
  Host,
  HostEvents,
  HostReport,
  LaunchOptions,
  NavigationBarState,
  PageMenu,
  PhoneFrameElement,
  ShareCard,
} from "@lianmai/runtime";

/** What a test host has been told, oldest first. */
export interface HostRecords {
  reports: HostReport[];
  bars: NavigationBarState[];
  tabBars: unknown[];
  exits: number;
  pageMenu: PageMenu;
  shared: ShareCard[];
}

export interface TestWindow extends Window {
  records: HostRecords;
  emitHost<E extends keyof HostEvents>(event: E, ...args: HostEvents[E]): void;
}

/**
 * Puts a frame into an empty page, with a host that only takes notes. It runs in the browser: nothing from outside may
 * be used in it.
 */
export function mountFrame({ url, launch }: { url: string; launch: LaunchOptions }): void {
  const window = globalThis as unknown as TestWindow;
  const listeners = new Map<string, ((...args: unknown[]) => void)[]>();
  const storage = new Map<string, string>();
  const records: HostRecords = {
    reports: [],
    bars: [],
    tabBars: [],
    exits: 0,
    pageMenu: { share: false, joinGroup: false },
    shared: [],
  };
  const host: Host = {
    launch,
    device: () => ({
      brand: "test",
      model: "test",
      system: "test 1",
      platform: "devtools",
      language: "zh_CN",
      theme: "light",
      pixelRatio: 2,
      screenWidth: 375,
      screenHeight: 667,
      statusBarHeight: 20,
      navigationBarHeight: 44,
      safeAreaInsets: { top: 20, right: 0, bottom: 0, left: 0 },
      menuButton: { top: 0, right: 0, bottom: 0, left: 0, width: 0, height: 0 },
    }),
    on: (event, listener) => {
      listeners.set(event, [...(listeners.get(event) ?? []), listener as (...args: unknown[]) => void]);
    },
    off: () => undefined,
    setNavigationBar: (state) => records.bars.push(state),
    setTabBar: (state) => records.tabBars.push(state),
    exit: () => {
      records.exits += 1;
    },
    showToast: () => undefined,
    hideToast: () => undefined,
    showModal: async () => ({ button: "cancel" }),
    showActionSheet: async () => -1,
    storage: {
      get: (key) => storage.get(key),
      set: (key, value) => void storage.set(key, value),
      remove: (key) => void storage.delete(key),
      keys: () => [...storage.keys()],
    },
    files: {
      get: () => undefined,
      set: () => undefined,
      remove: () => undefined,
      paths: () => [],
      url: () => undefined,
    },
    setPageMenu: (offers) => {
      records.pageMenu = offers;
    },
    share: async (card) => {
      records.shared.push(card);
      return true;
    },
    previewImages: () => undefined,
    permission: () => "unasked",
    requestPermission: async () => "denied",
    openSettings: async () => undefined,
    user: { name: "test", avatarUrl: "" },
    login: async () => ({ code: "code-of-test", anonymousCode: "anonymous-code", isLogin: true }),
    fetch: (url, init) => fetch(url, init),
    socketUrl: (url) => url,
    signalingUrl: "ws://127.0.0.1:9",
    // A copy, as the panels of a phone would keep it.
    report: (report) => {
      try {
        records.reports.push(JSON.parse(JSON.stringify(report)) as HostReport);
      } catch {
        records.reports.push({ kind: "console", level: "debug", args: ["a report that is no JSON"] });
      }
    },
  };
  window.records = records;
  window.emitHost = (event, ...args) => {
    for (const listener of listeners.get(event) ?? []) listener(...args);
  };
  const frame: PhoneFrameElement = document.createElement("iframe");
  frame.style.cssText = "border:0;width:375px;height:603px";
  frame.lianmaiHost = host;
  frame.src = url;
  document.body.replaceChildren(frame);
}
