import type { NetworkType } from "../../host.js";
import type { Environment } from "../../kernel/environment.js";
import { asynchronous } from "../core/definition.js";
import { Listeners, listenerPair } from "../core/listeners.js";

/** What `navigator.connection` says where it exists; not part of the DOM's types. */
interface NetworkInformation {
  type?: string;
  effectiveType?: string;
}

/** Kind of network, and its changes. */
export function networkStatusTopic(environment: Environment) {
  const listeners = new Listeners(environment);
  let online: boolean | undefined;
  const typeOf = (isConnected: boolean) => environment.host.networkType?.() ?? networkType(isConnected);
  const changed = (isConnected: boolean) => {
    online = isConnected;
    listeners.emit({ isConnected, networkType: typeOf(isConnected) });
  };
  environment.host.on("networkChanged", changed);
  environment.lifecycle.once("dispose", () => environment.host.off("networkChanged", changed));
  return {
    getNetworkType: asynchronous({
      results: ["networkType"],
      run: () => ({ networkType: typeOf(online ?? navigator.onLine) }),
    }),
    ...listenerPair("NetworkStatusChange", listeners, { results: ["isConnected", "networkType"] }),
  };
}

/** Browsers that do not tell are taken to be on Wi-Fi, as a development machine is. */
function networkType(online: boolean): NetworkType {
  if (!online) return "none";
  const connection = (navigator as { connection?: NetworkInformation }).connection;
  if (connection?.type !== "cellular") return "wifi";
  const { effectiveType } = connection;
  return effectiveType === "4g" || effectiveType === "3g" || effectiveType === "2g" ? effectiveType : "unknown";
}
