import { defineBuiltin } from "../builtin.js";
import { flag, text } from "../property.js";
import css from "./canvas.css" with { type: "text" };

/**
 * `canvas`: the browser's own, as selector queries hand it out with `node`. Programs set `width` and `height` of that
 * node themselves; until then it has the size in which it is shown.
 */
export const canvas = defineBuiltin({
  tag: "canvas",
  css,
  properties: { type: text("2d"), canvasId: text(), disableScroll: flag() },
  create(element) {
    const node = document.createElement("canvas");
    element.dom.append(node);
    return {
      node,
      update({ canvasId, disableScroll }) {
        if (canvasId) element.dom.dataset.canvasId = canvasId;
        element.dom.style.touchAction = disableScroll ? "none" : "";
      },
      attached() {
        // Once the page is laid out, and only if nobody has given it a size by then.
        requestAnimationFrame(() => {
          if (node.width !== 300 || node.height !== 150) return;
          node.width = element.dom.clientWidth || node.width;
          node.height = element.dom.clientHeight || node.height;
        });
      },
    };
  },
});
