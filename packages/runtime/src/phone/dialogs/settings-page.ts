import { element, icon } from "../dom.js";
import { backIcon } from "../icons.js";
import type { Permissions } from "../permissions.js";
import { type PhoneText, scopeText } from "../text.js";
import type { Dialog, DialogLayer } from "./layer.js";

/** The page where the user changes earlier answers; lists only scopes that were asked for. Resolves when it is left. */
export function showSettings(
  layer: DialogLayer,
  text: PhoneText,
  appName: string,
  permissions: Permissions,
): Promise<void> {
  return new Promise((resolve) => {
    const leave = () => {
      layer.hide(dialog);
      resolve();
    };
    const rows = permissions.entries().map(([scope, state]) => {
      const toggle = element("button", {
        type: "button",
        role: "switch",
        class: "switch",
        "aria-label": scopeText(text, scope).name,
        "aria-checked": String(state === "granted"),
      });
      toggle.addEventListener("click", () => {
        const granted = toggle.getAttribute("aria-checked") !== "true";
        toggle.setAttribute("aria-checked", String(granted));
        permissions.set(scope, granted ? "granted" : "denied");
      });
      return element("label", { class: "settings-row" }, element("span", {}, scopeText(text, scope).name), toggle);
    });
    const panel = element(
      "div",
      { class: "settings", role: "dialog", "aria-modal": "true", "aria-label": text.settings },
      element(
        "div",
        { class: "settings-bar" },
        element(
          "button",
          { type: "button", class: "bar-button", "aria-label": text.back, onclick: leave },
          icon(backIcon),
        ),
        element("div", { class: "settings-title", role: "heading", "aria-level": "1" }, text.settings),
      ),
      rows.length > 0
        ? element(
            "div",
            {},
            element("div", { class: "settings-caption" }, text.allowedScopes(appName)),
            element("div", { class: "settings-list" }, ...rows),
          )
        : element("div", { class: "settings-empty" }, text.noScopes),
    );
    const dialog: Dialog = { panel, placement: "page", dismissible: false, cancel: leave };
    layer.show(dialog);
  });
}
