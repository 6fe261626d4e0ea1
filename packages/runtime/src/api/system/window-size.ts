import type { Environment } from "../../kernel/environment.js";
import { synchronous } from "../core/definition.js";
import { Listeners } from "../core/listeners.js";

/** Changes of the page's size. */
export function windowSizeTopic(environment: Environment) {
  const listeners = new Listeners(environment);
  const resized = () => listeners.emit({ windowWidth: innerWidth, windowHeight: innerHeight });
  const add = (callback: unknown) => {
    listeners.add(callback);
    // The same function counts once, however often it is added.
    addEventListener("resize", resized);
  };
  environment.lifecycle.once("dispose", () => removeEventListener("resize", resized));
  return {
    onWindowResize: synchronous({
      results: ["windowWidth", "windowHeight"],
      // The documentation passes a callback; the typings describe an object with a function for it. Both work.
      call(callback?: unknown) {
        if (callback !== undefined) add(callback);
        return { windowResize: add };
      },
    }),
    offWindowResize: synchronous({
      call(callback?: unknown) {
        if (callback !== undefined) listeners.remove(callback);
        return { offWindowResize: (listener?: unknown) => listeners.remove(listener) };
      },
    }),
  };
}
