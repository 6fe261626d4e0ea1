import type { Scope } from "../../host.js";
import { element, icon } from "../dom.js";
import { cameraIcon, microphoneIcon, shieldIcon } from "../icons.js";
import { type PhoneText, scopeText } from "../text.js";
import type { Dialog, DialogLayer } from "./layer.js";

/** The mini-program went away under the question, so that it has no answer. */
export class PromptAbandoned extends Error {
  override readonly name = "PromptAbandoned";

  constructor() {
    super("the mini-program was reloaded before the user answered");
  }
}

/**
 * Asks the user for a scope. Resolves with the answer.
 *
 * @throws {PromptAbandoned} when the mini-program is reloaded or closed first
 */
export function askPermission(layer: DialogLayer, text: PhoneText, appName: string, scope: Scope): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const { ask } = scopeText(text, scope);
    const answer = (allowed: boolean) => {
      layer.hide(dialog);
      resolve(allowed);
    };
    const picture = scope === "scope.camera" ? cameraIcon : scope === "scope.record" ? microphoneIcon : shieldIcon;
    const panel = element(
      "div",
      { class: "permission", role: "alertdialog", "aria-modal": "true", "aria-label": `${text.asks(appName)} ${ask}` },
      element("div", { class: "permission-icon" }, icon(picture)),
      element("div", { class: "permission-app" }, text.asks(appName)),
      element("div", { class: "permission-ask" }, ask),
      element(
        "div",
        { class: "permission-buttons" },
        element("button", { type: "button", class: "plain", onclick: () => answer(false) }, text.refuse),
        element("button", { type: "button", class: "strong", onclick: () => answer(true) }, text.allow),
      ),
    );
    const dialog: Dialog = {
      panel,
      placement: "bottom",
      dismissible: false,
      cancel: (reason) => {
        if (reason === "user") return answer(false);
        layer.hide(dialog);
        reject(new PromptAbandoned());
      },
    };
    layer.show(dialog);
  });
}
