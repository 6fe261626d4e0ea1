import { translateStyle } from "../../kernel/engine/inline-style.js";
import { defineBuiltin } from "../builtin.js";
import { number, text } from "../property.js";

/** `page-meta`: what the page as a whole looks like, from inside of its template. It stands first in it. */
export const pageMeta = defineBuiltin({
  tag: "page-meta",
  properties: {
    backgroundColor: text(),
    pageStyle: text(),
    rootFontSize: text(),
    scrollTop: text(),
    scrollDuration: number(300),
  },
  create(element, environment) {
    /** What the page had before, for when this element goes. */
    let leave: (() => void) | undefined;
    const root = () => element.dom.closest<HTMLElement>("tt-page");
    const place = () => element.dom.closest<HTMLElement>(".lianmai-page");
    const scrolled = () => element.emit("scroll", { scrollTop: place()?.scrollTop ?? 0 });

    const apply = () => {
      const page = root();
      if (!page) return;
      const { backgroundColor, pageStyle, rootFontSize } = element.values;
      const asset = (url: string) => environment.resolveAsset(url, element.ownerPath);
      page.setAttribute("style", translateStyle(pageStyle, asset));
      if (backgroundColor !== "") page.style.backgroundColor = backgroundColor;
      document.documentElement.style.fontSize = rootFontSize;
    };
    const scroll = () => {
      const { scrollTop, scrollDuration } = element.values;
      const top = Number.parseFloat(scrollTop);
      if (Number.isNaN(top)) return;
      place()?.scrollTo({ top, behavior: scrollDuration > 0 ? "smooth" : "instant" });
    };
    const resized = () => element.emit("resize", { size: { windowWidth: innerWidth, windowHeight: innerHeight } });

    return {
      update(_values, changed) {
        if (!element.dom.isConnected) return;
        apply();
        if (changed.has("scrollTop")) scroll();
      },
      attached() {
        const [page, view] = [root(), place()];
        view?.addEventListener("scroll", scrolled, { passive: true });
        addEventListener("resize", resized);
        leave = () => {
          page?.removeAttribute("style");
          document.documentElement.style.fontSize = "";
          view?.removeEventListener("scroll", scrolled);
          removeEventListener("resize", resized);
        };
        apply();
        scroll();
      },
      detached: () => leave?.(),
    };
  },
});
