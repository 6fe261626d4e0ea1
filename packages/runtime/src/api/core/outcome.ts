import type { Environment } from "../../kernel/environment.js";
import { ApiFailure, ERROR_NUMBER, type Failure, toFailure } from "./errors.js";

const CALLBACKS = ["success", "fail", "complete"] as const;

/** What a successful call answers with. */
export type Answer<Res> = { errMsg: string } & (Res extends object ? Res : unknown);

export interface Callbacks<Res> {
  success?: (answer: Answer<Res>) => void;
  fail?: (failure: Failure) => void;
  complete?: (outcome: Partial<Answer<Res>> & Failure) => void;
}

/** Whether the program wants callbacks; without any, an asynchronous function answers with a promise. */
export function hasCallbacks(options: unknown): boolean {
  if (typeof options !== "object" || options === null) return false;
  return CALLBACKS.some((name) => typeof (options as Record<string, unknown>)[name] === "function");
}

/**
 * Brings an outcome to the program: `success` or `fail`, then `complete`, each exactly once and never within the
 * caller's turn; or a promise, where the program gave no callbacks.
 */
export function deliver<Res>(
  environment: Environment,
  api: string,
  options: unknown,
  outcome: Promise<object | undefined>,
): Promise<Answer<Res>> | undefined {
  const result = outcome.then(
    (fields) => ({ errMsg: `${api}:ok`, ...fields }) as Answer<Res>,
    (error: unknown) => {
      throw new ApiFailure(toFailure(api, error), error);
    },
  );
  if (!hasCallbacks(options)) return result;
  const callbacks = options as Record<string, unknown>;
  const call = (name: (typeof CALLBACKS)[number], value: object) => {
    const callback = callbacks[name];
    if (typeof callback === "function") environment.guard(() => callback.call(undefined, value));
  };
  void result.then(
    (value) => {
      call("success", value);
      call("complete", value);
    },
    (failure: ApiFailure) => {
      // Callbacks get a plain object, as on the platform: it may go into `setData` as it is.
      const value = failure.toPlain();
      call("fail", value);
      call("complete", value);
      // With `success` alone nobody would learn why nothing happens. That the user said no is no surprise.
      const isHeard = typeof callbacks.fail === "function" || typeof callbacks.complete === "function";
      if (!isHeard && value.errNo !== ERROR_NUMBER.cancelled) environment.warn(`tt.${value.errMsg}`);
    },
  );
  return undefined;
}
