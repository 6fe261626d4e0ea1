import type { Environment } from "../../kernel/environment.js";
import { synchronous } from "../core/definition.js";
import { ApiError } from "../core/errors.js";

/** Questions to the shown page's nodes. The page's own functions answer them, as `this.createSelectorQuery()` does. */
export function selectorTopic(environment: Environment) {
  const ofPage = (name: string) => (options?: unknown) => {
    const page = environment.currentPage();
    const create = page?.[name];
    if (typeof create !== "function")
      throw new ApiError("no page is open: call it in onReady or later", { errorType: "D" });
    return create.call(page, options) as unknown;
  };
  return {
    createSelectorQuery: synchronous({
      results: ["select", "selectAll", "selectViewport", "in", "exec"],
      call: ofPage("createSelectorQuery"),
    }),
    createIntersectionObserver: synchronous({
      results: ["relativeTo", "relativeToViewport", "observe", "disconnect"],
      // The documentation names the component first; the typings leave it out.
      call: (first?: unknown, second?: unknown) => {
        const component = first as { createIntersectionObserver?: (options: unknown) => unknown } | undefined;
        if (typeof component?.createIntersectionObserver === "function") {
          return component.createIntersectionObserver(second ?? {});
        }
        return ofPage("createIntersectionObserver")(first ?? {});
      },
    }),
  };
}
