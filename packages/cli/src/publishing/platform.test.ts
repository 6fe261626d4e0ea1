import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { platform } from "./platform.js";

const listening = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

let backEnd: Server;
let proxy: Server;
let backEndUrl: string;
let proxyUrl: string;
const asked: string[] = [];

beforeAll(async () => {
  backEnd = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.cookie ?? ""}`);
    if (request.url === "/away") response.writeHead(302, { location: "https://elsewhere.example/" }).end();
    else if (request.url === "/home") response.writeHead(302, { location: "https://api.example.com/here" }).end();
    else response.writeHead(201, { "x-own": "yes" }).end("answer");
  });
  backEndUrl = await listening(backEnd);
  proxy = createServer((request, response) => {
    void platform.carry(request, response, (url) =>
      url.origin === "https://api.example.com" ? new URL(url.pathname, backEndUrl) : undefined,
    );
  });
  proxyUrl = await listening(proxy);
});
afterAll(() => {
  backEnd.close();
  proxy.close();
});

const ask = (url: string, headers: Record<string, string> = {}) =>
  fetch(proxyUrl, { method: "POST", headers: { "x-lianmai-url": url, "x-lianmai-method": "GET", ...headers } });

describe("requests of published programs", () => {
  it("reach who answers for an allowed domain, with headers that a browser would not send", async () => {
    const answer = await ask("https://api.example.com/token", { "x-lianmai-header-cookie": "a=1" });
    expect(answer.headers.get("x-lianmai-status")).toBe("201");
    expect(answer.headers.get("x-lianmai-header-x-own")).toBe("yes");
    expect(await answer.text()).toBe("answer");
    expect(asked.at(-1)).toBe("GET /token a=1");
  });

  it.each([
    "https://elsewhere.example/",
    "http://api.example.com/",
    "http://127.0.0.1:1/",
    "https://api.example.com.evil.example/",
  ])("are refused to %s, with how to allow it", async (url) => {
    const answer = await ask(url);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      error: {
        code: "not-allowed",
        message: expect.stringContaining(`lianmai settings --domain ${new URL(url).origin}`),
      },
    });
  });

  it("follow redirects to allowed domains only", async () => {
    expect((await ask("https://api.example.com/home")).headers.get("x-lianmai-status")).toBe("201");
    const away = await ask("https://api.example.com/away");
    expect(away.status).toBe(403);
    expect(away.headers.get("x-lianmai-status")).toBeNull();
  });
});

describe("users of published programs", () => {
  it("are exchanged with the program's own secret, and stay who they are", () => {
    const identities = platform.identities("right");
    const exchanged = (secret: string) =>
      identities.exchange({ appid: "tt1", secret, code: identities.login("device").code }, "tt1");
    expect(exchanged("wrong")).toMatchObject({ err_no: 40017 });
    const first = exchanged("right") as { data: { openid: string } };
    const second = exchanged("right") as { data: { openid: string } };
    expect(first.data.openid).toBe(second.data.openid);
  });
});
