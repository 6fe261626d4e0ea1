/** Where the client writes what a developer may want to know. Errors are never logged: they are thrown or emitted. */
export interface Logger {
  /** The course of things: messages ignored, attempts to reconnect. */
  debug(message: string, detail?: unknown): void;
  /** What works, but not as it should. */
  warn(message: string, detail?: unknown): void;
}

/** The default: warnings go to the console, the rest nowhere. */
export const consoleLogger: Logger = {
  debug() {},
  warn(message, detail) {
    if (detail === undefined) console.warn(`[lianmai] ${message}`);
    else console.warn(`[lianmai] ${message}`, detail);
  },
};
