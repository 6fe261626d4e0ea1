import { type ProgramSettings, SIGNALING_PATH } from "@lianmai/protocol";
import { afterEach, describe, expect, it, vi } from "vitest";
import { deviceSecret } from "./device.js";
import { programServices } from "./services.js";
import { readSettings } from "./settings.js";

const settings: ProgramSettings = {
  format: 1,
  appid: "tt0123",
  name: "Demo",
  version: "1.0.0",
  frame: "v/0123456789abcdef/frame.html",
  server: "",
  login: "/p/tt0123/login",
  proxy: "/p/tt0123/fetch",
  channel: "release",
};
const PAGE = "https://rtc.example.com/p/tt0123/?path=pages/a";
const pageWith = (text: string | undefined) => ({
  getElementById: () => (text === undefined ? null : ({ textContent: text } as HTMLElement)),
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("settings", () => {
  it("are read from the page", () => {
    expect(readSettings(pageWith(JSON.stringify(settings)))).toEqual(settings);
  });

  it("that are missing or of another format are said in words", () => {
    expect(() => readSettings(pageWith(undefined))).toThrow(/publish the mini-program again/);
    expect(() => readSettings(pageWith('{"format":2}'))).toThrow(/build it again with one version of lianmai/);
  });
});

describe("services", () => {
  it("are where the page comes from, unless it names a server", () => {
    expect(programServices(settings, PAGE, "d").signalingUrl).toBe(`wss://rtc.example.com${SIGNALING_PATH}`);
    const elsewhere = { ...settings, server: "http://127.0.0.1:7880" };
    expect(programServices(elsewhere, "https://static.example.com/x/", "d").signalingUrl).toBe(
      `ws://127.0.0.1:7880${SIGNALING_PATH}`,
    );
  });

  it("trade the device's secret for codes", async () => {
    const asked = vi.fn(async (_url: string, _init: RequestInit) => Response.json({ code: "c", anonymousCode: "a" }));
    vi.stubGlobal("fetch", asked);
    expect(await programServices(settings, PAGE, "secret").login()).toEqual({
      code: "c",
      anonymousCode: "a",
      isLogin: true,
    });
    expect(asked).toHaveBeenCalledWith(
      "https://rtc.example.com/p/tt0123/login",
      expect.objectContaining({ method: "POST", body: '{"device":"secret"}' }),
    );
  });

  it("carry requests through the proxy, and say its reasons", async () => {
    vi.stubGlobal("fetch", async (url: string, { headers }: { headers: Headers }) => {
      expect(url).toBe("https://rtc.example.com/p/tt0123/fetch");
      return headers.get("x-lianmai-url") === "https://api.example.com/x"
        ? new Response("yes", { headers: { "x-lianmai-status": "201" } })
        : Response.json({ error: { code: "not-allowed", message: "not among the request domains" } }, { status: 403 });
    });
    const { fetch } = programServices(settings, PAGE, "d");
    const answer = await fetch("https://api.example.com/x", {});
    expect([answer.status, await answer.text()]).toEqual([201, "yes"]);
    await expect(fetch("https://elsewhere.example/", {})).rejects.toThrow(/not among the request domains/);
  });

  it("send requests straight where there is no proxy, and have no login where there is no server", async () => {
    const asked = vi.fn(async () => new Response("ok"));
    vi.stubGlobal("fetch", asked);
    const services = programServices({ ...settings, login: "", proxy: "" }, PAGE, "d");
    await services.fetch("https://api.example.com/x", { method: "POST" });
    expect(asked).toHaveBeenCalledWith("https://api.example.com/x", { method: "POST" });
    await expect(services.login()).rejects.toThrow(/lianmai build --server/);
  });

  it("say that the server is out of reach", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("Failed to fetch");
    });
    const services = programServices(settings, PAGE, "d");
    await expect(services.login()).rejects.toThrow(/check the network/);
    await expect(services.fetch("https://api.example.com/x", {})).rejects.toThrow(/check the network/);
  });
});

describe("the device's secret", () => {
  it("is kept, one for each program", () => {
    const kept = new Map<string, string>();
    const memory = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    const one = deviceSecret("tt1", memory);
    expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(deviceSecret("tt1", memory)).toBe(one);
    expect(deviceSecret("tt2", memory)).not.toBe(one);
  });

  it("lasts as long as the page where the browser keeps nothing", () => {
    const memory = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    expect(deviceSecret("tt1", memory)).toMatch(/^[0-9a-f]{32}$/);
  });
});
