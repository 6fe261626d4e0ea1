import { defineBuiltin } from "../builtin.js";
import { choice, flag, number } from "../property.js";
import css from "./movable.css" with { type: "text" };
import { Position } from "./position.js";

/** `movable-area`: the room in which movable views may be moved. */
export const movableArea = defineBuiltin({
  tag: "movable-area",
  css,
  properties: { scaleArea: flag() },
  create: () => ({}),
});

/** `movable-view`: follows the finger inside its area. `bindchange` tells where it is and what moved it. */
export const movableView = defineBuiltin({
  tag: "movable-view",
  css,
  properties: {
    direction: choice("none", ["all", "vertical", "horizontal", "none"]),
    x: number(0),
    y: number(0),
    outOfBounds: flag(),
    disabled: flag(),
    animation: flag(true),
    scale: flag(),
    scaleValue: number(1),
    scaleMin: number(0.5),
    scaleMax: number(10),
  },
  create(element) {
    const { dom } = element;
    const position = new Position();
    let grabbed: { x: number; y: number; fromX: number; fromY: number } | undefined;

    const place = (x: number, y: number, source: string) => {
      const area = dom.parentElement;
      const { scale, scaleValue, scaleMin, scaleMax } = element.values;
      const factor = scale ? Math.min(Math.max(scaleValue, scaleMin), scaleMax) : 1;
      const room = area
        ? { width: area.clientWidth - dom.offsetWidth, height: area.clientHeight - dom.offsetHeight }
        : { width: 0, height: 0 };
      const moved = position.move(x, y, room);
      dom.style.transform = `translate(${position.x}px, ${position.y}px) scale(${factor})`;
      if (moved) element.emit("change", { x: position.x, y: position.y, source });
    };

    dom.addEventListener("pointerdown", (event) => {
      if (element.values.disabled || element.values.direction === "none" || event.button !== 0) return;
      grabbed = { x: event.clientX, y: event.clientY, fromX: position.x, fromY: position.y };
      dom.setPointerCapture(event.pointerId);
      dom.style.transition = "none";
    });
    dom.addEventListener("pointermove", (event) => {
      if (!grabbed) return;
      const { direction } = element.values;
      const dx = direction === "vertical" ? 0 : event.clientX - grabbed.x;
      const dy = direction === "horizontal" ? 0 : event.clientY - grabbed.y;
      place(grabbed.fromX + dx, grabbed.fromY + dy, "touch");
    });
    const release = () => {
      grabbed = undefined;
    };
    dom.addEventListener("pointerup", release);
    dom.addEventListener("pointercancel", release);

    return {
      update(values, changed) {
        if (!dom.isConnected || grabbed) return;
        dom.style.transition = values.animation ? "transform 0.2s ease-out" : "none";
        if (changed.has("x") || changed.has("y") || changed.has("scaleValue")) place(values.x, values.y, "");
      },
      // Sizes are known when the page has been laid out.
      attached: () => void requestAnimationFrame(() => place(element.values.x, element.values.y, "")),
    };
  },
});
