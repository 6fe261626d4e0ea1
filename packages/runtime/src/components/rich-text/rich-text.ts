import { translateStyle } from "../../kernel/engine/inline-style.js";
import { defineBuiltin } from "../builtin.js";
import { any, choice } from "../property.js";
import { reflect } from "../reflect.js";
import css from "./rich-text.css" with { type: "text" };

/** `rich-text`: HTML, or the same as an array of nodes. Scripts, handlers and everything that loads code are cut out. */
export const richText = defineBuiltin({
  tag: "rich-text",
  css,
  properties: { nodes: any<unknown>(""), space: choice("", ["", "ensp", "emsp", "nbsp"]) },
  create(element, environment) {
    const asset = (url: string) => environment.resolveAsset(url, element.ownerPath);
    let latest: unknown;

    const show = (content: DocumentFragment) => {
      for (const image of content.querySelectorAll("img"))
        image.setAttribute("src", asset(image.getAttribute("src") ?? ""));
      for (const styled of content.querySelectorAll("[style]")) {
        styled.setAttribute("style", translateStyle(styled.getAttribute("style") ?? "", asset));
      }
      element.dom.replaceChildren(content);
    };
    element.dom.addEventListener("click", (event) => {
      // A rich text is for reading: its links lead nowhere, as on the platform.
      if (event.target instanceof Element && event.target.closest("a")) event.preventDefault();
    });

    return {
      update({ nodes, space }, changed) {
        reflect(element.dom, { space: space !== "" });
        if (!changed.has("nodes")) return;
        latest = nodes;
        // Most programs show no rich text: what cleans it comes with the first one.
        import("./clean.js").then(
          ({ clean }) => {
            if (latest === nodes) show(clean(nodes));
          },
          (error: unknown) => environment.warn(`<rich-text> in ${element.ownerPath} could not load: ${String(error)}`),
        );
      },
    };
  },
});
