import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { buildMembers } from "../core/definition.js";
import { call, callBack } from "../testing/call.js";
import { TestEnvironment } from "../testing/environment.js";
import { storageTopic } from "./index.js";

describe("storage", () => {
  let environment: TestEnvironment;
  let api: Record<string, unknown>;
  beforeEach(() => {
    environment = new TestEnvironment();
    api = buildMembers(storageTopic(environment), environment);
  });
  const set = (key: unknown, data: unknown) => call(api, "setStorageSync", key, data);
  const get = (key: unknown) => call(api, "getStorageSync", key);

  it("gives back every kind of JSON value, over both forms", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.jsonValue(), (key, value) => {
        set(key, value);
        expect(get(key)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("reads a missing key, and an absent value, as the empty string", async () => {
    set("absent", undefined);
    expect([get("missing"), get("absent")]).toEqual(["", ""]);
    expect(await callBack(api, "getStorage", { key: "missing" })).toContainEqual([
      "success",
      { errMsg: "getStorage:ok", data: "" },
    ]);
  });

  it("keeps what the program changes afterwards out of the stored value", () => {
    const value = { list: [1] };
    set("k", value);
    value.list.push(2);
    expect(get("k")).toEqual({ list: [1] });
  });

  it("refuses more than 1 MB in one key, in bytes and not in letters", () => {
    set("k", "x".repeat(1024 * 1024 - 2));
    expect(() => set("k", "x".repeat(1024 * 1024 - 1))).toThrow("setStorageSync:fail exceed storage item max length");
    expect(() => set("k", "中".repeat(400_000))).toThrow("exceed storage item max length");
    expect((get("k") as string).length).toBe(1024 * 1024 - 2);
  });

  it("refuses more than 10 MB in all, and takes the room that an overwritten value had", async () => {
    const large = "x".repeat(1024 * 1024 - 10);
    for (let index = 0; index < 10; index++) set(`k${index}`, large);
    expect(await callBack(api, "setStorage", { key: "k10", data: large })).toContainEqual([
      "fail",
      { errMsg: "setStorage:fail exceed storage max size 10Mb", errNo: 21102, errorType: "D" },
    ]);
    set("k9", large);
    call(api, "removeStorageSync", "k0");
    set("k10", large);
    expect(call(api, "getStorageInfoSync")).toMatchObject({ currentSize: 10240, limitSize: 10240 });
  });

  it("says what is wrong with a key or a value", () => {
    expect(() => set("", 1)).toThrow(
      "setStorageSync:fail the length of params.key should be greater than or equal to 1",
    );
    expect(() => set(1, 1)).toThrow("setStorageSync:fail params.key should be string, but got 1");
    expect(() => set("f", () => 1)).toThrow('params.data of "f" should not be a function');
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(() => set("loop", loop)).toThrow('the value of "loop" cannot be written as JSON');
  });

  it("lists, removes and clears", async () => {
    set("a", 1);
    set("b", 2);
    expect(call(api, "getStorageInfoSync")).toMatchObject({ keys: ["a", "b"], currentSize: 1 });
    await callBack(api, "removeStorage", { key: "a" });
    expect(get("a")).toBe("");
    await callBack(api, "clearStorage");
    expect(call(api, "getStorageInfoSync")).toEqual({ keys: [], currentSize: 0, limitSize: 10240 });
  });
});
