type Child = Node | string | undefined;

/**
 * Makes an element: attributes by name (`undefined` leaves one out, `true` sets it empty), listeners by `on` + event.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | boolean | undefined | ((event: Event) => void)> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (typeof value === "string") node.setAttribute(name, value);
  }
  for (const child of children) if (child !== undefined) node.append(child);
  return node;
}

/** An icon of our own, drawn in the current colour and hidden from assistive tools. */
export function icon(svg: string): HTMLElement {
  const node = element("span", { class: "icon", "aria-hidden": "true" });
  node.innerHTML = svg;
  return node;
}
