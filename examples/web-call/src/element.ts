type Attributes = Record<string, string | boolean>;

/** Makes an element; an attribute that is `false` is left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

/** Shapes of the icons, drawn with lines on a ground of 24 x 24. */
const ICONS = {
  microphone: "M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5 11a7 7 0 0 0 14 0M12 18v3",
  camera: "M4 7h9a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2ZM15 11l6-3v8l-6-3",
  flip: "M4 9a8 8 0 0 1 14-3l2 2M20 4v4h-4M20 15a8 8 0 0 1-14 3l-2-2M4 20v-4h4",
  leave: "M3 14c5-5 13-5 18 0l-3 3-4-2v-3a12 12 0 0 0-4 0v3l-4 2Z",
  off: "M4 4l16 16",
} as const;

export type IconName = keyof typeof ICONS;

/** An icon, with a stroke through it that is shown while the button around it is off. */
export function icon(name: IconName): SVGSVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const shape of [name, "off"] as const) {
    const path = document.createElementNS(namespace, "path");
    path.setAttribute("d", ICONS[shape]);
    if (shape === "off") path.setAttribute("class", "slash");
    svg.append(path);
  }
  return svg;
}
