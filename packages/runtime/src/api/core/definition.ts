import type { Environment } from "../../kernel/environment.js";
import { ApiError, ApiFailure, toFailure } from "./errors.js";
import { type Checked, checkOptions, type Rules } from "./options.js";
import { deliver, hasCallbacks } from "./outcome.js";

/**
 * How far a function goes: `real` does what it says, `simulated` answers as if it had, `refused` says that it
 * cannot. `canIUse` and the tables of the documentation are made of this.
 */
export type Support = "real" | "simulated" | "refused";

/** One member of `tt`. */
export interface Definition {
  readonly support: Support;
  readonly options?: Rules;
  /** Names of what comes back, for `canIUse`. */
  readonly results?: readonly string[];
  /** Makes the member itself. */
  build(name: string, environment: Environment): unknown;
}

/** The functions of one topic, by name. */
export type Topic = Record<string, Definition>;

/** Makes the members that the definitions describe. Every function works detached from the object. */
export function buildMembers(definitions: Topic, environment: Environment): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => [name, definition.build(name, environment)]),
  );
}

interface Description {
  support?: Support;
  results?: readonly string[];
}

// biome-ignore lint/suspicious/noConfusingVoidType: most functions of the platform answer with nothing.
type Result = object | undefined | void;

/** An asynchronous function: options in, callbacks or a promise out. */
export function asynchronous<R extends Rules>(
  description: Description & { options?: R; run(options: Checked<R>): Result | Promise<Result> },
): Definition {
  const { run, options: rules = {} as R, support = "real", ...rest } = description;
  return {
    ...rest,
    support,
    options: rules,
    build: (name, environment) => (options?: unknown) =>
      deliver(
        environment,
        name,
        options,
        attempt(() => run(checkOptions(rules, options))),
      ),
  };
}

/** What a task function hands out at once, and what comes of it. */
export interface Started<T extends object> {
  task: T;
  outcome: Promise<Result>;
}

/**
 * An asynchronous function that also returns a task, such as `tt.request`. Without callbacks the task is a promise
 * as well.
 */
export function withTask<R extends Rules, T extends object>(
  description: Description & {
    options: R;
    start(options: Checked<R>): Started<T>;
    /** The task of a call whose options are wrong: it does nothing. */
    idle(): T;
  },
): Definition {
  const { start, idle, options: rules, support = "real", ...rest } = description;
  return {
    ...rest,
    support,
    options: rules,
    build: (name, environment) => (options?: unknown) => {
      let started: Started<T>;
      try {
        started = start(checkOptions(rules, options));
      } catch (error) {
        started = { task: idle(), outcome: Promise.reject(error) };
      }
      const promise = deliver(environment, name, options, started.outcome.then(noVoid));
      return promise && !hasCallbacks(options) ? Object.assign(promise, started.task) : started.task;
    },
  };
}

/** A synchronous function. What it refuses is thrown, with the `errMsg` as message. */
export function synchronous<A extends unknown[]>(
  description: Description & { options?: Rules; call(...args: A): unknown },
): Definition {
  const { call, support = "real", ...rest } = description;
  return {
    ...rest,
    support,
    build:
      (name) =>
      (...args: A) => {
        try {
          return call(...args);
        } catch (error) {
          throw error instanceof ApiError ? new ApiFailure(toFailure(name, error), error) : error;
        }
      },
  };
}

/** A member that is no function, such as `tt.env`. */
export function constant(value: unknown, description: Description = {}): Definition {
  return { support: "real", ...description, build: () => value };
}

async function attempt(run: () => Result | Promise<Result>): Promise<object | undefined> {
  return noVoid(await run());
}

function noVoid(result: Result): object | undefined {
  return result ?? undefined;
}
