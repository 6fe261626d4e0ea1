import type { Environment } from "../../kernel/environment.js";
import { asynchronous, synchronous } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { number, optional, string } from "../core/options.js";

/** Scrolling, refreshing and the keyboard of the shown page. */
export function pageTopic({ pageScroller, pullDownRefresh }: Environment) {
  return {
    pageScrollTo: asynchronous({
      options: {
        scrollTop: optional(number),
        duration: optional(number, 200),
        selector: optional(string),
        offsetTop: optional(number, 0),
      },
      run({ scrollTop, duration, selector, offsetTop }) {
        if (scrollTop !== undefined) pageScroller.scrollTo(scrollTop, duration);
        else if (selector === undefined)
          throw ApiError.parameter("params.scrollTop should be number, but got undefined");
        else if (!pageScroller.scrollToSelector(selector, offsetTop, duration)) {
          throw new ApiError(`no node matches the selector ${selector}`, { errorType: "D" });
        }
      },
    }),
    startPullDownRefresh: asynchronous({ run: () => pullDownRefresh.start() }),
    stopPullDownRefresh: asynchronous({ run: () => pullDownRefresh.stop() }),
    hideKeyboard: asynchronous({
      run() {
        const active = document.activeElement;
        if (active instanceof HTMLElement) active.blur();
      },
    }),
    nextTick: synchronous({
      // `setData` patches the page before it returns: after this turn everything is in place.
      call(callback: unknown) {
        if (typeof callback === "function") queueMicrotask(() => (callback as () => void)());
      },
    }),
  };
}
