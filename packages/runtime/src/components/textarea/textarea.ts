import { defineBuiltin } from "../builtin.js";
import inputCss from "../input/input.css" with { type: "text" };
import { textField, textFieldProperties } from "../input/text-field.js";
import { flag } from "../property.js";
import { reflect } from "../reflect.js";
import css from "./textarea.css" with { type: "text" };

/** `textarea`: several lines of text, as high as the page says or as its text with `auto-height`. */
export const textarea = defineBuiltin({
  tag: "textarea",
  css: [inputCss, css],
  properties: {
    ...textFieldProperties,
    autoHeight: flag(),
    fixed: flag(),
    showConfirmBar: flag(true),
  },
  create(element, environment) {
    const field = document.createElement("textarea");
    field.spellcheck = false;
    element.dom.append(field);
    const shared = textField(element, environment, field);
    let lines = 0;

    const measure = () => {
      const { autoHeight } = element.values;
      const lineHeight = Number.parseFloat(getComputedStyle(field).lineHeight) || 1.2 * 16;
      if (autoHeight) {
        field.style.height = "auto";
        field.style.height = `${field.scrollHeight}px`;
      } else field.style.removeProperty("height");
      const now = Math.max(1, Math.round(field.scrollHeight / lineHeight));
      if (now === lines) return;
      lines = now;
      element.emit("linechange", { height: field.scrollHeight, lineCount: lines });
    };

    field.addEventListener("input", measure);
    return {
      ...shared,
      update(values, changed) {
        reflect(element.dom, { "auto-height": values.autoHeight });
        shared.update?.(values, changed);
        if (element.dom.isConnected && (changed.has("value") || changed.has("autoHeight"))) measure();
      },
      attached() {
        shared.attached?.();
        if (element.values.autoHeight) measure();
      },
    };
  },
});
