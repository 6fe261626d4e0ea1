import { beforeEach, describe, expect, it, vi } from "vitest";
import { buildMembers } from "../core/definition.js";
import { Shared } from "../core/shared.js";
import { FileSystem } from "../files/file-system.js";
import { call, callBack } from "../testing/call.js";
import { TestEnvironment } from "../testing/environment.js";
import { fileTransfersTopic } from "./files.js";
import { requestTopic } from "./request.js";
import { socketTopic } from "./socket.js";

describe("tt.request", () => {
  let environment: TestEnvironment;
  let api: Record<string, unknown>;
  let sent: { url: string; init: RequestInit }[];
  beforeEach(() => {
    environment = new TestEnvironment();
    api = buildMembers(requestTopic(environment, new Shared()), environment);
    sent = [];
    environment.answer = async (url, init) => {
      sent.push({ url, init });
      return new Response('{"ok":true}', { status: 201, headers: { "X-Name": "value" } });
    };
  });
  const request = (options: object) => call(api, "request", options) as Promise<Record<string, unknown>>;
  const failure = (options: object) => request(options).catch((error: { errMsg: string }) => error.errMsg);
  const lastSent = async (options: object) => {
    await request(options);
    const { url, init } = sent.at(-1) ?? { url: "", init: {} };
    return [init.method, url, init.body, init.headers];
  };

  it("gives status, header and parsed data, whatever the status", async () => {
    expect(await request({ url: "https://a.test/x" })).toEqual({
      errMsg: "request:ok",
      statusCode: 201,
      header: expect.objectContaining({ "x-name": "value" }),
      data: { ok: true },
    });
    environment.answer = async () => new Response("gone", { status: 500 });
    expect(await request({ url: "https://a.test/x" })).toMatchObject({ statusCode: 500, data: "gone" });
  });

  it("puts data into the query or the body, by method and content type", async () => {
    const json = { "content-type": "application/json" };
    const form = { "Content-Type": "application/x-www-form-urlencoded" };
    const url = "https://a.test/x?a=1";
    const data = { b: "中 文", c: [1], d: undefined };
    const query = "b=%E4%B8%AD%20%E6%96%87&c=%5B1%5D";
    expect(await lastSent({ url, data })).toEqual(["GET", `${url}&${query}`, undefined, {}]);
    expect(await lastSent({ url: "https://a.test/x#top", data, method: "get" })).toEqual([
      "GET",
      `https://a.test/x?${query}#top`,
      undefined,
      {},
    ]);
    expect(await lastSent({ url, data, method: "POST" })).toEqual(["POST", url, '{"b":"中 文","c":[1]}', json]);
    expect(await lastSent({ url, data, method: "PUT", header: form })).toEqual(["PUT", url, query, form]);
    expect(await lastSent({ url, data: "raw", method: "POST" })).toEqual(["POST", url, "raw", json]);
    expect(await lastSent({ url, data: { b: 1 }, method: "DELETE" })).toEqual(["DELETE", `${url}&b=1`, undefined, {}]);
    expect(await lastSent({ url, data: { b: 1 }, method: "DELETE", header: json })).toEqual([
      "DELETE",
      url,
      '{"b":1}',
      json,
    ]);
    const bytes = new Uint8Array([1, 2, 3]);
    const [, , body] = await lastSent({ url, data: bytes.subarray(1), method: "PATCH" });
    expect([...new Uint8Array(body as ArrayBuffer)]).toEqual([2, 3]);
  });

  it("gives data as it is asked for", async () => {
    expect(await request({ url: "https://a.test", dataType: "string" })).toMatchObject({ data: '{"ok":true}' });
    const { data } = await request({ url: "https://a.test", responseType: "arraybuffer" });
    expect(new TextDecoder().decode(data as ArrayBuffer)).toBe('{"ok":true}');
  });

  it("says what is wrong with the arguments", async () => {
    expect(await failure({})).toBe("request:fail params.url should be string, but got undefined");
    expect(await failure({ url: "/relative" })).toBe(
      'request:fail invalid url "/relative": it should begin with https:// or http://',
    );
    expect(await failure({ url: "https://a.test", method: "TRACE" })).toContain('params.method should be one of "GET"');
    expect(await failure({ url: "https://a.test", data: new ArrayBuffer(1) })).toContain(
      "should not be an ArrayBuffer",
    );
    expect(sent).toEqual([]);
  });

  it("leaves out headers that a mini-program cannot set, and says so", async () => {
    expect(await lastSent({ url: "https://a.test", header: { Referer: "x", "x-a": 1, "x-b": undefined } })).toEqual([
      "GET",
      "https://a.test",
      undefined,
      { "x-a": "1" },
    ]);
    expect(environment.warnings).toEqual([expect.stringContaining('"Referer"')]);
  });

  it("fails by abort, by timeout, and with the reason when no answer comes", async () => {
    const never = (_: string, { signal }: RequestInit) =>
      new Promise<Response>((_, reject) => signal?.addEventListener("abort", () => reject(new Error("stopped"))));
    environment.answer = never;
    const task = request({ url: "https://a.test" }) as Promise<object> & { abort(): void };
    task.abort();
    await expect(task).rejects.toMatchObject({ errMsg: "request:fail abort" });
    expect(await failure({ url: "https://a.test", timeout: 5 })).toBe("request:fail timeout");
    environment.answer = async () => {
      throw new TypeError("no route");
    };
    expect(await failure({ url: "https://a.test" })).toBe("request:fail no route");
  });

  it("is reported to the host with both ends", async () => {
    environment.answer = vi.fn(async () => new Response(null, { status: 204 }));
    await callBack(api, "request", { url: "https://a.test/x", method: "POST" });
    await failure({ url: "https://a.test/y", timeout: -1, method: "GET" });
    const request = { kind: "request", method: "POST", url: "https://a.test/x", id: 1 };
    expect(environment.reports.slice(0, 2)).toEqual([
      { ...request, phase: "start", headers: {} },
      { ...request, phase: "end", statusCode: 204, headers: {}, duration: expect.any(Number) },
    ]);
    expect(environment.reports[2]).toMatchObject({ id: 2, phase: "start" });
  });
});

