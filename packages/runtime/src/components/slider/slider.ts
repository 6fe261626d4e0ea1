import { defineBuiltin } from "../builtin.js";
import { flag, number, text } from "../property.js";
import { reflect } from "../reflect.js";
import css from "./slider.css" with { type: "text" };
import { fraction, snap } from "./steps.js";

const MIN_HANDLE = 12;
const MAX_HANDLE = 28;

/** `slider`: `bindchanging` while the finger moves, `bindchange` when it is lifted. */
export const slider = defineBuiltin({
  tag: "slider",
  css,
  properties: {
    min: number(0),
    max: number(100),
    step: number(1),
    value: number(0),
    disabled: flag(),
    showValue: flag(),
    activeColor: text(),
    backgroundColor: text(),
    blockSize: number(MAX_HANDLE),
    blockColor: text("#ffffff"),
    name: text(),
  },
  create(element) {
    const box = node("lianmai-slider");
    const track = node("lianmai-slider-track");
    const done = node("lianmai-slider-done");
    const handle = node("lianmai-slider-handle");
    const shown = node("lianmai-slider-value");
    track.append(done, handle);
    box.append(track, shown);
    element.dom.append(box);
    element.dom.setAttribute("role", "slider");
    let initial: number | undefined;
    let dragging = false;

    const draw = (value: number) => {
      const percent = `${fraction(value, element.values) * 100}%`;
      done.style.width = percent;
      handle.style.left = percent;
      shown.textContent = String(value);
      element.dom.setAttribute("aria-valuenow", String(value));
    };
    const valueAt = (event: PointerEvent) => {
      const { left, width } = track.getBoundingClientRect();
      const { min, max } = element.values;
      return snap(min + ((event.clientX - left) / (width || 1)) * (max - min), element.values);
    };

    track.addEventListener("pointerdown", (event) => {
      if (element.values.disabled || event.button !== 0) return;
      dragging = true;
      track.setPointerCapture(event.pointerId);
      draw(valueAt(event));
    });
    track.addEventListener("pointermove", (event) => {
      if (!dragging) return;
      const value = valueAt(event);
      if (value === element.values.value) return;
      element.assign({ value });
      element.emit("changing", { value });
    });
    track.addEventListener("pointerup", (event) => {
      if (!dragging) return;
      dragging = false;
      const value = valueAt(event);
      element.assign({ value });
      element.emit("change", { value });
    });
    track.addEventListener("pointercancel", () => {
      dragging = false;
    });

    return {
      update(values) {
        const value = snap(values.value, values);
        initial ??= value;
        const size = `${Math.min(Math.max(values.blockSize, MIN_HANDLE), MAX_HANDLE)}px`;
        Object.assign(handle.style, { width: size, height: size, background: values.blockColor });
        element.dom.style.setProperty("--lianmai-slider-done", values.activeColor || null);
        element.dom.style.setProperty("--lianmai-slider-back", values.backgroundColor || null);
        shown.hidden = !values.showValue;
        reflect(element.dom, {
          disabled: values.disabled,
          "aria-valuemin": String(values.min),
          "aria-valuemax": String(values.max),
        });
        draw(value);
      },
      field: {
        name: () => element.values.name,
        value: () => snap(element.values.value, element.values),
        reset: () => element.assign({ value: initial ?? element.values.min }),
      },
    };
  },
});

function node(className: string): HTMLElement {
  const created = document.createElement("div");
  created.className = className;
  return created;
}
