import type { Environment } from "../../kernel/environment.js";
import { type Options, toOptions } from "./arguments.js";
import { RtcApiError } from "./errors.js";

/** What a call of the context answers with. */
export interface Outcome {
  errMsg: string;
  errNo?: number;
  errorCode?: number;
  errCode?: number;
  errorType?: string;
  [result: string]: unknown;
}

/** What a method does with its options. An object that it resolves with is added to what `success` gets. */
export type Work = (options: Options) => Promise<unknown>;

/** Makes what `fail` gets of an error. */
export type Describe = (api: string, error: unknown) => Outcome;

/** Fields that are told to nobody: callbacks, what opens a room, and what people say. */
const SECRET_FIELDS = new Set(["token", "message", "success", "fail", "complete"]);

/**
 * Runs the methods of the context: options in, exactly one of `success` and `fail` and then `complete` out, each
 * once, never within the caller's turn. Every call and its outcome is reported to the panels of the host.
 */
export class Calls {
  #lastId = 0;

  constructor(private readonly environment: Environment) {}

  run(api: string, value: unknown, work: Work, describe: Describe = toOutcome): void {
    const id = ++this.#lastId;
    const { host } = this.environment;
    host.report({ kind: "rtc", name: api, phase: "call", id, detail: withoutSecrets(value) });
    // `work` is run within an async function, so that an argument it refuses becomes a rejection as well.
    void (async () => work(toOptions(value)))().then(
      (result) => {
        const outcome: Outcome = { ...(typeof result === "object" ? result : {}), errMsg: `${api}:ok` };
        host.report({ kind: "rtc", name: api, phase: "success", id });
        this.#answer(value, "success", outcome);
      },
      (error: unknown) => {
        const outcome = describe(api, error);
        host.report({ kind: "rtc", name: api, phase: "fail", id, detail: outcome });
        if (!this.#answer(value, "fail", outcome)) {
          // The guide's own snippets pass no `fail`: the developer must still learn why nothing happens.
          this.environment.warn(`${outcome.errMsg} (errNo ${outcome.errNo ?? outcome.errCode})`);
        }
      },
    );
  }

  /** Whether anybody was told. */
  #answer(value: unknown, name: "success" | "fail", outcome: Outcome): boolean {
    const callbacks = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
    let told = false;
    for (const callback of [callbacks[name], callbacks.complete]) {
      if (typeof callback !== "function") continue;
      told = true;
      this.environment.guard(() => callback.call(undefined, { ...outcome }));
    }
    return told;
  }
}

function toOutcome(api: string, error: unknown): Outcome {
  const { message, errNo, errorCode, errorType } = error instanceof RtcApiError ? error : RtcApiError.refused(error);
  return {
    errMsg: `${api}:fail ${message}`,
    errNo,
    // The older spelling of the platform.
    errCode: errNo,
    ...(errorCode === undefined ? {} : { errorCode }),
    errorType,
  };
}

function withoutSecrets(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !SECRET_FIELDS.has(key)));
}
