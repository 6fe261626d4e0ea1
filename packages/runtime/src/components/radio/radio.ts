import { defineBuiltin } from "../builtin.js";
import css from "../checkbox/checkbox.css" with { type: "text" };
import { tickBox } from "../checkbox/tick-box.js";
import { flag, text } from "../property.js";
import { reflect } from "../reflect.js";
import type { RegisteredBuiltin } from "../registry.js";

interface RadioValues {
  value: string;
  checked: boolean;
}

/** `radio`: one of a `radio-group`, which keeps a single one checked. */
export const radio = defineBuiltin({
  tag: "radio",
  css,
  properties: { value: text(), checked: flag(), disabled: flag(), color: text() },
  create(element) {
    const slot = document.createElement("span");
    element.dom.append(tickBox("round"), slot);
    element.dom.setAttribute("role", "radio");
    let initial: boolean | undefined;

    const choose = () => {
      if (element.values.disabled || element.values.checked) return;
      const group = element.closest("radio-group");
      for (const other of radiosIn(group)) other.instance.command?.("uncheck");
      element.assign({ checked: true });
      group?.instance.command?.("changed");
    };
    element.onTap(choose);

    return {
      slot,
      update({ checked, disabled, color }) {
        initial ??= checked;
        reflect(element.dom, { checked, disabled, "aria-checked": String(checked) });
        if (color) element.dom.style.setProperty("--lianmai-color", color);
      },
      activate: choose,
      command(name) {
        if (name === "uncheck") element.assign({ checked: false });
        else if (name === "reset") element.assign({ checked: initial ?? false });
      },
    };
  },
});

/** `radio-group`: `bindchange` gets the value of the checked one. */
export const radioGroup = defineBuiltin({
  tag: "radio-group",
  css,
  properties: { name: text() },
  create(element) {
    const radios = () => element.descendants().filter(({ tag }) => tag === "radio");
    const value = () =>
      radios()
        .map((one) => one.element.values as RadioValues)
        .find(({ checked }) => checked)?.value ?? "";
    element.dom.setAttribute("role", "radiogroup");
    return {
      command(name) {
        if (name === "changed") element.emit("change", { value: value() });
      },
      field: {
        name: () => element.values.name,
        value,
        reset: () => {
          for (const one of radios()) one.instance.command?.("reset");
        },
      },
    };
  },
});

function radiosIn(group: RegisteredBuiltin | undefined): RegisteredBuiltin[] {
  return group?.element.descendants().filter(({ tag }) => tag === "radio") ?? [];
}
