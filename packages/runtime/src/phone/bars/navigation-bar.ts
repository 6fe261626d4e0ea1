import type { NavigationBarState } from "../../host.js";
import { element, icon } from "../dom.js";
import { backIcon, spinnerIcon } from "../icons.js";
import type { PhoneText } from "../text.js";

/** Title, back button and loading sign of the shown page. */
export class NavigationBar {
  readonly node: HTMLElement;
  readonly #back: HTMLButtonElement;
  readonly #title = element("span", { class: "navigation-text", role: "heading", "aria-level": "1" });
  readonly #loading: HTMLElement;

  constructor(onBack: () => void) {
    this.#back = element(
      "button",
      { type: "button", class: "bar-button back", hidden: true, onclick: onBack },
      icon(backIcon),
    );
    this.#loading = element("span", { class: "navigation-loading", hidden: true }, icon(spinnerIcon));
    const middle = element("div", { class: "navigation-title" }, this.#loading, this.#title);
    this.node = element("div", { class: "navigation-bar" }, this.#back, middle);
  }

  update(state: NavigationBarState): void {
    // A page without the bar brings its own way back: only the capsule stays, as on the platform.
    this.#back.hidden = !state.canGoBack || state.hidden;
    this.#loading.hidden = !state.loading;
    this.#title.textContent = state.title;
    this.#title.hidden = state.hidden;
  }

  translate(text: PhoneText): void {
    this.#back.setAttribute("aria-label", text.back);
    this.#loading.setAttribute("aria-label", text.loading);
  }
}
