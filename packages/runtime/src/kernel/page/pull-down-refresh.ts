import type { PullDownRefresh } from "../environment.js";
import type { PageStack } from "./page-stack.js";

export function createPullDownRefresh(stack: PageStack): PullDownRefresh {
  return {
    start() {
      const page = stack.top();
      if (!page || page.view.refreshing) return;
      page.view.setRefreshing(true);
      page.call("onPullDownRefresh");
    },
    stop: () => stack.top()?.view.setRefreshing(false),
  };
}
