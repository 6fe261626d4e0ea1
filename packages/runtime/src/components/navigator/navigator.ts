import type { Router } from "../../kernel/environment.js";
import { defineBuiltin } from "../builtin.js";
import { choice, flag, number, text } from "../property.js";
import { reflect } from "../reflect.js";
import css from "./navigator.css" with { type: "text" };

const OPEN_TYPES = ["navigate", "redirect", "switchTab", "reLaunch", "navigateBack", "exit"] as const;

/** `navigator`: a tap opens a page. `bindsuccess`, `bindfail` and `bindcomplete` tell how it went. */
export const navigator = defineBuiltin({
  tag: "navigator",
  css,
  properties: {
    url: text(),
    openType: choice("navigate", OPEN_TYPES),
    delta: number(1),
    target: choice("self", ["self", "miniProgram"]),
    hoverClass: text("navigator-hover"),
    hoverStopPropagation: flag(),
    hoverStartTime: number(50),
    hoverStayTime: number(600),
  },
  create(element, environment) {
    const { router, host } = environment;
    const open = async () => {
      const { openType, url, delta, target } = element.values;
      if (target === "miniProgram") throw new Error("opening another mini-program is not possible here");
      if (openType === "exit") host.exit();
      else if (openType === "navigateBack") await router.navigateBack(delta);
      else await go(router, openType, url);
    };
    element.onTap(() => {
      const name = element.values.openType === "navigate" ? "navigateTo" : element.values.openType;
      open()
        .then(
          () => element.emit("success", { errMsg: `${name}:ok` }),
          (error: Error) => {
            const errMsg = `${name}:fail ${error.message}`;
            environment.warn(`<navigator url="${element.values.url}"> in ${element.ownerPath}: ${errMsg}`);
            element.emit("fail", { errMsg });
          },
        )
        .finally(() => element.emit("complete"));
    });
    return {
      update(values) {
        reflect(element.dom, {
          "hover-class": values.hoverClass,
          "hover-stop-propagation": values.hoverStopPropagation,
          "hover-start-time": String(values.hoverStartTime),
          "hover-stay-time": String(values.hoverStayTime),
        });
      },
    };
  },
});

async function go(router: Router, openType: string, url: string): Promise<void> {
  const address = router.resolve(url);
  if (openType === "redirect") await router.redirectTo(address);
  else if (openType === "reLaunch") await router.reLaunch(address);
  else if (openType === "switchTab") await router.switchTab(address.path);
  else await router.navigateTo(address);
}
