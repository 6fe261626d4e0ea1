import { defineBuiltin } from "../builtin.js";
import { flag } from "../property.js";
import css from "./form.css" with { type: "text" };

/**
 * `form`: a button with `form-type` submits or resets the controls inside it, those in components of the program
 * included. `bindsubmit` gets `detail.value`, values by the name of their control.
 */
export const form = defineBuiltin({
  tag: "form",
  css,
  properties: { reportSubmit: flag() },
  create(element) {
    const fields = () => element.descendants().flatMap(({ instance }) => instance.field ?? []);
    return {
      command(name) {
        if (name === "submit") {
          const named = fields().filter((field) => field.name() !== "");
          const value = Object.fromEntries(named.map((field) => [field.name(), field.value()]));
          element.emit("submit", { value, target: { id: element.id, dataset: { ...element.dataset } } });
        } else if (name === "reset") {
          for (const field of fields()) field.reset();
          element.emit("reset", { target: { id: element.id, dataset: { ...element.dataset } } });
        }
      },
    };
  },
});
