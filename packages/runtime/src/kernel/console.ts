import type { Host } from "../host.js";

const LEVELS = ["debug", "log", "info", "warn", "error"] as const;
type Level = (typeof LEVELS)[number];

/**
 * The `console` of user code: everything goes to the browser's console as it is, and what is printed also to the
 * panels around the phone.
 */
export function createConsole(host: Host): Console {
  const own: Partial<Record<Level, (...args: unknown[]) => void>> = {};
  for (const level of LEVELS) {
    own[level] = (...args) => {
      console[level](...args);
      const { stack } = new Error();
      host.report({ kind: "console", level, args, ...(stack && { stack }) });
    };
  }
  return Object.assign(Object.create(console) as Console, own);
}
