import type { BundleDefinition, WindowConfig } from "@lianmai/compiler/bundle";
import type { NavigationBarState } from "../../host.js";
import type { PageAddress } from "../environment.js";
import { Page, type PageContext } from "./page.js";
import { PageView } from "./page-view.js";

const REACH_BOTTOM_DISTANCE = 50;

/** Makes pages from the configuration of the app and their own. */
export class PageFactory {
  readonly #definition: BundleDefinition;
  readonly #container: HTMLElement;
  readonly #context: PageContext;

  constructor(definition: BundleDefinition, container: HTMLElement, context: PageContext) {
    this.#definition = definition;
    this.#container = container;
    this.#context = context;
  }

  /** A page that is not loaded yet. */
  create(address: PageAddress): Page {
    const config = this.config(address.path);
    let page: Page | undefined;
    const view = new PageView(
      this.#container,
      {
        backgroundColor: config.backgroundColor ?? "#ffffff",
        disableScroll: config.disableScroll === true,
        pullDownRefresh: config.enablePullDownRefresh === true,
        reachBottomDistance: config.onReachBottomDistance ?? REACH_BOTTOM_DISTANCE,
      },
      {
        scroll: (scrollTop) => page?.call("onPageScroll", { scrollTop }),
        reachBottom: () => page?.call("onReachBottom"),
        refresh: () => page?.call("onPullDownRefresh"),
      },
      this.#context.PullRefresher,
    );
    page = new Page(address, barOf(config), view, this.#context);
    return page;
  }

  config(path: string): WindowConfig {
    return this.#definition.components[path]?.config.window ?? this.#definition.app.window;
  }
}

function barOf(config: WindowConfig): NavigationBarState {
  return {
    title: config.navigationBarTitleText ?? "",
    backgroundColor: config.navigationBarBackgroundColor ?? "#000000",
    frontColor: config.navigationBarTextStyle ?? "white",
    loading: false,
    canGoBack: false,
    hidden: config.navigationStyle === "custom",
  };
}
