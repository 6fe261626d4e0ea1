/** A node of `rich-text` in its array form. */
export type RichNode =
  | { type?: "node"; name: string; attrs?: Record<string, unknown>; children?: RichNode[] }
  | { type: "text"; text: string };

/** Elements that the platform lets a rich text be made of; what is inside of others stays. */
export const TAGS: readonly string[] = (
  "a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del div dl dt em " +
  "fieldset font footer h1 h2 h3 h4 h5 h6 header hr i img ins label legend li mark nav ol p pre q rt ruby s section " +
  "small span strong sub sup table tbody td tfoot th thead tr tt u ul"
).split(" ");

export const ATTRIBUTES: readonly string[] =
  "class style align alt height width src colspan rowspan span start type color face size dir href".split(" ");

/** Builds the array form without trusting it: the result still has to be cleaned. */
export function buildNodes(nodes: readonly unknown[], document: Document): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const node of nodes) {
    const built = buildNode(node, document);
    if (built) fragment.append(built);
  }
  return fragment;
}

function buildNode(node: unknown, document: Document): Node | undefined {
  if (typeof node !== "object" || node === null) return undefined;
  const { type, text, name, attrs, children } = node as Record<string, unknown>;
  if (type === "text" || (text !== undefined && name === undefined)) return document.createTextNode(String(text ?? ""));
  const tag = String(name ?? "").toLowerCase();
  const inside = Array.isArray(children) ? buildNodes(children, document) : document.createDocumentFragment();
  if (!TAGS.includes(tag)) return inside;
  const element = document.createElement(tag);
  for (const [attribute, value] of Object.entries((attrs ?? {}) as Record<string, unknown>)) {
    if (ATTRIBUTES.includes(attribute)) element.setAttribute(attribute, String(value));
  }
  element.append(inside);
  return element;
}
