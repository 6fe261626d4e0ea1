import { component } from "glass-easel-miniprogram-adapter";
import { MediaQueryObserver } from "glass-easel-miniprogram-adapter/media_query";
import { SelectorQuery } from "glass-easel-miniprogram-adapter/selector_query";
import { installIntersectionObservers } from "./intersection-observer.js";
import { completeSelectorQueries, type NodeAnswers } from "./selector-query.js";

interface ViewQueries {
  /** What a built-in component hands out. */
  answersOf(dom: Element): NodeAnswers | undefined;
  guard<T>(run: () => T): T | undefined;
}

/**
 * Gives pages and components `createSelectorQuery`, `createIntersectionObserver` and `createMediaQueryObserver`. Called
 * once a frame, for programs that name one of them.
 */
export function installViewQueries({ answersOf, guard }: ViewQueries): void {
  Object.assign(component.ComponentCaller.prototype, {
    createSelectorQuery(this: object) {
      return new SelectorQuery(this);
    },
    createMediaQueryObserver(this: object) {
      return new MediaQueryObserver(this);
    },
  });
  completeSelectorQueries(answersOf);
  installIntersectionObservers(guard);
}
