import type { Environment } from "../../kernel/environment.js";
import { ApiError, ApiFailure, toFailure } from "./errors.js";
import { deliver, hasCallbacks } from "./outcome.js";

/** Functions that answer at once: they cannot wait for their code. */
const IMMEDIATE = /Sync$|^(?:on|off|create|can)[A-Z]|(?:Manager|Rect|Layout)$|^(?:arrayBuffer|base64)/;

/** The members of a topic that is loaded late. */
export interface LateTopic {
  /** Undefined until they are there. */
  members(): Record<string, unknown> | undefined;
  load(): Promise<unknown>;
}

/**
 * Stands in `tt` for a function whose code could not be loaded when the program started. Each call tries again; once
 * the code is there the function is what it should be.
 */
export function lateMember(environment: Environment, name: string, topic: LateTopic): Callable {
  const call = (args: unknown[]) => (topic.members()?.[name] as Callable | undefined)?.(...args);
  return (...args) => {
    if (topic.members()) return call(args);
    const loaded = topic.load();
    if (IMMEDIATE.test(name)) {
      loaded.catch(() => undefined);
      const error = notLoaded();
      throw new ApiFailure(toFailure(name, error), error);
    }
    const outcome = loaded.then(
      () => call(args),
      (cause: unknown) => deliver(environment, name, args[0], Promise.reject(notLoaded(cause))),
    );
    return hasCallbacks(args[0]) ? undefined : outcome;
  };
}

type Callable = (...args: unknown[]) => unknown;

function notLoaded(cause?: unknown): ApiError {
  return new ApiError(
    "the code of this function could not be loaded; check the network and call it again",
    { errorType: "F" },
    { cause },
  );
}
