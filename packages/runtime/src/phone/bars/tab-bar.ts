import type { TabBarState } from "../../host.js";
import { element } from "../dom.js";

/** The mini-program's tab bar at the bottom of the phone. */
export class TabBar {
  readonly node = element("nav", { class: "tab-bar", hidden: true });
  readonly #onTab: (index: number) => void;

  constructor(onTab: (index: number) => void) {
    this.#onTab = onTab;
  }

  update(state: TabBarState | undefined): void {
    this.node.hidden = !state?.visible;
    if (!state) return;
    this.node.style.background = state.backgroundColor;
    this.node.replaceChildren(
      ...state.items.map((item, index) => {
        const selected = index === state.selected;
        const url = (selected && item.selectedIconUrl) || item.iconUrl;
        const mark = item.badge
          ? element("span", { class: "tab-badge" }, item.badge)
          : item.dot
            ? element("span", { class: "tab-dot" })
            : undefined;
        const button = element(
          "button",
          { type: "button", "aria-current": selected ? "page" : undefined, onclick: () => this.#onTab(index) },
          url ? element("img", { src: url, alt: "" }) : undefined,
          element("span", {}, item.text),
          mark,
        );
        button.style.color = selected ? state.selectedColor : state.color;
        return button;
      }),
    );
  }
}
