import type { Environment } from "../../kernel/environment.js";
import { ApiError, ApiFailure, reasonOf, toFailure } from "./errors.js";
import { type Checked, checkOptions, type Passed, type Rules } from "./options.js";
import { type Answer, type Callbacks, deliver } from "./outcome.js";

/**
 * How far a function goes: `real` does what it says, `simulated` answers as if it had, `refused` says that it
 * cannot. `canIUse` and the tables of the documentation are made of this.
 */
export type Support = "real" | "simulated" | "refused";

/** One member of `tt`, of type `M`. */
export interface Definition<M = unknown> {
  readonly support: Support;
  readonly options?: Rules;
  /** Names of what comes back, for `canIUse`. */
  readonly results?: readonly string[];
  /** Makes the member itself. */
  build(name: string, environment: Environment): M;
}

/** The functions of one topic, by name. */
export type Topic = Record<string, Definition>;
export type Members<T extends Topic> = { [K in keyof T]: T[K] extends Definition<infer M> ? M : never };

/** Makes the members that the definitions describe. Every function works detached from the object. */
export function buildMembers<T extends Topic>(definitions: T, environment: Environment): Members<T> {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => [name, definition.build(name, environment)]),
  ) as Members<T>;
}

interface Description {
  support?: Support;
  results?: readonly string[];
}

type NoRules = Record<never, Rules[string]>;

// biome-ignore lint/suspicious/noConfusingVoidType: most functions of the platform answer with nothing.
type Result = object | undefined | void;

export type AsyncFunction<R extends Rules, Res> = (
  options?: Passed<R> & Callbacks<Res>,
) => Promise<Answer<Res>> | undefined;

/** An asynchronous function: options in, callbacks or a promise out. */
export function asynchronous<R extends Rules = NoRules, Res extends Result = undefined>(
  description: Description & { options?: R; run(options: Checked<R>): Res | Promise<Res> },
): Definition<AsyncFunction<R, Res>> {
  const { run, options: rules = {} as R, support = "real", ...rest } = description;
  return {
    ...rest,
    support,
    options: rules,
    build: (name, environment) => (options) =>
      deliver(
        environment,
        name,
        options,
        attempt(() => run(checkOptions(rules, options))),
      ),
  };
}

/** What a task function hands out at once, and what comes of it. */
export interface Started<T extends object, Res extends Result = Result> {
  task: T;
  outcome: Promise<Res>;
}

export type TaskFunction<R extends Rules, T, Res> = (options?: Passed<R> & Callbacks<Res>) => T;

/**
 * An asynchronous function that also returns a task, such as `tt.request`. Without callbacks the task is a promise
 * as well, unless it is what programs await by mistake: a socket must not turn into the outcome of its opening.
 */
export function withTask<R extends Rules, T extends object, Res extends Result>(
  description: Description & {
    options: R;
    start(options: Checked<R>): Started<T, Res>;
    /** The task of a call whose options are wrong: it does nothing. */
    idle(): T;
    awaitable?: boolean;
  },
): Definition<TaskFunction<R, T, Res>> {
  const { start, idle, options: rules, support = "real", awaitable = true, ...rest } = description;
  return {
    ...rest,
    support,
    options: rules,
    build: (name, environment) => (options) => {
      let started: Started<T>;
      try {
        started = start(checkOptions(rules, options));
      } catch (error) {
        started = { task: idle(), outcome: Promise.reject(error) };
      }
      const { task, outcome } = started;
      const promise = deliver<Res>(environment, name, options, outcome.then(noVoid));
      if (!promise) return task;
      // Descriptors and not values: a task may have a state that is read anew each time.
      if (awaitable) return Object.defineProperties(promise, Object.getOwnPropertyDescriptors(task)) as unknown as T;
      promise.catch((error: unknown) => environment.warn(reasonOf(error)));
      return task;
    },
  };
}

/** A synchronous function. What it refuses is thrown, with the `errMsg` as message. */
export function synchronous<A extends unknown[], Value>(
  description: Description & { options?: Rules; call(...args: A): Value },
): Definition<(...args: A) => Value> {
  const { call, support = "real", ...rest } = description;
  return {
    ...rest,
    support,
    build:
      (name) =>
      (...args) => {
        try {
          return call(...args);
        } catch (error) {
          throw error instanceof ApiError ? new ApiFailure(toFailure(name, error), error) : error;
        }
      },
  };
}

/** A member that is no function, such as `tt.env`. */
export function constant<V>(value: V, description: Description = {}): Definition<V> {
  return { support: "real", ...description, build: () => value };
}

async function attempt(run: () => Result | Promise<Result>): Promise<object | undefined> {
  return noVoid(await run());
}

function noVoid(result: Result): object | undefined {
  return result ?? undefined;
}
