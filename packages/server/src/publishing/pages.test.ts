import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ADMIN, type ProgramServer, smallProgram, startProgramServer } from "./testing/program-server.js";

let server: ProgramServer;
beforeEach(async () => {
  server = await startProgramServer();
});
afterEach(() => server.close());

const open = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/p/tt0123${path}`, { headers: { "accept-language": "en", ...headers }, redirect: "manual" });
const release = (version: string, more: Record<string, unknown> = {}) =>
  server.ask("POST", "/releases", { channel: "release", version, ...more });
/** What a page was told. */
async function settings(answer: Response) {
  const json = />(\{.*\})</.exec(await answer.text())?.[1] ?? "{}";
  return JSON.parse(json) as { version: string; frame: string; login: string; proxy: string; channel: string };
}

describe("a page", () => {
  it("shows the release once there is one", async () => {
    await server.upload(smallProgram("one"));
    const before = await open("/");
    expect(before.status).toBe(404);
    expect(await before.text()).toContain("lianmai publish --channel release");
    await release("1.0.0");
    const after = await open("/");
    expect(after.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await settings(after)).toMatchObject({
      version: "1.0.0",
      channel: "release",
      login: "/p/tt0123/login",
      proxy: "/p/tt0123/fetch",
    });
  });

  it("shows each channel its own version", async () => {
    await server.upload(smallProgram("one"));
    await server.upload(smallProgram("two"));
    await release("1.0.0");
    await server.ask("POST", "/releases", { channel: "testing", version: "1.0.1" });
    expect(await settings(await open("/"))).toMatchObject({ version: "1.0.0" });
    expect(await settings(await open("/testing/"))).toMatchObject({ version: "1.0.1", channel: "testing" });
    expect((await open("/testing")).headers.get("location")).toBe("/p/tt0123/testing/");
    expect((await open("/review/")).status).toBe(404);
  });

  it("is never kept without asking, while what carries a digest is kept for ever", async () => {
    const program = smallProgram("one");
    await server.upload(program);
    await release("1.0.0");
    const page = await open("/");
    expect(page.headers.get("cache-control")).toBe("private, no-cache");
    const { frame } = await settings(page);
    const script = await open(`/${frame.replace("frame.html", "app.js")}`);
    expect(script.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect((await open("/sw.js")).headers.get("cache-control")).toBe("no-cache");
  });

  it("that is in use finds its parts after later releases and a roll-back", async () => {
    await server.upload(smallProgram("one"));
    await release("1.0.0");
    const { frame } = await settings(await open("/"));
    await server.upload(smallProgram("two"));
    await release("1.0.1");
    expect(await settings(await open("/"))).toMatchObject({ version: "1.0.1" });
    expect((await open(`/${frame}`)).status).toBe(200);
    const { json } = await server.ask("POST", "/rollbacks", {});
    expect(json.version).toBe("1.0.0");
    expect(await settings(await open("/"))).toMatchObject({ version: "1.0.0", frame });
  });

  it("may run scripts of its own folder and reach allowed hosts only", async () => {
    await server.upload(smallProgram("one"));
    await release("1.0.0");
    await server.ask("PUT", "", { domains: ["https://api.example.com"] });
    const policy = (await open("/")).headers.get("content-security-policy") ?? "";
    expect(policy).toContain(`script-src ${server.url}/p/tt0123/ 'wasm-unsafe-eval';`);
    expect(policy).toMatch(/connect-src [^;]*https:\/\/api\.example\.com wss:\/\/api\.example\.com/);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("'unsafe-eval'");
  });
});

describe("compression", () => {
  it.each([
    ["br, gzip", "br"],
    ["gzip", "gzip"],
    ["br;q=0, gzip", "gzip"],
    ["identity", null],
  ])("for %s is %s", async (accepted, encoding) => {
    const program = smallProgram("one");
    await server.upload(program);
    await release("1.0.0");
    const { frame } = await settings(await open("/"));
    const path = frame.replace("frame.html", "app.js");
    const answer = await open(`/${path}`, { "accept-encoding": accepted });
    expect(answer.headers.get("content-encoding")).toBe(encoding);
    // `fetch` unpacks: whatever the form, it is the same file.
    expect(await answer.text()).toBe(program.get(path)?.toString());
    if (encoding !== null) {
      expect(Number(answer.headers.get("content-length"))).toBeLessThan((program.get(path)?.length ?? 0) / 4);
    }
    const again = await open(`/${path}`, {
      "accept-encoding": accepted,
      "if-none-match": answer.headers.get("etag") ?? "",
    });
    expect(again.status).toBe(304);
  });

  it("leaves parts of a file as they are", async () => {
    const program = smallProgram("one");
    await server.upload(program);
    const path = [...program.keys()].find((name) => name.endsWith("app.js")) ?? "";
    const answer = await open(`/${path}`, { range: "bytes=3-5" });
    expect(answer.status).toBe(206);
    expect(await answer.text()).toBe(program.get(path)?.subarray(3, 6).toString());
    expect((await open(`/${path}`, { range: "bytes=999999-" })).status).toBe(416);
  });
});

describe("a gradual release", () => {
  it("gives each device one version for good, by a cookie", async () => {
    await server.upload(smallProgram("one"));
    await server.upload(smallProgram("two"));
    await release("1.0.0");
    await release("1.0.1", { percent: 50 });
    const seen = new Set<string>();
    for (let device = 0; device < 20; device++) {
      const first = await open("/");
      const cookie = first.headers.get("set-cookie") ?? "";
      expect(cookie).toMatch(/^lianmai-device=[0-9a-f]{32}; Path=\/p\/tt0123\/; .*HttpOnly/);
      const { version } = await settings(first);
      const again = await open("/", { cookie: cookie.split(";")[0] ?? "" });
      expect(again.headers.get("set-cookie")).toBeNull();
      expect((await settings(again)).version).toBe(version);
      seen.add(version);
    }
    expect([...seen].sort()).toEqual(["1.0.0", "1.0.1"]);
  });

  it("begins only when everybody else has something", async () => {
    await server.upload(smallProgram("one"));
    const { status, json } = await release("1.0.0", { percent: 10 });
    expect(status).toBe(400);
    expect(JSON.stringify(json)).toContain("begin with 100");
    expect((await release("1.0.0", { percent: 0 })).status).toBe(400);
    expect((await release("9.9.9")).json).toMatchObject({
      error: { message: "There is no version 9.9.9; there are 1.0.0." },
    });
  });
});

describe("the log of who did what", () => {
  it("knows uploads, releases and roll-backs, also refused ones", async () => {
    await server.upload(smallProgram("one"));
    await release("1.0.0");
    await release("9.9.9");
    await server.ask("POST", "/rollbacks", {});
    await server.ask("PUT", "", { name: "Other" });
    expect(server.audited).toEqual([
      "admin UploadProgramVersion  ok",
      "admin ReleaseProgramVersion 1.0.0 ok",
      "admin ReleaseProgramVersion 9.9.9 not-found",
      "admin RollBackProgram  conflict",
      "admin ConfigureProgram  ok",
    ]);
  });
});

describe("roll-back", () => {
  it("is refused where there is nothing to go back to", async () => {
    await server.upload(smallProgram("one"));
    await release("1.0.0");
    expect(await server.ask("POST", "/rollbacks", {})).toMatchObject({ status: 409 });
  });

  it("ends a gradual release", async () => {
    await server.upload(smallProgram("one"));
    await server.upload(smallProgram("two"));
    await release("1.0.0");
    await release("1.0.1", { percent: 30 });
    expect((await server.ask("POST", "/rollbacks", {})).json).toMatchObject({
      version: "1.0.0",
      channels: { release: { version: "1.0.0" } },
    });
    expect((await server.ask("GET", "")).json.channels).toEqual({
      testing: {},
      review: {},
      release: { version: "1.0.0" },
    });
  });
});

describe("the audit", () => {
  const audit = (version: string) => server.ask("POST", "/audits", { version });

  it("names hosts that the script may not reach, and stops a call without a back end", async () => {
    const script = 'tt.createRtcRoomContext({}); tt.request({url:"https://api.example.com/token"})';
    const program = smallProgram("one");
    const path = [...program.keys()].find((name) => name.endsWith("app.js")) ?? "";
    program.set(path, Buffer.from(script));
    await server.upload(program);
    const first = await audit("1.0.0");
    expect(first.json).toMatchObject({ passed: false });
    expect(JSON.stringify(first.json)).toContain("lianmai settings --domain https://api.example.com");
    expect((await open("/review/")).status).toBe(404);
    await server.ask("PUT", "", { domains: ["https://api.example.com"] });
    expect((await audit("1.0.0")).json).toEqual({ passed: true, findings: [] });
    expect((await open("/review/")).status).toBe(200);
  });
});

describe("what a running program asks", () => {
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${path}`, { method: "POST", headers: { ...ADMIN, ...headers }, body: JSON.stringify(body) });
  const device = "0123456789abcdef0123456789abcdef";
  beforeEach(async () => {
    await server.upload(smallProgram("one"));
    await server.ask("PUT", "", {
      domains: [{ origin: "https://api.example.com", target: "http://127.0.0.1:3001/v1" }, "https://other.example.com"],
      origins: ["https://static.example.com"],
    });
  });

  it("gets login codes from its own pages and those of its static hosts only", async () => {
    const login = (origin?: string) => post("/p/tt0123/login", { device }, origin === undefined ? {} : { origin });
    expect(await (await login(server.url)).json()).toMatchObject({ code: `code-of-${device}` });
    const allowed = await login("https://static.example.com");
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://static.example.com");
    expect((await login("https://evil.example.com")).status).toBe(403);
    expect((await login()).status).toBe(403);
  });

  it("reaches allowed domains, or who answers in their place", async () => {
    const ask = (url: string) => post("/p/tt0123/fetch", {}, { origin: server.url, "x-lianmai-url": url });
    for (const url of [
      "https://api.example.com/token?a=1",
      "https://other.example.com/x",
      "http://other.example.com/x",
      "http://127.0.0.1:3001/",
      "https://api.example.com.evil.com/",
    ]) {
      await ask(url);
    }
    expect(server.carried).toEqual([
      "http://127.0.0.1:3001/v1/token?a=1",
      "https://other.example.com/x",
      "refused",
      "refused",
      "refused",
    ]);
  });

  it("is known to its back end by appid and secret", async () => {
    const { secret } = (await server.ask("GET", "")).json;
    const exchange = async (body: unknown) => (await post("/api/apps/v2/jscode2session", body)).json();
    expect(await exchange({ appid: "tt0123", secret, code: "c" })).toEqual({ err_no: 0 });
    expect(await exchange({ appid: "tt0123", secret: "wrong", code: "c" })).toEqual({ err_no: 40017 });
    expect(await exchange({ appid: "tt9999", secret, code: "c" })).toMatchObject({ err_no: 40015 });
  });
});
