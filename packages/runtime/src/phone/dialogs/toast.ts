import type { ToastOptions } from "../../host.js";
import { element, icon } from "../dom.js";
import { failIcon, spinnerIcon, successIcon } from "../icons.js";

const icons = { success: successIcon, fail: failIcon, loading: spinnerIcon };

/** The one toast of a phone; a loading sign is a toast that stays. A later one replaces an earlier one. */
export class Toast {
  readonly node = element("div", { class: "toast-layer", role: "status", "aria-live": "polite" });
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(options: ToastOptions): void {
    clearTimeout(this.#timer);
    const picture = options.icon === "none" ? undefined : icon(icons[options.icon]);
    this.node.replaceChildren(
      element(
        "div",
        { class: picture ? "toast with-icon" : "toast" },
        picture,
        options.title ? element("span", { class: "toast-title" }, options.title) : undefined,
      ),
    );
    this.node.classList.toggle("masking", options.mask);
    // A replaced toast is there at once; only the first one fades in.
    this.node.classList.add("open");
    if (options.duration > 0) this.#timer = setTimeout(() => this.hide(), options.duration);
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.node.classList.remove("open", "masking");
  }
}
