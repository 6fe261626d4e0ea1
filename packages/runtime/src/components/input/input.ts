import { defineBuiltin } from "../builtin.js";
import { choice, flag } from "../property.js";
import css from "./input.css" with { type: "text" };
import { textField, textFieldProperties } from "./text-field.js";

const TYPES = ["text", "number", "idcard", "digit", "tel", "password", "safe-password", "nickname"] as const;
const CONFIRM_TYPES = ["done", "send", "search", "next", "go"] as const;

/** Which keyboard a phone shows. All fields hold text: a browser's number field would lose what it cannot parse. */
const INPUT_MODES: Partial<Record<(typeof TYPES)[number], string>> = {
  number: "numeric",
  digit: "decimal",
  tel: "tel",
};

/** `input`: one line of text. Its value is controlled, see `textField`. */
export const input = defineBuiltin({
  tag: "input",
  css,
  properties: {
    ...textFieldProperties,
    type: choice("text", TYPES),
    password: flag(),
    confirmType: choice("done", CONFIRM_TYPES),
  },
  create(element, environment) {
    const field = document.createElement("input");
    field.autocomplete = "off";
    field.spellcheck = false;
    element.dom.append(field);
    const shared = textField(element, environment, field);
    return {
      ...shared,
      update(values, changed) {
        const hidden = values.password || values.type === "password" || values.type === "safe-password";
        field.type = hidden ? "password" : "text";
        field.inputMode = INPUT_MODES[values.type] ?? "text";
        field.enterKeyHint = values.confirmType;
        shared.update?.(values, changed);
      },
    };
  },
});
