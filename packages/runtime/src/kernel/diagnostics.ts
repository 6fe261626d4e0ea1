import type { Host } from "../host.js";
import type { Emitter } from "./emitter.js";
import type { LifecycleEvents } from "./environment.js";

/** Where errors and warnings of a running program go: console, panels, and the program's own error handlers. */
export class Diagnostics {
  readonly #host: Host;
  readonly #lifecycle: Emitter<LifecycleEvents>;

  constructor(host: Host, lifecycle: Emitter<LifecycleEvents>) {
    this.#host = host;
    this.#lifecycle = lifecycle;
  }

  /** Listens for what nobody catches. Called once a frame. */
  listen(window: Window): void {
    window.addEventListener("error", (event) => {
      // Pictures and scripts that cannot be loaded come without an error and are told where they stand.
      if (event.error !== undefined && event.error !== null) this.#tell(event.error);
    });
    window.addEventListener("unhandledrejection", (event) => {
      const failure = failureOf(event.reason);
      if (failure === undefined) this.#host.report(errorReport(event.reason));
      else {
        // A failed call of the API, whose promise the program did not take: nothing is broken.
        event.preventDefault();
        this.warn(`Nobody handles the rejection of a call: ${failure}`);
      }
      this.#lifecycle.emit("unhandledRejection", event.reason, event.promise);
    });
  }

  readonly warn = (message: string): void => {
    console.warn(message);
    const { stack } = new Error();
    // Tools lead the stack back to the line of the program that is at fault, where one is running.
    this.#host.report({ kind: "console", level: "warn", args: [message], ...(stack && { stack }) });
  };

  /** An error of the program that was caught on its behalf. */
  readonly error = (error: unknown): void => {
    console.error(error);
    this.#tell(error);
  };

  readonly guard = <T>(run: () => T): T | undefined => {
    try {
      return run();
    } catch (error) {
      this.error(error);
      return undefined;
    }
  };

  #tell(error: unknown): void {
    this.#host.report(errorReport(error));
    this.#lifecycle.emit("error", error);
  }
}

/** The `errMsg` of a failed call of the API, whether it is the error of the promise form or what `fail` got. */
function failureOf(reason: unknown): string | undefined {
  const errMsg = (reason as { errMsg?: unknown } | null | undefined)?.errMsg;
  return typeof errMsg === "string" ? errMsg : undefined;
}

function errorReport(error: unknown) {
  if (!(error instanceof Error)) return { kind: "error" as const, message: String(error) };
  return {
    kind: "error" as const,
    message: `${error.name}: ${error.message}`,
    ...(error.stack && { stack: error.stack }),
  };
}