describe("tt.downloadFile and tt.uploadFile", () => {
  it("download to a temporary file with progress, and upload it again as a form", async () => {
    const environment = new TestEnvironment();
    const api = buildMembers(
      fileTransfersTopic(environment, new FileSystem(environment.host.files), new Shared()),
      environment,
    );
    const bytes = "x".repeat(1000);
    environment.answer = async () =>
      new Response(bytes, { headers: { "content-length": "1000", "content-type": "image/png" } });
    const steps: number[] = [];
    const download = call(api, "downloadFile", { url: "https://a.test/p.png" }) as Promise<{ tempFilePath: string }> & {
      onProgressUpdate(callback: (step: { progress: number }) => void): void;
    };
    download.onProgressUpdate(({ progress }) => steps.push(progress));
    const { tempFilePath } = await download;
    expect(tempFilePath).toBe(environment.host.files.paths()[0]);
    expect(steps.at(-1)).toBe(100);

    let body = new FormData();
    environment.resolveAsset = () => "blob:nothing";
    environment.answer = async (_, init) => {
      body = init.body as FormData;
      return new Response("stored");
    };
    const upload = { url: "https://a.test/up", filePath: tempFilePath, name: "photo", formData: { from: "me" } };
    expect(await call(api, "uploadFile", upload)).toMatchObject({ statusCode: 200, data: "stored" });
    expect(body.get("from")).toBe("me");
    expect(await (body.get("photo") as File).text()).toBe(bytes);
    expect((body.get("photo") as File).name).toBe(tempFilePath.split("/").at(-1));
    await expect(call(api, "uploadFile", { ...upload, filePath: "/nowhere.png" })).rejects.toMatchObject({
      errMsg: "uploadFile:fail file not found: /nowhere.png",
    });
  });
});

describe("the domains of a project", () => {
  const domains = {
    request: ["https://api.test", "http://local.test:8080"],
    downloadFile: ["files.test"],
    uploadFile: [],
    socket: ["chat.test"],
  };

  function apiOf(project: object, app: object = {}) {
    const environment = new TestEnvironment();
    Object.assign(environment.definition.project, project);
    Object.assign(environment.definition.app, app);
    const shared = new Shared();
    const definitions = {
      ...requestTopic(environment, shared),
      ...fileTransfersTopic(environment, new FileSystem(environment.host.files), shared),
      ...socketTopic(environment, shared),
    };
    return { environment, api: buildMembers(definitions, environment) };
  }

  it("hold every kind of request, by scheme, host and port", async () => {
    const { environment, api } = apiOf({ urlCheck: true, lianmai: { domains } });
    const ask = (name: string, url: string, more: object = {}) =>
      (call(api, name, { url, ...more }) as Promise<unknown>).then(
        () => "ok",
        (error: { errMsg: string }) => error.errMsg,
      );
    expect(await ask("request", "https://api.test/x")).toBe("ok");
    expect(await ask("request", "http://local.test:8080/x")).toBe("ok");
    for (const url of ["http://api.test/", "https://api.test:444/", "https://x.api.test/", "http://local.test/"])
      expect(await ask("request", url)).toBe("request:fail url not in domain list");
    expect(await ask("downloadFile", "https://files.test/a")).toBe("ok");
    expect(await ask("downloadFile", "https://api.test/a")).toBe("downloadFile:fail url not in domain list");
    const upload = { filePath: "/a.png", name: "a" };
    expect(await ask("uploadFile", "https://files.test/a", upload)).toBe("uploadFile:fail url not in domain list");
    const fail = new Promise((resolve) => {
      (api.connectSocket as (options: object) => void)({ url: "wss://other.test/", fail: resolve });
    });
    expect(await fail).toMatchObject({ errMsg: "connectSocket:fail url not in domain list" });
    expect(environment.warnings[0]).toContain("http://api.test/ is not in lianmai.domains.request");
  });

  it("hold nothing while urlCheck is off, or where none are named", async () => {
    for (const project of [
      { urlCheck: false, lianmai: { domains } },
      { urlCheck: true, lianmai: {} },
    ]) {
      const { api } = apiOf(project);
      expect(await call(api, "request", { url: "https://anywhere.test" })).toMatchObject({ statusCode: 200 });
    }
  });

  it("keep cookies only where app.json says so", async () => {
    for (const enableStore of [true, false]) {
      const { environment, api } = apiOf({}, { cookie: { enableStore } });
      const sent: unknown[] = [];
      environment.answer = async (_, { headers }) => {
        sent.push((headers as Record<string, string>).cookie);
        return new Response("{}", { headers: { "set-cookie": "sid=7; Path=/" } });
      };
      await call(api, "request", { url: "https://a.test/login" });
      await call(api, "request", { url: "https://a.test/me" });
      await call(api, "request", { url: "https://a.test/me", header: { Cookie: "own=1" } });
      expect(sent).toEqual([undefined, enableStore ? "sid=7" : undefined, undefined]);
    }
  });
});
