import { element } from "../dom.js";
import type { PhoneText } from "../text.js";
import type { Dialog, DialogLayer } from "./layer.js";

export interface ActionSheetOptions {
  items: string[];
  /** CSS colour of the items. */
  color?: string;
  label?: string;
}

/** A choice from the bottom of the screen. Resolves with the index, or -1 when cancelled. */
export function showActionSheet(layer: DialogLayer, text: PhoneText, options: ActionSheetOptions): Promise<number> {
  return new Promise((resolve) => {
    const finish = (index: number) => {
      layer.hide(dialog);
      resolve(index);
    };
    const items = options.items.map((item, index) => {
      const button = element("button", { type: "button" }, item);
      if (options.color) button.style.color = options.color;
      button.addEventListener("click", () => finish(index));
      return button;
    });
    const cancel = element("button", { type: "button", class: "sheet-cancel", onclick: () => finish(-1) }, text.cancel);
    const panel = element(
      "div",
      { class: "sheet", role: "dialog", "aria-modal": "true", "aria-label": options.label ?? text.menu },
      element("div", { class: "sheet-items" }, ...items),
      cancel,
    );
    const dialog: Dialog = {
      panel,
      placement: "bottom",
      dismissible: true,
      cancel: () => finish(-1),
    };
    layer.show(dialog);
  });
}
