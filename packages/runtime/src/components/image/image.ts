import { defineBuiltin } from "../builtin.js";
import { choice, flag, text } from "../property.js";
import { reflect } from "../reflect.js";
import css from "./image.css" with { type: "text" };

const MODES = [
  "scaleToFill",
  "aspectFit",
  "aspectFill",
  "widthFix",
  "heightFix",
  "top",
  "bottom",
  "center",
  "left",
  "right",
  "top left",
  "top right",
  "bottom left",
  "bottom right",
] as const;

/** `image` and, by the same code, `cover-image`: 320 x 240 unless the page says otherwise. */
function defineImage(tag: "image" | "cover-image") {
  return defineBuiltin({
    tag,
    css,
    properties: {
      src: text(),
      mode: choice("scaleToFill", MODES),
      lazyLoad: flag(),
      alt: text(),
    },
    create(element, environment) {
      const img = document.createElement("img");
      img.draggable = false;
      img.addEventListener("load", () => {
        element.emit("load", { width: img.naturalWidth, height: img.naturalHeight });
      });
      img.addEventListener("error", () => {
        environment.warn(
          `<${tag} src="${element.values.src}"> in ${element.ownerPath} could not be loaded from ${img.src}`,
        );
        element.emit("error", { errMsg: `GET ${element.values.src} failed` });
      });
      element.dom.append(img);
      return {
        update(values, changed) {
          reflect(element.dom, { mode: values.mode });
          img.alt = values.alt;
          img.loading = values.lazyLoad ? "lazy" : "eager";
          if (!changed.has("src")) return;
          if (values.src) img.src = environment.resolveAsset(values.src, element.ownerPath);
          else img.removeAttribute("src");
        },
      };
    },
  });
}

export const image = defineImage("image");
export const coverImage = defineImage("cover-image");
