import { element, icon } from "../dom.js";
import { failIcon } from "../icons.js";
import type { PhoneText } from "../text.js";
import type { Dialog, DialogLayer } from "./layer.js";

/** Pictures over the whole phone: swiped or moved by arrow keys, closed by a tap, by Esc or by the button. */
export function showPictures(layer: DialogLayer, text: PhoneText, urls: string[], start: number): void {
  const count = element("div", { class: "pictures-count", "aria-live": "polite" });
  const strip = element(
    "div",
    { class: "pictures-strip" },
    ...urls.map((url, index) => element("img", { src: url, alt: text.picture(index + 1, urls.length) })),
  );
  const close = () => layer.hide(dialog);
  const panel = element(
    "div",
    { class: "pictures", role: "dialog", "aria-modal": "true", "aria-label": text.pictures, onclick: close },
    strip,
    count,
    element("button", { type: "button", class: "pictures-close", "aria-label": text.closePictures }, icon(failIcon)),
  );
  const shown = () => Math.round(strip.scrollLeft / Math.max(1, strip.clientWidth));
  const tell = () => {
    count.textContent = `${shown() + 1} / ${urls.length}`;
  };
  strip.addEventListener("scroll", tell);
  panel.addEventListener("keydown", ({ key }) => {
    const step = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
    if (step) strip.scrollTo({ left: (shown() + step) * strip.clientWidth, behavior: "smooth" });
  });
  const dialog: Dialog = { panel, placement: "page", dismissible: false, cancel: close };
  layer.show(dialog);
  strip.scrollLeft = start * strip.clientWidth;
  tell();
}
