import type { ShareCard } from "../../host.js";
import { element } from "../dom.js";
import type { PhoneText } from "../text.js";
import type { Dialog, DialogLayer } from "./layer.js";

/**
 * What is shared, as a card, with the way to pass it on: here there are no chats, so it is copied.
 *
 * @param link The address that opens the page elsewhere; without one its path is copied.
 * @returns Whether it was copied.
 */
export function showShareSheet(
  layer: DialogLayer,
  text: PhoneText,
  card: ShareCard,
  link: string | undefined,
): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (shared: boolean) => {
      layer.hide(dialog);
      resolve(shared);
    };
    const failed = element("div", { class: "share-failed", role: "alert", hidden: true }, text.notCopied);
    const copy = () => {
      copyText(link ?? card.path).then(
        () => finish(true),
        () => {
          failed.hidden = false;
        },
      );
    };
    const panel = element(
      "div",
      { class: "share", role: "dialog", "aria-modal": "true", "aria-label": text.share },
      element(
        "div",
        { class: "share-card" },
        card.imageUrl ? element("img", { class: "share-picture", src: card.imageUrl, alt: "" }) : undefined,
        element("div", { class: "share-title" }, card.title),
        card.desc ? element("div", { class: "share-desc" }, card.desc) : undefined,
        element("div", { class: "share-path" }, link ?? card.path),
      ),
      failed,
      element(
        "div",
        { class: "share-buttons" },
        element("button", { type: "button", class: "plain", onclick: () => finish(false) }, text.cancel),
        element("button", { type: "button", class: "strong", onclick: copy }, link ? text.copyLink : text.copyPath),
      ),
    );
    const dialog: Dialog = { panel, placement: "bottom", dismissible: true, cancel: () => finish(false) };
    layer.show(dialog);
  });
}

/** Not everywhere may a page write the clipboard: the path in the card can be selected. */
async function copyText(words: string): Promise<void> {
  await navigator.clipboard.writeText(words);
}
