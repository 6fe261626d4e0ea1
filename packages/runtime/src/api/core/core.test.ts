import { describe, expect, it } from "vitest";
import { callBack } from "../testing/call.js";
import { TestEnvironment } from "../testing/environment.js";
import { asynchronous, synchronous, withTask } from "./definition.js";
import { ApiError } from "./errors.js";
import { boolean, choice, number, optional, required, string } from "./options.js";

const environment = new TestEnvironment();
const add = asynchronous({
  options: { first: required(number), second: optional(number, 1) },
  run: ({ first, second }) => ({ sum: first + second }),
});
const refuse = asynchronous({
  run() {
    throw new ApiError("no reason", { errNo: 7, errorType: "D" });
  },
});
const api = { add: add.build("add", environment), refuse: refuse.build("refuse", environment) };

describe("an asynchronous function", () => {
  it("calls success, then complete, each once, and not within the caller's turn", async () => {
    let returned = false;
    const heard: unknown[] = [];
    const done = new Promise<void>((resolve) => {
      (api.add as (options: object) => void)({
        first: 2,
        success: (value: unknown) => heard.push([returned, value]),
        complete: (value: unknown) => {
          heard.push(value);
          resolve();
        },
      });
    });
    returned = true;
    await done;
    expect(heard).toEqual([[true, { errMsg: "add:ok", sum: 3 }], { errMsg: "add:ok", sum: 3 }]);
  });

  it("calls fail, then complete, with the same plain object", async () => {
    const failure = { errMsg: "refuse:fail no reason", errNo: 7, errorType: "D" };
    const heard = await callBack(api, "refuse");
    expect(heard).toEqual([
      ["fail", failure],
      ["complete", failure],
    ]);
    expect(heard[0]?.[1]).not.toBeInstanceOf(Error);
  });

  it("warns of a failure that no callback hears, unless the user cancelled", async () => {
    const cancel = asynchronous({
      run() {
        throw ApiError.cancelled();
      },
    }).build("cancel", environment);
    cancel({ success: () => undefined });
    (api.refuse as (options: object) => void)({ success: () => undefined });
    await new Promise((resolve) => setTimeout(resolve));
    expect(environment.warnings).toEqual(["tt.refuse:fail no reason"]);
  });

  it("is a promise without callbacks, and returns nothing with one", async () => {
    const run = api.add as (options: object) => unknown;
    await expect(run({ first: 1 })).resolves.toEqual({ errMsg: "add:ok", sum: 2 });
    expect(run({ first: 1, complete: () => undefined })).toBeUndefined();
  });

  it("rejects with an error that has the platform's fields", async () => {
    const rejection = (api.refuse as () => Promise<unknown>)().catch((error: unknown) => error);
    const error = await rejection;
    expect(error).toBeInstanceOf(Error);
    expect({ ...(error as object) }).toEqual(
      expect.objectContaining({ errMsg: "refuse:fail no reason", errNo: 7, errorType: "D" }),
    );
  });

  it("brings what a callback throws to the app and still calls complete", async () => {
    const broken = new Error("mine");
    await new Promise<void>((resolve) => {
      (api.add as (options: object) => void)({
        first: 1,
        success() {
          throw broken;
        },
        complete: () => resolve(),
      });
    });
    expect(environment.errors).toEqual([broken]);
  });

  it("names the first wrong option in the platform's words", async () => {
    const messages = async (options: unknown) =>
      (api.add as (options: unknown) => Promise<unknown>)(options).catch((error: { errMsg: string; errNo: number }) => [
        error.errMsg,
        error.errNo,
      ]);
    expect(await messages({})).toEqual(["add:fail params.first should be number, but got undefined", 20000]);
    expect(await messages({ first: "1" })).toEqual(["add:fail params.first should be number, but got 1", 20000]);
    expect(await messages({ first: Number.NaN })).toEqual([
      "add:fail params.first should be number, but got NaN",
      20000,
    ]);
    expect(await messages("x")).toEqual(["add:fail params should be object, but got x", 20000]);
    expect(await messages(undefined)).toEqual(["add:fail params.first should be number, but got undefined", 20000]);
  });
});

describe("options", () => {
  it("take null for absent, and defaults for absent ones", () => {
    expect(optional(boolean, true).read(null, "x")).toBe(true);
    expect(() => required(string).read(null, "params.x")).toThrow("params.x should be string, but got null");
    expect(() => optional(choice("a", "b")).read("c", "params.x")).toThrow(
      'params.x should be one of "a", "b", but got c',
    );
  });
});

describe("a function with a task", () => {
  const definition = withTask({
    options: { url: required(string) },
    idle: () => ({ abort: (): string => "idle" }),
    start: ({ url }) => ({ task: { abort: () => "abort" }, outcome: Promise.resolve({ url }) }),
  });
  const run = definition.build("load", environment) as (options: object) => { abort(): string } & Promise<object>;

  it("returns the task with callbacks, and a task that is a promise without", async () => {
    expect(run({ url: "u", success: () => undefined })).not.toBeInstanceOf(Promise);
    const task = run({ url: "u" });
    expect(task.abort()).toBe("abort");
    expect(await task).toEqual({ errMsg: "load:ok", url: "u" });
  });

  it("returns a task that does nothing when the options are wrong", async () => {
    const failed = await new Promise((resolve) => {
      expect(run({ fail: resolve }).abort()).toBe("idle");
    });
    expect(failed).toMatchObject({ errMsg: "load:fail params.url should be string, but got undefined" });
  });
});

describe("a synchronous function", () => {
  it("throws its refusal as errMsg, and lets other errors through", () => {
    const refused = synchronous({
      call() {
        throw ApiError.parameter("bad");
      },
    }).build("read", environment) as () => void;
    expect(refused).toThrow("read:fail bad");
  });
});
