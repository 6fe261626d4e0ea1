import createPurify from "dompurify";
import { translateStyle } from "../../kernel/engine/inline-style.js";
import { defineBuiltin } from "../builtin.js";
import { any, choice } from "../property.js";
import { reflect } from "../reflect.js";
import { ATTRIBUTES, buildNodes, TAGS } from "./nodes.js";

/** `rich-text`: HTML, or the same as an array of nodes. Scripts, handlers and everything that loads code are cut out. */
export const richText = defineBuiltin({
  tag: "rich-text",
  properties: { nodes: any<unknown>(""), space: choice("", ["", "ensp", "emsp", "nbsp"]) },
  create(element, environment) {
    const purify = createPurify(window);
    const options = {
      ALLOWED_TAGS: [...TAGS, "#text"],
      ALLOWED_ATTR: [...ATTRIBUTES],
      RETURN_DOM_FRAGMENT: true as const,
    };
    const asset = (url: string) => environment.resolveAsset(url, element.ownerPath);

    const build = (nodes: unknown): DocumentFragment => {
      if (!Array.isArray(nodes)) return purify.sanitize(String(nodes ?? ""), options);
      // A document of its own, in which pictures do not load and nothing runs before it has been cleaned.
      const inert = document.implementation.createHTMLDocument("");
      inert.body.append(buildNodes(nodes, inert));
      return purify.sanitize(inert.body.innerHTML, options);
    };
    element.dom.addEventListener("click", (event) => {
      // A rich text is for reading: its links lead nowhere, as on the platform.
      if (event.target instanceof Element && event.target.closest("a")) event.preventDefault();
    });

    return {
      update({ nodes, space }, changed) {
        reflect(element.dom, { space: space !== "" });
        if (!changed.has("nodes")) return;
        const content = build(nodes);
        for (const image of content.querySelectorAll("img"))
          image.setAttribute("src", asset(image.getAttribute("src") ?? ""));
        for (const styled of content.querySelectorAll("[style]")) {
          styled.setAttribute("style", translateStyle(styled.getAttribute("style") ?? "", asset));
        }
        element.dom.replaceChildren(content);
      },
    };
  },
});
