import type { BundleDefinition, TabBarConfig } from "@lianmai/compiler/bundle";
import type { Host, NavigationBarState, TabBarState } from "../host.js";
import type { NavigationBar, TabBar } from "./environment.js";
import type { PageStack } from "./page/page-stack.js";

/** The navigation bar: always that of the page on top, `onLoad` included. */
export function createNavigationBar(host: Host, stack: PageStack): NavigationBar & { refresh(): void } {
  const state = (): NavigationBarState => {
    const page = stack.top();
    const canGoBack = stack.pages().length > 1;
    return page ? { ...page.bar, canGoBack } : { ...NO_BAR };
  };
  const refresh = () => host.setNavigationBar(state());
  return {
    state,
    refresh,
    update(change) {
      const page = stack.top();
      if (!page) return;
      Object.assign(page.bar, change);
      refresh();
    },
  };
}

const NO_BAR: Readonly<NavigationBarState> = {
  title: "",
  backgroundColor: "#000000",
  frontColor: "white",
  loading: false,
  canGoBack: false,
  hidden: false,
};

/** The tab bar, if the app has one: on while a tab page is on top. */
export function createTabBar(
  host: Host,
  definition: BundleDefinition,
  stack: PageStack,
  assetUrl: (path: string) => string,
): TabBar & { refresh(): void } {
  const config = definition.app.tabBar;
  if (!config || config.custom) {
    return {
      state: () => undefined,
      update: () => undefined,
      updateItem: () => undefined,
      refresh: () => host.setTabBar(undefined),
    };
  }
  let bar = initialTabBar(config, assetUrl);
  const shown = (): TabBarState | undefined => {
    const selected = config.list.findIndex((item) => item.pagePath === stack.top()?.address.path);
    return selected < 0 ? undefined : { ...bar, selected };
  };
  const refresh = () => {
    const state = shown();
    host.setTabBar(state?.visible ? state : undefined);
  };
  return {
    state: () => shown() ?? bar,
    refresh,
    update(change) {
      bar = { ...bar, ...change };
      refresh();
    },
    updateItem(index, change) {
      bar = { ...bar, items: bar.items.map((item, at) => (at === index ? { ...item, ...change } : item)) };
      refresh();
    },
  };
}

function initialTabBar(config: TabBarConfig, assetUrl: (path: string) => string): TabBarState {
  return {
    visible: true,
    selected: 0,
    color: config.color ?? "#7a7e83",
    selectedColor: config.selectedColor ?? "#161823",
    backgroundColor: config.backgroundColor ?? "#ffffff",
    items: config.list.map(({ text, iconPath, selectedIconPath }) => ({
      text,
      ...(iconPath && { iconUrl: assetUrl(iconPath) }),
      ...(selectedIconPath && { selectedIconUrl: assetUrl(selectedIconPath) }),
    })),
  };
}
