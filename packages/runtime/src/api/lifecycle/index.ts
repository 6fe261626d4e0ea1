import type { Environment } from "../../kernel/environment.js";
import { asynchronous, synchronous } from "../core/definition.js";
import { Listeners, listenerPair } from "../core/listeners.js";

/** The life of the app: how it was started, what happens to it, how it ends. */
export function lifecycleTopic(environment: Environment) {
  const { host, lifecycle, router, definition } = environment;
  const show = new Listeners(environment);
  const hide = new Listeners(environment);
  const error = new Listeners(environment);
  const rejection = new Listeners(environment);
  const pageNotFound = new Listeners(environment);

  const launchOptions = () => ({
    path: host.launch.path || definition.app.entryPagePath,
    query: { ...host.launch.query },
    scene: host.launch.scene,
    referrerInfo: {},
    showFrom: 10 as const,
  });
  const enterOptions = () => {
    const top = router.stack().at(-1);
    return top ? { ...launchOptions(), path: top.path, query: { ...top.query } } : launchOptions();
  };

  lifecycle.on("appShow", () => show.emit(enterOptions()));
  lifecycle.on("appHide", () => hide.emit());
  lifecycle.on("error", (cause) => error.emit(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)));
  lifecycle.on("unhandledRejection", (reason, promise) => rejection.emit({ reason, promise }));
  lifecycle.on("pageNotFound", (address) => pageNotFound.emit(address));
  const lazyLoad = new Listeners(environment);
  lifecycle.on("lazyLoadError", (failure) => lazyLoad.emit({ type: "subpackage", ...failure }));

  const launchResults = ["path", "query", "scene", "referrerInfo", "showFrom"];
  return {
    getLaunchOptionsSync: synchronous({ results: launchResults, call: launchOptions }),
    getEnterOptionsSync: synchronous({ results: launchResults, call: launchOptions }),
    ...listenerPair("AppShow", show, { results: launchResults }),
    ...listenerPair("AppHide", hide),
    ...listenerPair("Error", error),
    ...listenerPair("UnhandledRejection", rejection, { results: ["reason", "promise"] }),
    ...listenerPair("PageNotFound", pageNotFound, { results: ["path", "query", "isEntryPage"] }),
    ...listenerPair("MemoryWarning", new Listeners(environment), {
      results: ["level"],
      support: "simulated",
    }),
    ...listenerPair("LazyLoadError", lazyLoad, { results: ["type", "subpackage", "errMsg"] }),
    ...listenerPair("UserCaptureScreen", new Listeners(environment), {
      support: "simulated",
    }),
    exitMiniProgram: asynchronous({ run: () => host.exit() }),
    getUpdateManager: synchronous({
      support: "simulated",
      results: ["applyUpdate", "onCheckForUpdate", "onUpdateFailed", "onUpdateReady"],
      call: () => updateManager(environment),
    }),
  };
}

function updateManager(environment: Environment) {
  const checked = new Listeners(environment);
  const never = new Listeners(environment);
  return {
    applyUpdate: () => undefined,
    onCheckForUpdate(callback: unknown) {
      checked.add(callback);
      queueMicrotask(() => environment.guard(() => (callback as (result: object) => void)({ hasUpdate: false })));
    },
    onUpdateReady: (callback: unknown) => never.add(callback),
    onUpdateFailed: (callback: unknown) => never.add(callback),
  };
}
