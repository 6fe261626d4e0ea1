import { beforeEach, describe, expect, it, vi } from "vitest";
import { Shared } from "./core/shared.js";
import { loadApi } from "./index.js";
import { call, callBack } from "./testing/call.js";
import { TestEnvironment } from "./testing/environment.js";
import { type LazyTopic, REFUSED, TOPICS, topicOf } from "./topics.js";

vi.stubGlobal("navigator", { onLine: true, userAgent: "test" });
vi.stubGlobal("addEventListener", () => undefined);
const noComponents = async () => ({});

describe("the topics of tt", () => {
  it.each(Object.entries<LazyTopic>({ ...TOPICS, refused: REFUSED }))("are found by name: %s", async (name, topic) => {
    const make = await topic.load();
    const able = new Set(Object.keys((await loadApi("all", noComponents)).describe(new TestEnvironment())));
    for (const member of Object.keys(make(new TestEnvironment(), new Shared()))) {
      // What another topic can do is not refused.
      const isElsewhere = topic === REFUSED && topicOf(member) !== REFUSED && able.has(member);
      if (!isElsewhere) expect(topicOf(member) === topic, `${member} of ${name}`).toBe(true);
    }
  });

  it("are there as far as a program uses them", async () => {
    const environment = new TestEnvironment();
    const api = (await loadApi(["showToast", "createOrder", "nothing"], noComponents)).create(environment);
    expect(Object.keys(api)).toEqual(expect.arrayContaining(["showToast", "hideToast", "createOrder"]));
    expect(api).not.toHaveProperty("request");
    expect((await loadApi(["canIUse"], noComponents)).create(environment)).toHaveProperty("request");
  });

  it("share the files and the numbers of requests", async () => {
    const environment = new TestEnvironment();
    const api = (await loadApi(["request", "downloadFile", "getFileSystemManager"], noComponents)).create(environment);
    await call(api, "request", { url: "https://a.test/" });
    const { tempFilePath } = (await call(api, "downloadFile", { url: "https://a.test/" })) as { tempFilePath: string };
    const manager = call(api, "getFileSystemManager") as Record<string, unknown>;
    expect(call(manager, "readFileSync", tempFilePath, "utf8")).toBe("{}");
    const ids = environment.reports.flatMap((report) => (report.kind === "request" ? [report.id] : []));
    expect(new Set(ids)).toEqual(new Set([1, 2]));
  });
});

describe("a topic that could not be loaded", () => {
  const { load } = TOPICS.storage;
  let failing = true;
  let api: Record<string, unknown>;
  beforeEach(async () => {
    failing = true;
    vi.spyOn(TOPICS.storage, "load").mockImplementation(async () => {
      if (failing) throw new TypeError("Failed to fetch");
      return await load();
    });
    const loaded = await loadApi(["setStorage", "showToast"], noComponents);
    expect(loaded.failures).toHaveLength(1);
    api = loaded.create(new TestEnvironment());
  });

  it("fails in the platform's style when it is called, once, and works as soon as it can be loaded", async () => {
    const heard = await callBack(api, "setStorage", { key: "a", data: 1 });
    const failure = { errMsg: expect.stringMatching(/^setStorage:fail .*could not be loaded/), errorType: "F" };
    expect(heard).toEqual([
      ["fail", failure],
      ["complete", failure],
    ]);
    await expect(call(api, "setStorage", { key: "a", data: 1 })).rejects.toMatchObject(failure);
    failing = false;
    expect(await callBack(api, "setStorage", { key: "a", data: 1 })).toEqual([
      ["success", { errMsg: "setStorage:ok" }],
      ["complete", { errMsg: "setStorage:ok" }],
    ]);
    expect(await call(api, "getStorage", { key: "a" })).toMatchObject({ data: 1 });
  });

  it("throws where the answer is wanted at once, until it is there", async () => {
    expect(() => call(api, "getStorageSync", "a")).toThrow(/^getStorageSync:fail .*could not be loaded/);
    failing = false;
    await call(api, "setStorage", { key: "a", data: 2 });
    expect(call(api, "getStorageSync", "a")).toBe(2);
  });

  it("leaves the others as they are", () => {
    expect(typeof api.showToast).toBe("function");
    expect(api.nothing).toBeUndefined();
  });
});
