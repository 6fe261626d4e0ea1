import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DevServerError, devFetch, devLogin } from "./dev-host.js";

describe("the dev server as a phone sees it", () => {
  const server = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();
  beforeEach(() => vi.stubGlobal("fetch", server));
  afterEach(() => {
    vi.unstubAllGlobals();
    server.mockReset();
  });
  const sentHeaders = () => Object.fromEntries(new Headers(server.mock.lastCall?.[1].headers));

  it("sends address, method, headers and body, and gives back status, headers and body", async () => {
    server.mockResolvedValue(
      new Response("body", { headers: { "x-lianmai-status": "418", "x-lianmai-header-x-a": "1", "x-own": "2" } }),
    );
    const init = { method: "post", headers: { Cookie: "a=b", "X-B": "c" }, body: "中" };
    const response = await devFetch("https://a.test/路?x=1", init);
    expect(server.mock.lastCall?.[0]).toBe("/__dev/fetch");
    expect(sentHeaders()).toEqual({
      "x-lianmai-url": "https://a.test/%E8%B7%AF?x=1",
      "x-lianmai-method": "POST",
      "x-lianmai-header-content-type": "text/plain;charset=UTF-8",
      "x-lianmai-header-cookie": "a=b",
      "x-lianmai-header-x-b": "c",
    });
    expect(new TextDecoder().decode(server.mock.lastCall?.[1].body as ArrayBuffer)).toBe("中");
    expect([response.status, Object.fromEntries(response.headers), await response.text()]).toEqual([
      418,
      { "x-a": "1" },
      "body",
    ]);
  });

  it("lets a form name its own boundary", async () => {
    server.mockResolvedValue(new Response(null, { headers: { "x-lianmai-status": "204" } }));
    const form = new FormData();
    form.append("field", "value");
    expect((await devFetch("https://a.test", { method: "POST", body: form })).status).toBe(204);
    expect(sentHeaders()["x-lianmai-header-content-type"]).toMatch(/^multipart\/form-data; boundary=/);
  });

  it("tells failures of the dev server from answers of the target", async () => {
    const error = { code: "unreachable", message: "https://a.test cannot be reached" };
    server.mockResolvedValueOnce(Response.json({ error }, { status: 502 }));
    await expect(devFetch("https://a.test")).rejects.toMatchObject(error);
    server.mockResolvedValueOnce(new Response("<html>", { status: 404 }));
    await expect(devFetch("https://a.test")).rejects.toThrow("the dev server answered 404: <html>");
    server.mockRejectedValueOnce(new TypeError("Failed to fetch"));
    await expect(devFetch("https://a.test")).rejects.toThrow(DevServerError);
    const stopped = AbortSignal.abort();
    server.mockRejectedValueOnce(new DOMException("stopped", "AbortError"));
    await expect(devFetch("https://a.test", { signal: stopped })).rejects.toMatchObject({ name: "AbortError" });
  });

  it("logs a user in", async () => {
    server.mockResolvedValueOnce(Response.json({ code: "c", anonymousCode: "a", isLogin: true }));
    expect(await devLogin({ id: "u1", name: "Ann" })).toEqual({ code: "c", anonymousCode: "a", isLogin: true });
    expect(JSON.parse(String(server.mock.lastCall?.[1].body))).toEqual({ user: "u1", name: "Ann" });
    server.mockResolvedValueOnce(Response.json({ error: { code: "bad-user", message: "no such" } }, { status: 400 }));
    await expect(devLogin({ id: "", name: "" })).rejects.toMatchObject({ code: "bad-user", message: "no such" });
  });
});
