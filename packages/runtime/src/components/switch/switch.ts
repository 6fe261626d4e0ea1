import { defineBuiltin } from "../builtin.js";
import tickCss from "../checkbox/checkbox.css" with { type: "text" };
import { tickBox } from "../checkbox/tick-box.js";
import { choice, flag, text } from "../property.js";
import { reflect } from "../reflect.js";
import css from "./switch.css" with { type: "text" };

/** `switch`: on or off, drawn as a switch or, with `type="checkbox"`, as a check box. */
export const switchControl = defineBuiltin({
  tag: "switch",
  css: [tickCss, css],
  properties: {
    checked: flag(),
    disabled: flag(),
    type: choice("switch", ["switch", "checkbox"]),
    color: text(),
    name: text(),
  },
  create(element) {
    const track = document.createElement("div");
    track.className = "lianmai-switch";
    element.dom.append(track, tickBox("square"));
    element.dom.setAttribute("role", "switch");
    let initial: boolean | undefined;

    const toggle = () => {
      const { disabled, checked } = element.values;
      if (disabled) return;
      element.assign({ checked: !checked });
      element.emit("change", { value: !checked });
    };
    element.onTap(toggle);

    return {
      update({ checked, disabled, type, color }) {
        initial ??= checked;
        reflect(element.dom, { checked, disabled, type, "aria-checked": String(checked) });
        if (color) element.dom.style.setProperty("--lianmai-color", color);
      },
      field: {
        name: () => element.values.name,
        value: () => element.values.checked,
        reset: () => element.assign({ checked: initial ?? false }),
      },
      activate: toggle,
    };
  },
});
