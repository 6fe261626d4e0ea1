import { element, icon } from "../dom.js";
import { closeIcon, dotsIcon } from "../icons.js";
import type { PhoneText } from "../text.js";

/** Menu and close, always at the top right, over the page where that has no navigation bar. */
export class Capsule {
  readonly node: HTMLElement;
  readonly #menu: HTMLButtonElement;
  readonly #close: HTMLButtonElement;

  constructor(handlers: { onMenu: () => void; onClose: () => void }) {
    this.#menu = element("button", { type: "button", onclick: handlers.onMenu }, icon(dotsIcon));
    this.#close = element("button", { type: "button", onclick: handlers.onClose }, icon(closeIcon));
    this.node = element("div", { class: "capsule" }, this.#menu, this.#close);
  }

  translate(text: PhoneText): void {
    this.#menu.setAttribute("aria-label", text.menu);
    this.#close.setAttribute("aria-label", text.close);
  }
}
