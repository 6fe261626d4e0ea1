import type { Environment } from "../../kernel/environment.js";
import type { BuiltinInstance } from "../builtin.js";
import type { BuiltinElement } from "../builtin-element.js";
import { flag, number, text, type Values } from "../property.js";
import { Placeholder } from "./placeholder.js";

/** Characters that fit where a page gives no `maxlength`; -1 is without limit. */
const MAX_LENGTH = 140;

/** What `input` and `textarea` have in common. */
export const textFieldProperties = {
  value: text(),
  name: text(),
  placeholder: text(),
  placeholderStyle: text(),
  placeholderClass: text(),
  disabled: flag(),
  maxlength: number(MAX_LENGTH),
  focus: flag(),
  autoFocus: flag(),
  cursor: number(-1),
  selectionStart: number(-1),
  selectionEnd: number(-1),
  confirmHold: flag(),
};

export type TextFieldValues = Values<typeof textFieldProperties>;

/**
 * The behaviour that `input` and `textarea` share. The value is controlled as on the platform: what the user types
 * stays until the page sets another value, and the page may set the one it set before.
 */
export function textField<V extends TextFieldValues>(
  element: BuiltinElement<V>,
  environment: Environment,
  field: HTMLInputElement | HTMLTextAreaElement,
): BuiltinInstance<V> & { placeholder: Placeholder } {
  const placeholder = new Placeholder(element.dom, field, environment);
  let initial: string | undefined;
  let composing = false;
  let keyCode = 0;

  const detail = () => ({ value: field.value, cursor: field.selectionStart ?? field.value.length });
  const typed = () => {
    if (composing) return;
    placeholder.refresh();
    element.assign({ value: field.value } as Partial<V>);
    element.emit("input", { ...detail(), keyCode });
  };

  field.addEventListener("compositionstart", () => {
    composing = true;
  });
  field.addEventListener("compositionend", () => {
    composing = false;
    typed();
  });
  field.addEventListener("input", typed);
  // By its common name: the union of two kinds of fields has no typed events.
  (field as HTMLElement).addEventListener("keydown", (event) => {
    keyCode = event.keyCode;
    if (event.key !== "Enter" || composing || field instanceof HTMLTextAreaElement) return;
    element.emit("confirm", { value: field.value });
    if (!element.values.confirmHold) field.blur();
  });
  field.addEventListener("focus", () => element.emit("focus", { value: field.value, height: 0 }));
  field.addEventListener("blur", () => element.emit("blur", detail()));

  return {
    placeholder,
    update(values, changed) {
      initial ??= values.value;
      field.name = values.name;
      field.disabled = values.disabled;
      if (values.maxlength >= 0) field.maxLength = values.maxlength;
      else field.removeAttribute("maxlength");
      placeholder.update(values);
      // Writing the same text again would move the cursor to the end.
      if (changed.has("value") && field.value !== values.value) field.value = values.value;
      placeholder.refresh();
      if (changed.has("focus") && element.dom.isConnected) {
        if (values.focus) focusField(field, values);
        else field.blur();
      }
    },
    attached() {
      const { values } = element;
      if (values.focus || values.autoFocus) focusField(field, values);
    },
    field: {
      name: () => element.values.name,
      value: () => field.value,
      reset() {
        field.value = initial ?? "";
        placeholder.refresh();
        element.assign({ value: field.value } as Partial<V>);
      },
    },
    activate: () => field.focus(),
  };
}

function focusField(field: HTMLInputElement | HTMLTextAreaElement, values: TextFieldValues): void {
  field.focus({ preventScroll: false });
  const { cursor, selectionStart, selectionEnd } = values;
  const start = selectionStart >= 0 ? selectionStart : cursor;
  // Fields for numbers have no selection.
  if (start < 0 || field.selectionStart === null) return;
  field.setSelectionRange(start, selectionEnd >= 0 ? selectionEnd : start);
}
