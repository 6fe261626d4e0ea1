import type { ModalOptions } from "../../host.js";
import type { Environment } from "../../kernel/environment.js";
import { asynchronous } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { boolean, choice, number, optional, required, string, strings } from "../core/options.js";

const BUTTON_LENGTH = 4;
const SHEET_LIMIT = 6;

/** Toasts, loading signs and dialogs. */
export function feedbackTopic(environment: Environment) {
  const { host } = environment;
  // Both share one place on the phone, and the later one takes it. Programs end a loading sign in `complete`, after
  // `success` has shown a toast: that toast must stay.
  let isLoading = false;
  const english = () => host.device().language.startsWith("en");
  return {
    showToast: asynchronous({
      options: {
        title: required(string),
        icon: optional(choice("success", "loading", "none", "fail"), "success"),
        duration: optional(number, 1500),
        mask: optional(boolean, false),
      },
      run(options) {
        isLoading = false;
        host.showToast({ ...options, duration: Math.max(1, options.duration) });
      },
    }),
    hideToast: asynchronous({ run: () => host.hideToast() }),
    showLoading: asynchronous({
      options: { title: required(string), mask: optional(boolean, false) },
      run(options) {
        isLoading = true;
        host.showToast({ ...options, icon: "loading", duration: 0 });
      },
    }),
    hideLoading: asynchronous({
      run() {
        if (isLoading) host.hideToast();
        isLoading = false;
      },
    }),
    showModal: asynchronous({
      options: {
        title: optional(string, ""),
        content: optional(string, ""),
        confirmText: optional(string),
        cancelText: optional(string),
        showCancel: optional(boolean, true),
        confirmColor: optional(string),
        cancelColor: optional(string),
        editable: optional(boolean, false),
        placeholderText: optional(string),
      },
      results: ["confirm", "cancel", "content"],
      async run({ title, content, showCancel, editable, ...rest }) {
        if (!title && !content && !editable)
          throw ApiError.parameter("params.title and params.content should not both be empty");
        const options: ModalOptions = {
          title,
          content,
          showCancel,
          confirmText: buttonText("confirmText", rest.confirmText, english() ? "OK" : "确定"),
          cancelText: buttonText("cancelText", rest.cancelText, english() ? "Cancel" : "取消"),
        };
        if (editable) options.editable = true;
        if (rest.confirmColor !== undefined) options.confirmColor = rest.confirmColor;
        if (rest.cancelColor !== undefined) options.cancelColor = rest.cancelColor;
        if (rest.placeholderText !== undefined) options.placeholderText = rest.placeholderText;
        const { button, text } = await host.showModal(options);
        const answer = { confirm: button === "confirm", cancel: button === "cancel" };
        return text === undefined ? answer : { ...answer, content: text };
      },
    }),
    showActionSheet: asynchronous({
      options: { itemList: required(strings), itemColor: optional(string, "") },
      results: ["tapIndex"],
      async run({ itemList, itemColor }) {
        if (itemList.length === 0 || itemList.length > SHEET_LIMIT) {
          throw ApiError.parameter(`params.itemList should have 1 to ${SHEET_LIMIT} items, but got ${itemList.length}`);
        }
        const tapIndex = await host.showActionSheet(itemList, itemColor);
        if (tapIndex < 0) throw ApiError.cancelled();
        return { tapIndex };
      },
    }),
  };
}

/** Four Chinese characters fit a button; Latin letters take half the room. */
function buttonText(option: string, text: string | undefined, fallback: string): string {
  if (!text) return fallback;
  const wide = [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0xff ? 1 : 0.5), 0);
  if (wide <= BUTTON_LENGTH) return text;
  throw ApiError.parameter(`params.${option} should have at most ${BUTTON_LENGTH} characters, but got ${text}`);
}
