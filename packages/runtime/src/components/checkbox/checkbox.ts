import { defineBuiltin } from "../builtin.js";
import { flag, text } from "../property.js";
import { reflect } from "../reflect.js";
import css from "./checkbox.css" with { type: "text" };
import { tickBox } from "./tick-box.js";

/** `checkbox`: one choice of a `checkbox-group`, which tells all that are made. */
export const checkbox = defineBuiltin({
  tag: "checkbox",
  css,
  properties: { value: text(), checked: flag(), disabled: flag(), color: text() },
  create(element) {
    const slot = document.createElement("span");
    element.dom.append(tickBox("square"), slot);
    element.dom.setAttribute("role", "checkbox");
    let initial: boolean | undefined;

    const toggle = () => {
      if (element.values.disabled) return;
      element.assign({ checked: !element.values.checked });
      element.closest("checkbox-group")?.instance.command?.("changed");
    };
    element.onTap(toggle);

    return {
      slot,
      update({ checked, disabled, color }) {
        initial ??= checked;
        reflect(element.dom, { checked, disabled, "aria-checked": String(checked) });
        if (color) element.dom.style.setProperty("--lianmai-color", color);
      },
      activate: toggle,
      command: (name) => {
        if (name === "reset") element.assign({ checked: initial ?? false });
      },
    };
  },
});

/** `checkbox-group`: `bindchange` gets the values of all checked boxes, in their order. */
export const checkboxGroup = defineBuiltin({
  tag: "checkbox-group",
  css,
  properties: { name: text() },
  create(element) {
    const boxes = () => element.descendants().filter(({ tag }) => tag === "checkbox");
    const value = () =>
      boxes()
        .map((box) => box.element.values as { value: string; checked: boolean })
        .filter(({ checked }) => checked)
        .map((box) => box.value);
    return {
      command(name) {
        if (name === "changed") element.emit("change", { value: value() });
      },
      field: {
        name: () => element.values.name,
        value,
        reset: () => {
          for (const box of boxes()) box.instance.command?.("reset");
        },
      },
    };
  },
});
