import type { App } from "./app.js";
import type { Environment } from "./environment.js";
import type { PageStack } from "./page/page-stack.js";

/** What the phone tells, turned into the life of app and pages. */
export function connectHost(environment: Environment, stack: PageStack, app: App): void {
  const { host, guard, definition, lifecycle } = environment;
  let inFront = true;

  host.on("hide", () => {
    if (!inFront) return;
    inFront = false;
    stack.background();
    app.hide();
  });

  host.on("show", () => {
    if (inFront) return;
    inFront = true;
    app.show();
    stack.foreground();
  });

  host.on("back", () => {
    if (stack.pages().length < 2) host.exit();
    else void stack.navigateBack(1);
  });

  host.on("tab", (index) => {
    const item = definition.app.tabBar?.list[index];
    if (!item) return;
    const { pagePath, text } = item;
    void stack.switchTab(pagePath).then(() => stack.top()?.call("onTabItemTap", { index, pagePath, text }));
  });

  window.addEventListener("resize", () => {
    const { screenWidth, screenHeight } = host.device();
    const size = { windowWidth: innerWidth, windowHeight: innerHeight, screenWidth, screenHeight };
    const detail = { size, deviceOrientation: innerWidth > innerHeight ? "landscape" : "portrait" };
    const page = stack.top();
    page?.call("onResize", detail);
    page?.component?.triggerPageLifetime("resize", [size]);
  });

  // Reload and closing alike: calls end, cameras go off.
  window.addEventListener("pagehide", () => guard(() => lifecycle.emit("dispose")));
}
