import type { Environment } from "../../kernel/environment.js";
import { asynchronous } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { anything, optional, string } from "../core/options.js";

/** Sharing of the shown page: the phone shows a card with its address, to be copied. */
export function shareTopic({ sharing }: Environment) {
  const menus = optional(anything);
  return {
    showShareMenu: asynchronous({ options: { menus }, run: () => sharing.setMenu(true) }),
    hideShareMenu: asynchronous({ options: { menus }, run: () => sharing.setMenu(false) }),
    shareAppMessage: asynchronous({
      options: {
        title: optional(string),
        desc: optional(string),
        imageUrl: optional(string),
        path: optional(string),
        query: optional(string),
        channel: optional(string),
        templateId: optional(string),
      },
      async run({ channel: _, templateId: __, ...card }) {
        const given = Object.fromEntries(Object.entries(card).filter(([, value]) => value !== undefined));
        if (!(await sharing.share("button", undefined, given))) throw ApiError.cancelled();
      },
    }),
  };
}
