import { defineBuiltin } from "../builtin.js";
import { choice, flag, number, text } from "../property.js";
import { reflect } from "../reflect.js";
import css from "./progress.css" with { type: "text" };

/** `progress`: a bar filled to `percent`, at once or over time with `active`. */
export const progress = defineBuiltin({
  tag: "progress",
  css,
  properties: {
    percent: number(0),
    showInfo: flag(),
    borderRadius: text("0"),
    fontSize: text("16"),
    strokeWidth: text("6"),
    color: text(),
    activeColor: text("#fe2c55"),
    backgroundColor: text("#ebebeb"),
    active: flag(),
    activeMode: choice("backwards", ["backwards", "forwards"]),
    /** Milliseconds for one percent. */
    duration: number(30),
  },
  create(element) {
    const bar = document.createElement("div");
    bar.className = "lianmai-progress";
    const filled = document.createElement("div");
    const info = document.createElement("div");
    info.className = "lianmai-progress-text";
    bar.append(filled);
    element.dom.append(bar, info);
    element.dom.setAttribute("role", "progressbar");
    let shown = 0;
    let running: Animation | undefined;

    const fill = (percent: number, from: number, duration: number) => {
      running?.cancel();
      filled.style.width = `${percent}%`;
      shown = percent;
      if (!element.values.active || percent === from) return;
      const keyframes = [{ width: `${from}%` }, { width: `${percent}%` }];
      running = filled.animate(keyframes, { duration: Math.abs(percent - from) * duration });
      running.onfinish = () => element.emit("activeend", { curPercent: percent });
    };

    return {
      update(values, changed) {
        const percent = Math.min(Math.max(values.percent, 0), 100);
        Object.assign(bar.style, {
          height: pixels(values.strokeWidth),
          borderRadius: pixels(values.borderRadius),
          background: values.backgroundColor,
        });
        filled.style.background = values.color || values.activeColor;
        info.hidden = !values.showInfo;
        info.textContent = `${percent}%`;
        info.style.fontSize = pixels(values.fontSize);
        reflect(element.dom, { "aria-valuenow": String(percent) });
        if (changed.has("percent")) fill(percent, values.activeMode === "forwards" ? shown : 0, values.duration);
      },
      detached: () => running?.cancel(),
    };
  },
});

function pixels(value: string): string {
  return /^\d+(\.\d+)?$/.test(value) ? `${value}px` : value;
}
