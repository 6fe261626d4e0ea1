import { defineBuiltin } from "../builtin.js";
import { choice, flag, number, text } from "../property.js";
import { reflect } from "../reflect.js";
import css from "./button.css" with { type: "text" };
import { openByType } from "./open-types.js";

/**
 * `button`. A tap does what `open-type` says (`open-types.ts`); a `form-type` submits or resets the form around it.
 */
export const button = defineBuiltin({
  tag: "button",
  css,
  properties: {
    size: choice("default", ["default", "mini"]),
    type: choice("default", ["default", "primary", "warn"]),
    plain: flag(),
    disabled: flag(),
    loading: flag(),
    formType: choice("", ["", "submit", "reset"]),
    openType: text(),
    hoverClass: text("button-hover"),
    hoverStopPropagation: flag(),
    hoverStartTime: number(20),
    hoverStayTime: number(70),
  },
  create(element, environment) {
    element.dom.setAttribute("role", "button");
    element.onTap(() => {
      const { disabled, formType, openType } = element.values;
      if (disabled) return;
      if (formType !== "") element.closest("form")?.instance.command?.(formType);
      openByType(openType, element, environment);
    });
    return {
      update(values) {
        const hover = !values.disabled && !values.loading;
        reflect(element.dom, {
          size: values.size,
          type: values.type,
          plain: values.plain,
          disabled: values.disabled,
          loading: values.loading,
          "aria-disabled": values.disabled && "true",
          "hover-class": hover && values.hoverClass,
          "hover-stop-propagation": values.hoverStopPropagation,
          "hover-start-time": String(values.hoverStartTime),
          "hover-stay-time": String(values.hoverStayTime),
        });
      },
      // A label for a button presses it.
      activate: () => element.tap(),
    };
  },
});
