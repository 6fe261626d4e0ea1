/**
 * Shows values as attributes of a DOM node, where style sheets and gestures find them: true is an attribute without a
 * value, false and undefined are none.
 */
export function reflect(dom: Element, attributes: Record<string, string | boolean | undefined>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === undefined) dom.removeAttribute(name);
    else {
      const textual = value === true ? "" : value;
      if (dom.getAttribute(name) !== textual) dom.setAttribute(name, textual);
    }
  }
}
