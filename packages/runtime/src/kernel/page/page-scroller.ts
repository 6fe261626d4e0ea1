import type { PageScroller } from "../environment.js";
import type { PageStack } from "./page-stack.js";

export function createPageScroller(stack: PageStack): PageScroller {
  return {
    scrollTop: () => stack.top()?.view.element.scrollTop ?? 0,
    scrollTo: (scrollTop, duration) => stack.top()?.view.scrollTo(scrollTop, duration),
    scrollToSelector(selector, offsetTop, duration) {
      const page = stack.top();
      const found = page?.component?.getShadowRoot()?.querySelector(selector);
      const dom = found?.$$ as unknown as HTMLElement | null | undefined;
      if (!page || !dom) return false;
      const { element } = page.view;
      const distance = dom.getBoundingClientRect().top - element.getBoundingClientRect().top;
      page.view.scrollTo(element.scrollTop + distance + offsetTop, duration);
      return true;
    },
  };
}
