import type { BundleUses } from "@lianmai/compiler/bundle";
import type { Environment } from "../kernel/environment.js";
import type { ComponentTable } from "./can-i-use/answer.js";
import { buildMembers, type Definition } from "./core/definition.js";
import { type LateTopic, lateMember } from "./core/late-member.js";
import { Shared } from "./core/shared.js";
import { type AbleDefinitions, type LazyTopic, REFUSED, TOPICS, topicOf } from "./topics.js";

/** What `tt` can do, simulations included; its types are checked against the platform's. */
export type AbleApi = {
  [K in keyof AbleDefinitions]: AbleDefinitions[K] extends Definition<infer M> ? M : never;
};

/** Functions of `tt` whose code is there. */
export interface LoadedApi {
  /** What each of them is: for `canIUse`, for the documentation, for reports. */
  describe(environment: Environment): Record<string, Definition>;
  /** Makes the `tt` object. */
  create(environment: Environment): Record<string, unknown>;
  /** What kept code from being loaded. */
  failures: readonly unknown[];
}

/**
 * Loads the code of `tt`. What cannot be loaded fails when it is called, and is tried again then.
 *
 * @param uses The functions that may be called.
 * @param components Loads what `canIUse` knows of the built-in components; called only where it may be asked.
 */
export async function loadApi(uses: BundleUses["api"], components: () => Promise<ComponentTable>): Promise<LoadedApi> {
  // `canIUse` answers from the definitions of all functions.
  const everything = uses === "all" || uses.includes("canIUse");
  const wanted = new Set<LazyTopic>(everything ? [REFUSED, ...Object.values(TOPICS)] : uses.map(topicOf));
  const failures = new Map<LazyTopic, unknown>();
  // In the order of the list and not of their use, so that `tt` is always put together in the same way.
  const topics = [REFUSED, ...Object.values<LazyTopic>(TOPICS)].filter((topic) => wanted.has(topic));
  const [makers, canIUse] = await Promise.all([
    Promise.all(
      topics.map((topic) =>
        topic.load().catch((error: unknown) => {
          failures.set(topic, error);
          return undefined;
        }),
      ),
    ),
    everything ? Promise.all([import("./can-i-use/index.js"), components()]) : undefined,
  ]);

  function describe(environment: Environment, shared = new Shared()): Record<string, Definition> {
    const definitions: Record<string, Definition> = {};
    for (const make of makers) Object.assign(definitions, make?.(environment, shared));
    if (canIUse) definitions.canIUse = canIUse[0].canIUse(definitions, canIUse[1]);
    return definitions;
  }

  function create(environment: Environment): Record<string, unknown> {
    const shared = new Shared();
    const members = buildMembers(describe(environment, shared), environment);
    return failures.size === 0 ? members : withLateMembers(members, { environment, shared, topics: failures });
  }

  return { describe, create, failures: [...failures.values()] };
}

interface Missing {
  environment: Environment;
  shared: Shared;
  topics: ReadonlyMap<LazyTopic, unknown>;
}

/** Members of topics that could not be loaded are not known by name, so they are made when they are asked for. */
function withLateMembers(
  members: Record<string, unknown>,
  { environment, shared, topics }: Missing,
): Record<string, unknown> {
  const late = new Map<LazyTopic, LateTopic>();
  const lateTopic = (topic: LazyTopic): LateTopic => {
    let there: Record<string, unknown> | undefined;
    return {
      members: () => there,
      async load() {
        const make = await topic.load();
        there ??= buildMembers(make(environment, shared), environment);
      },
    };
  };
  for (const topic of topics.keys()) late.set(topic, lateTopic(topic));
  return new Proxy(members, {
    get(target, name) {
      if (typeof name !== "string" || name in target) return Reflect.get(target, name) as unknown;
      const topic = late.get(topicOf(name));
      if (!topic) return undefined;
      const member = lateMember(environment, name, topic);
      target[name] = member;
      return member;
    },
  });
}
