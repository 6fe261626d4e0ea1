import type { LaunchOptions } from "../host.js";
import type { Emitter } from "./emitter.js";
import type { LifecycleEvents } from "./environment.js";

/** What `onLaunch` and `onShow` of an app are told. */
export interface AppOptions {
  path: string;
  query: Record<string, string>;
  scene: string;
  referrerInfo: Record<string, never>;
  showFrom: number;
}

interface AppContext {
  launch: LaunchOptions;
  lifecycle: Emitter<LifecycleEvents>;
  guard<T>(run: () => T): T | undefined;
  warn(message: string): void;
}

type Handlers = Record<string, ((...args: unknown[]) => unknown) | undefined>;

/** `App()`, `getApp()` and the life of the app. */
export class App {
  /**
   * What `getApp()` returns. It exists before `App()` runs, so that a module that app.js itself requires may keep it
   * at its top.
   */
  readonly instance: Record<string, unknown> = {};
  readonly #context: AppContext;
  #registered = false;

  constructor(context: AppContext) {
    this.#context = context;
    const { lifecycle } = context;
    lifecycle.on("error", (error) => this.#callQuietly("onError", errorText(error)));
    lifecycle.on("unhandledRejection", (reason, promise) =>
      this.#callQuietly("onUnhandledRejection", { reason, promise }),
    );
    lifecycle.on("pageNotFound", ({ path, query, isEntryPage }) =>
      this.#call("onPageNotFound", { path, query, isEntryPage }),
    );
  }

  /** The function `App` of user code. */
  readonly register = (options: unknown): void => {
    if (typeof options !== "object" || options === null) {
      throw new TypeError(`App() takes an object, not ${String(options)}`);
    }
    if (this.#registered) this.#context.warn("App() was called twice: the second call adds to the first");
    this.#registered = true;
    // Getters stay getters.
    Object.defineProperties(this.instance, Object.getOwnPropertyDescriptors(options));
  };

  launch(): void {
    if (!this.#registered) this.#context.warn("app.js does not call App(): getApp() returns an empty object");
    this.#call("onLaunch", this.#options());
    this.show();
  }

  show(): void {
    this.#call("onShow", this.#options());
    this.#context.lifecycle.emit("appShow");
  }

  hide(): void {
    this.#call("onHide");
    this.#context.lifecycle.emit("appHide");
  }

  #options(): AppOptions {
    const { path, query, scene } = this.#context.launch;
    return { path, query, scene, referrerInfo: {}, showFrom: 0 };
  }

  #call(name: string, ...args: unknown[]): void {
    this.#context.guard(() => (this.instance as Handlers)[name]?.(...args));
  }

  /** For handlers of errors: an error in them must not come back to them. */
  #callQuietly(name: string, ...args: unknown[]): void {
    try {
      (this.instance as Handlers)[name]?.(...args);
    } catch (error) {
      console.error(error);
    }
  }
}

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { stack } = error;
  const heading = `${error.name}: ${error.message}`;
  if (!stack) return heading;
  // Some engines put the message into the stack and some do not.
  return stack.includes(error.message) ? stack : `${heading}\n${stack}`;
}
