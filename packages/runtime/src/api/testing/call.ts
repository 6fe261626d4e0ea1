/** Calls an asynchronous function by its callbacks, and resolves with every callback in the order of the calls. */
export function callBack(
  api: Record<string, unknown>,
  name: string,
  options: Record<string, unknown> = {},
): Promise<[name: string, value: Record<string, unknown>][]> {
  return new Promise((resolve) => {
    const heard: [string, Record<string, unknown>][] = [];
    const hear = (callback: string) => (value: Record<string, unknown>) => {
      heard.push([callback, value]);
      // Whatever comes too much comes within this turn of the event loop.
      if (callback === "complete") setTimeout(() => resolve(heard));
    };
    const all = { ...options, success: hear("success"), fail: hear("fail"), complete: hear("complete") };
    (api[name] as (options: object) => void)(all);
  });
}

/** Calls a function without callbacks. */
export function call(api: Record<string, unknown>, name: string, ...args: unknown[]): unknown {
  return (api[name] as (...args: unknown[]) => unknown)(...args);
}
