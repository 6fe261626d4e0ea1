import type { ModalOptions, ModalResult } from "../../host.js";
import { element } from "../dom.js";
import type { Dialog, DialogLayer } from "./layer.js";

/** A question with one or two buttons, in the middle of the screen. */
export function showModal(layer: DialogLayer, options: ModalOptions): Promise<ModalResult> {
  return new Promise((resolve) => {
    const field = options.editable
      ? element("textarea", {
          class: "modal-field",
          rows: "2",
          placeholder: options.placeholderText ?? "",
          "aria-label": options.title || options.placeholderText || options.confirmText,
        })
      : undefined;
    if (field) field.value = options.content;
    const finish = (button: ModalResult["button"]) => {
      layer.hide(dialog);
      resolve(field && button === "confirm" ? { button, text: field.value } : { button });
    };
    const button = (kind: ModalResult["button"], text: string, color: string | undefined) => {
      const node = element("button", { type: "button", class: `modal-${kind}` }, text);
      if (color) node.style.color = color;
      node.addEventListener("click", () => finish(kind));
      return node;
    };
    const name = options.title || options.content;
    const panel = element(
      "div",
      { class: "modal", role: "alertdialog", "aria-modal": "true", "aria-label": name },
      options.title ? element("div", { class: "modal-title" }, options.title) : undefined,
      options.content && !field ? element("div", { class: "modal-content" }, options.content) : undefined,
      field,
      element(
        "div",
        { class: "modal-buttons" },
        options.showCancel ? button("cancel", options.cancelText, options.cancelColor) : undefined,
        button("confirm", options.confirmText, options.confirmColor),
      ),
    );
    const dialog: Dialog = {
      panel,
      placement: "center",
      dismissible: false,
      // A question without a cancel button has only one answer, also for the Esc key.
      cancel: (reason) => finish(reason === "user" && !options.showCancel ? "confirm" : "cancel"),
    };
    layer.show(dialog);
  });
}
