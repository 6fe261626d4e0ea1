import { translateStyle } from "../../kernel/engine/inline-style.js";
import { defineBuiltin } from "../builtin.js";
import { any, text } from "../property.js";
import type { RegisteredBuiltin } from "../registry.js";
import css from "./picker-view.css" with { type: "text" };
import { Wheel } from "./wheel.js";

const ITEM_HEIGHT = 34;

/** `picker-view-column`: one column; its children are its items. */
export const pickerViewColumn = defineBuiltin({
  tag: "picker-view-column",
  css,
  properties: {},
  create(element) {
    const items = document.createElement("div");
    items.className = "lianmai-wheel-items";
    const mask = document.createElement("div");
    mask.className = "lianmai-wheel-mask";
    const line = document.createElement("div");
    line.className = "lianmai-wheel-line";
    element.dom.append(items, mask, line);
    const view = () => element.closest("picker-view");
    const itemHeight = () => items.firstElementChild?.getBoundingClientRect().height || ITEM_HEIGHT;
    const wheel = new Wheel(items, itemHeight, {
      start: () => view()?.instance.command?.("pickstart"),
      settle: () => view()?.instance.command?.("settled"),
    });
    return {
      slot: items,
      // The view gives values when its columns and their items are there.
      attached: () => view()?.instance.command?.("layout"),
      detached: () => wheel.dispose(),
      wheel: {
        index: () => wheel.index,
        count: () => items.childElementCount,
        moveTo: (index: number) => wheel.moveTo(index),
        decorate: (lineStyle: string, lineClass: string, maskStyle: string, maskClass: string) => {
          line.style.cssText = lineStyle;
          line.className = `lianmai-wheel-line ${lineClass}`;
          mask.style.cssText = maskStyle;
          mask.className = `lianmai-wheel-mask ${maskClass}`;
          if (line.style.height) element.dom.style.setProperty("--lianmai-item", line.style.height);
          element.dom.style.setProperty("--lianmai-wheel-height", `${element.dom.clientHeight}px`);
        },
      },
    };
  },
});

/** What a column lets its view do. */
interface ColumnWheel {
  index(): number;
  count(): number;
  moveTo(index: number): void;
  decorate(lineStyle: string, lineClass: string, maskStyle: string, maskClass: string): void;
}

/** `picker-view`: columns that turn; `value` holds the index in each, `bindchange` tells all of them. */
export const pickerView = defineBuiltin({
  tag: "picker-view",
  css,
  properties: {
    value: any<unknown>([]),
    indicatorStyle: text(),
    indicatorClass: text(),
    maskStyle: text(),
    maskClass: text(),
  },
  create(element, environment) {
    let asked = 0;
    const columns = () =>
      element
        .descendants()
        .filter(({ tag }) => tag === "picker-view-column")
        .flatMap((column) => wheelOf(column) ?? []);
    const style = (css: string) => translateStyle(css, (url) => environment.resolveAsset(url, element.ownerPath));

    const layout = () => {
      const { value, indicatorStyle, indicatorClass, maskStyle, maskClass } = element.values;
      const indexes = Array.isArray(value) ? value : [];
      for (const [at, column] of columns().entries()) {
        column.decorate(style(indicatorStyle), indicatorClass, style(maskStyle), maskClass);
        const index = Math.floor(Number(indexes[at])) || 0;
        column.moveTo(Math.min(Math.max(index, 0), Math.max(column.count() - 1, 0)));
      }
    };
    const layoutSoon = () => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(layout);
    };

    return {
      update: layoutSoon,
      attached: layoutSoon,
      detached: () => cancelAnimationFrame(asked),
      command(name) {
        if (name === "layout") layoutSoon();
        else if (name === "pickstart") element.emit("pickstart");
        else if (name === "settled") {
          const value = columns().map((column) => column.index());
          element.assign({ value });
          element.emit("change", { value });
          element.emit("pickend");
        }
      },
    };
  },
});

function wheelOf({ instance }: RegisteredBuiltin): ColumnWheel | undefined {
  return (instance as { wheel?: ColumnWheel }).wheel;
}
