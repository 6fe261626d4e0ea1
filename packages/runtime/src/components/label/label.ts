import { defineBuiltin } from "../builtin.js";
import { text } from "../property.js";
import type { RegisteredBuiltin } from "../registry.js";
import css from "./label.css" with { type: "text" };

/** `label`: a tap on it acts on the control named by `for`, or on the first one inside. */
export const label = defineBuiltin({
  tag: "label",
  css,
  properties: { for: text() },
  create(element) {
    const control = (): RegisteredBuiltin | undefined => {
      const { for: id } = element.values;
      const root = id === "" ? element.dom : element.dom.closest("tt-page");
      const controls = element.descendants(root ?? element.dom).filter(({ instance }) => instance.activate);
      return id === "" ? controls[0] : controls.find((other) => other.element.id === id);
    };
    element.onTap((origin) => {
      // A tap that a label made must not make another.
      if (!origin) return;
      const target = control();
      // The control has acted by itself when the finger was on it.
      if (target && !target.element.dom.contains(origin)) target.instance.activate?.();
    });
    return {};
  },
});
