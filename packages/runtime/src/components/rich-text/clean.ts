import createPurify from "dompurify";
import { ATTRIBUTES, buildNodes, TAGS } from "./nodes.js";

const OPTIONS = {
  ALLOWED_TAGS: [...TAGS, "#text"],
  ALLOWED_ATTR: [...ATTRIBUTES],
  RETURN_DOM_FRAGMENT: true as const,
};

/** Makes of `nodes`, HTML or its array form, what may stand in a page: nothing in it runs or loads code. */
export function clean(nodes: unknown): DocumentFragment {
  const purify = createPurify(window);
  if (!Array.isArray(nodes)) return purify.sanitize(String(nodes ?? ""), OPTIONS);
  // A document of its own, in which pictures do not load and nothing runs before it has been cleaned.
  const inert = document.implementation.createHTMLDocument("");
  inert.body.append(buildNodes(nodes, inert));
  return purify.sanitize(inert.body.innerHTML, OPTIONS);
}
