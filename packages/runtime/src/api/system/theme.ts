import type { Environment } from "../../kernel/environment.js";
import { Listeners, listenerPair } from "../core/listeners.js";

/** Changes between the light and the dark theme of the phone. */
export function themeTopic(environment: Environment) {
  const { host } = environment;
  const listeners = new Listeners(environment);
  let { theme } = host.device();
  // The phone tells of everything that changes, its size among it.
  host.on("deviceChanged", () => {
    const now = host.device().theme;
    if (now === theme) return;
    theme = now;
    listeners.emit({ theme });
  });
  return listenerPair("ThemeChange", listeners, { results: ["theme"] });
}
