import { defineBuiltin } from "../builtin.js";
import { choice, text } from "../property.js";
import css from "./icon.css" with { type: "text" };

const GREEN = "#09bb07";
const RED = "#f43530";
const BLUE = "#10aeff";
const GREY = "#b2b2b2";

/** Paths in a box of 24 x 24. `ring` are drawn on a circle in the icon's colour, the others as they are. */
const ICONS = {
  success: { color: GREEN, ring: true, path: "M6.5 12.4l3.7 3.7 7.3-7.6" },
  success_no_circle: { color: GREEN, ring: false, path: "M4 12.5l5.4 5.4L20 7" },
  info: { color: BLUE, ring: true, path: "M12 10.8v6.4M12 6.9v.6" },
  warn: { color: RED, ring: true, path: "M12 6.4v7.2M12 16.6v.6" },
  waiting: { color: BLUE, ring: true, path: "M12 6.2v6.3l4 2.3" },
  cancel: { color: RED, ring: true, path: "M8.2 8.2l7.6 7.6M15.8 8.2l-7.6 7.6" },
  clear: { color: GREY, ring: true, path: "M8.2 8.2l7.6 7.6M15.8 8.2l-7.6 7.6" },
  download: { color: GREEN, ring: true, path: "M12 6v8.6M8.4 11.2l3.6 3.6 3.6-3.6M8 17.6h8" },
  search: { color: GREY, ring: false, path: "M10.6 4.2a6.4 6.4 0 1 0 0 12.8 6.4 6.4 0 0 0 0-12.8M15.2 15.2l5 5" },
  circle: { color: GREY, ring: false, path: "M12 2.6a9.4 9.4 0 1 0 0 18.8 9.4 9.4 0 0 0 0-18.8" },
} as const;

const TYPES = Object.keys(ICONS) as (keyof typeof ICONS)[];

/** `icon`: one of the platform's drawings, 24 px unless `size` says otherwise. */
export const icon = defineBuiltin({
  tag: "icon",
  css,
  properties: { type: choice("success", TYPES), size: text("24"), color: text() },
  create(element) {
    return {
      update({ type, size, color }) {
        const { path, ring, color: own } = ICONS[type];
        element.dom.replaceChildren(drawing(path, ring, color || own, size));
      },
    };
  },
});

function drawing(path: string, ring: boolean, color: string, size: string): SVGElement {
  const side = /^\d+(\.\d+)?$/.test(size) ? `${size}px` : size;
  const svg = svgNode("svg", { viewBox: "0 0 24 24", fill: "none", "aria-hidden": "true" });
  svg.style.width = side;
  svg.style.height = side;
  if (ring) svg.append(svgNode("circle", { cx: "12", cy: "12", r: "10.5", fill: color }));
  const line = { d: path, stroke: ring ? "#fff" : color, "stroke-width": "1.8" };
  svg.append(svgNode("path", { ...line, "stroke-linecap": "round", "stroke-linejoin": "round" }));
  return svg;
}

function svgNode(name: string, attributes: Record<string, string>): SVGElement {
  const created = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) created.setAttribute(attribute, value);
  return created as SVGElement;
}
