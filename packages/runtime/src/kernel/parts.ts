import type { BundleDefinition, BundleUses } from "@lianmai/compiler/bundle";
import { type LoadedApi, loadApi } from "../api/index.js";
import { TOPICS, topicOf } from "../api/topics.js";
import { type LoadedBuiltins, loadBuiltins, PLAIN_TAGS, WORKING_TAGS } from "../components/index.js";
import type { PullRefresher } from "../components/scroll-view/pull-refresher.js";
import type { SjsInstances } from "./engine/sjs-instance.js";
import type { installViewQueries } from "./engine/view-queries.js";
import type { Subpackages } from "./subpackages.js";

/** What is loaded only for programs that use it. */
export interface RuntimeParts {
  api: LoadedApi;
  builtins: LoadedBuiltins;
  sjs?: SjsInstances;
  pullRefresher?: typeof PullRefresher;
  installViewQueries?: typeof installViewQueries;
  Subpackages?: typeof Subpackages;
}

const EVERYTHING: BundleUses = { api: "all", tags: "all", sjs: true, queries: true };

/**
 * Loads the functions and built-in components that a program may use, before any of it runs: calls answer in the order
 * in which they are made, and synchronous ones at once. Functions and components that cannot be loaded are told where
 * they are used.
 */
export async function loadParts({
  uses = EVERYTHING,
  app,
  components,
  packages,
}: BundleDefinition): Promise<RuntimeParts> {
  const { api, tags } = uses;
  if (api === "all" || api.some((name) => topicOf(name) === TOPICS.rtc)) preloadRtcClient();
  const isPulled =
    api === "all" ||
    api.includes("startPullDownRefresh") ||
    [app, ...Object.values(components).map(({ config }) => config)].some(({ window }) => window?.enablePullDownRefresh);
  const [loadedApi, builtins, sjs, pullRefresher, queries, subpackages] = await Promise.all([
    loadApi(api, componentTable),
    loadBuiltins(tags),
    uses.sjs ? loadSjs() : undefined,
    isPulled ? loadPullRefresher() : undefined,
    uses.queries || api === "all" ? import("./engine/view-queries.js") : undefined,
    packages.length > 0 ? import("./subpackages.js") : undefined,
  ]);
  return {
    api: loadedApi,
    builtins,
    ...(sjs && { sjs }),
    ...(pullRefresher && { pullRefresher }),
    ...(queries && { installViewQueries: queries.installViewQueries }),
    ...(subpackages && { Subpackages: subpackages.Subpackages }),
  };
}

/** The client is as large as everything else: it comes beside the first page and gives way to it. */
function preloadRtcClient(): void {
  const links = document.querySelector<HTMLTemplateElement>("#lianmai-rtc");
  if (links) document.head.append(links.content.cloneNode(true));
}

export async function loadSjs(): Promise<SjsInstances> {
  const { SjsInstances } = await import("./engine/sjs-instance.js");
  return new SjsInstances();
}

async function loadPullRefresher(): Promise<typeof PullRefresher> {
  return (await import("../components/scroll-view/pull-refresher.js")).PullRefresher;
}

async function componentTable() {
  const [{ componentTable }, { builtins }] = await Promise.all([
    import("../api/can-i-use/components.js"),
    loadBuiltins(WORKING_TAGS),
  ]);
  return componentTable(builtins, PLAIN_TAGS);
}
