import type { DeviceInfo, NavigationBarState } from "../host.js";
import { Capsule } from "./bars/capsule.js";
import { NavigationBar } from "./bars/navigation-bar.js";
import { StatusBar } from "./bars/status-bar.js";
import { TabBar } from "./bars/tab-bar.js";
import { CAPSULE } from "./device.js";
import { DialogLayer } from "./dialogs/layer.js";
import { Toast } from "./dialogs/toast.js";
import { element, icon } from "./dom.js";
import { spinnerIcon } from "./icons.js";
import type { PhoneTheme } from "./options.js";
import { phoneStyles } from "./styles/index.js";
import type { PhoneText } from "./text.js";

export interface ShellHandlers {
  onBack(): void;
  onMenu(): void;
  onClose(): void;
  onTab(index: number): void;
}

/**
 * The phone's elements, in a shadow tree so that neither its styles nor its focus meet those of the document around.
 */
export class Shell {
  readonly dialogs: DialogLayer;
  readonly toast = new Toast();
  readonly navigationBar: NavigationBar;
  readonly capsule: Capsule;
  readonly tabBar: TabBar;
  /** Where the frame goes. */
  readonly view = element("div", { class: "view" });
  readonly #host: HTMLElement;
  readonly #root: HTMLElement;
  readonly #header: HTMLElement;
  readonly #cover = element("div", { class: "cover", hidden: true });
  readonly #statusBar: StatusBar | undefined;
  readonly #app: HTMLElement;

  constructor(container: HTMLElement, layout: "device" | "fullscreen", handlers: ShellHandlers) {
    this.#host = element("div", { class: "lianmai-phone" });
    this.navigationBar = new NavigationBar(handlers.onBack);
    this.capsule = new Capsule(handlers);
    this.tabBar = new TabBar(handlers.onTab);
    this.#statusBar = layout === "device" ? new StatusBar() : undefined;
    this.#header = element("header", {}, this.#statusBar?.node, this.navigationBar.node);
    this.#app = element("div", { class: "app" }, this.#header, this.view, this.tabBar.node, this.capsule.node);
    this.dialogs = new DialogLayer(this.#app, this.#host);
    const screen = element(
      "div",
      { class: "screen" },
      this.#app,
      this.#cover,
      this.dialogs.node,
      this.toast.node,
      layout === "device" ? element("div", { class: "home-indicator" }) : undefined,
    );
    this.#root = element("div", { class: `phone ${layout}` }, screen);
    const style = element("style");
    style.textContent = phoneStyles;
    this.#host.attachShadow({ mode: "open" }).append(style, this.#root);
    container.append(this.#host);
  }

  /** Size of the phone and the insets of the real screen, CSS pixels. */
  measure(): { width: number; height: number; insets: DeviceInfo["safeAreaInsets"] } {
    const probe = element("div", { class: "inset-probe" });
    this.#root.append(probe);
    const style = getComputedStyle(probe);
    const inset = (side: string) => Number.parseFloat(style.getPropertyValue(`padding-${side}`)) || 0;
    const insets = { top: inset("top"), right: inset("right"), bottom: inset("bottom"), left: inset("left") };
    probe.remove();
    const { width, height } = this.#root.getBoundingClientRect();
    return { width, height, insets };
  }

  /** Calls back when the phone changes its size. Returns what ends that. */
  watchSize(changed: () => void): () => void {
    const observer = new ResizeObserver(changed);
    observer.observe(this.#root);
    return () => observer.disconnect();
  }

  applyDevice(device: DeviceInfo): void {
    const pixels: Record<string, number> = {
      "--screen-width": device.screenWidth,
      "--screen-height": device.screenHeight,
      "--status-height": device.statusBarHeight,
      "--navigation-height": device.navigationBarHeight,
      "--inset-bottom": device.safeAreaInsets.bottom,
      "--capsule-width": CAPSULE.width,
      "--capsule-height": CAPSULE.height,
      "--capsule-top": device.menuButton.top,
      "--capsule-right": device.screenWidth - device.menuButton.right,
    };
    if (this.#statusBar) this.#statusBar.node.hidden = device.statusBarHeight === 0;
    for (const [name, value] of Object.entries(pixels)) this.#root.style.setProperty(name, `${value}px`);
  }

  applyTheme(theme: PhoneTheme): void {
    this.#root.dataset.theme = theme;
  }

  applyText(text: PhoneText, language: string): void {
    this.#root.lang = language;
    this.navigationBar.translate(text);
    this.capsule.translate(text);
  }

  get hasNavigationBar(): boolean {
    return !this.#app.classList.contains("custom-navigation");
  }

  get hasTabBar(): boolean {
    return !this.tabBar.node.hidden;
  }

  applyNavigationBar(state: NavigationBarState): void {
    this.navigationBar.update(state);
    this.#app.classList.toggle("custom-navigation", state.hidden);
    this.#app.classList.toggle("front-white", state.frontColor === "white");
    this.#header.style.background = state.hidden ? "transparent" : state.backgroundColor;
  }

  showLoading(appName: string): void {
    this.#setCover(
      element("div", { class: "cover-spinner" }, icon(spinnerIcon)),
      element("div", { class: "cover-title" }, appName),
    );
  }

  /** Covers the phone with a sentence and a button. */
  showNotice(notice: { title: string; hint?: string; button: string; onButton: () => void }): void {
    this.#setCover(
      element("div", { class: "cover-title", role: "alert" }, notice.title),
      notice.hint ? element("div", { class: "cover-hint" }, notice.hint) : undefined,
      element("button", { type: "button", class: "strong", onclick: notice.onButton }, notice.button),
    );
  }

  uncover(): void {
    this.#cover.hidden = true;
    this.#cover.replaceChildren();
  }

  close(): void {
    this.#statusBar?.close();
    this.toast.hide();
    this.#host.remove();
  }

  #setCover(...children: (HTMLElement | undefined)[]): void {
    this.#cover.replaceChildren(...children.filter((child) => child !== undefined));
    this.#cover.hidden = false;
  }
}
