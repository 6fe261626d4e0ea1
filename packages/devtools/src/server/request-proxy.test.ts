import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { NETWORK_PRESETS } from "../network-profile.js";
import { PhoneNetwork } from "./network/phone-network.js";
import { RequestProxy } from "./request-proxy.js";
import { Rewrites } from "./rewrites.js";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function proxy(rules: Record<string, string> = {}, timeout = 5_000, network?: PhoneNetwork) {
  const handler = new RequestProxy({ rewrites: new Rewrites(rules), timeout });
  const origin = await serve((request, response) => void handler.handle(request, response, network));
  return (url: string, init: { method?: string; headers?: Record<string, string>; body?: BodyInit } = {}) => {
    const headers: Record<string, string> = { "x-lianmai-url": url, "x-lianmai-method": init.method ?? "GET" };
    for (const [name, value] of Object.entries(init.headers ?? {})) headers[`x-lianmai-header-${name}`] = value;
    return fetch(`${origin}/__dev/fetch`, { method: "POST", headers, ...(init.body ? { body: init.body } : {}) });
  };
}

test("method, headers and body reach the server; status, headers and body come back", async () => {
  const target = await serve(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { "x-test": echoed, cookie } = request.headers;
    const answer = Buffer.from(JSON.stringify({ method: request.method, url: request.url, echoed, cookie, body }));
    response.writeHead(404, {
      "content-type": "application/json",
      "content-length": answer.length,
      "x-answer": "yes",
      "set-cookie": ["a=1", "b=2"],
    });
    response.end(answer);
  });
  const ask = await proxy();
  const answer = await ask(`${target}/path?q=1`, {
    method: "PUT",
    headers: { "x-test": "t", cookie: "c=d" },
    body: "内容",
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("x-lianmai-status")).toBe("404");
  expect(answer.headers.get("x-lianmai-header-x-answer")).toBe("yes");
  expect(answer.headers.get("x-lianmai-header-content-type")).toBe("application/json");
  expect(answer.headers.get("x-lianmai-header-set-cookie")).toBe("a=1, b=2");
  expect(Number(answer.headers.get("x-lianmai-header-content-length"))).toBeGreaterThan(0);
  expect(await answer.json()).toEqual({ method: "PUT", url: "/path?q=1", echoed: "t", cookie: "c=d", body: "内容" });
});

test("a packed answer arrives unpacked and without the header that says packed", async () => {
  const target = await serve((_, response) => {
    const body = gzipSync("plain");
    response.writeHead(200, { "content-encoding": "gzip", "content-length": body.length }).end(body);
  });
  const answer = await (await proxy())(target);
  expect(answer.headers.get("x-lianmai-header-content-length")).toBeNull();
  expect(answer.headers.get("x-lianmai-header-content-encoding")).toBeNull();
  expect(await answer.text()).toBe("plain");
});

test("rewrites hold for the request and for where its redirects lead", async () => {
  const target = await serve((request, response) => {
    if (request.url === "/old") response.writeHead(302, { location: "https://api.example.com/new" }).end();
    else response.end(`at ${request.url}`);
  });
  const ask = await proxy({ "https://api.example.com": target });
  const answer = await ask("https://api.example.com/old");
  expect(answer.headers.get("x-lianmai-status")).toBe("200");
  expect(await answer.text()).toBe("at /new");
});

test("a body is sent again after 307 and dropped after 302", async () => {
  const target = await serve(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    if (request.url === "/307" || request.url === "/302") {
      response.writeHead(Number(request.url.slice(1)), { location: "/end" }).end();
    } else response.end(`${request.method} ${body}`);
  });
  const ask = await proxy();
  expect(await (await ask(`${target}/307`, { method: "POST", body: "b" })).text()).toBe("POST b");
  expect(await (await ask(`${target}/302`, { method: "POST", body: "b" })).text()).toBe("GET ");
});

test("its own failures have no x-lianmai-status and say what is wrong", async () => {
  const silent = await serve(() => undefined);
  const loop = await serve((_, response) => response.writeHead(302, { location: "/" }).end());
  const closed = await serve(() => undefined);
  const last = servers.pop();
  await new Promise((resolve) => last?.close(resolve));
  const ask = await proxy({}, 200);
  const failure = async (url: string, init = {}) => {
    const answer = await ask(url, init);
    expect(answer.headers.get("x-lianmai-status")).toBeNull();
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    return [answer.status, error.code, error.message];
  };
  expect(await failure("file:///etc/passwd")).toEqual([400, "bad-url", expect.stringContaining("file:///etc/passwd")]);
  expect(await failure("/relative")).toEqual([400, "bad-url", expect.stringContaining("/relative")]);
  expect(await failure(silent, { method: "TRACE" })).toEqual([400, "bad-method", expect.stringContaining("TRACE")]);
  expect(await failure(closed)).toEqual([502, "unreachable", expect.stringContaining(closed)]);
  expect(await failure(silent)).toEqual([504, "timeout", expect.stringContaining("0.2 s")]);
  expect(await failure(loop)).toEqual([502, "redirects", expect.stringContaining(loop)]);
  const large = new Uint8Array(10 * 1024 * 1024 + 1);
  expect(await failure(silent, { method: "POST", body: large })).toEqual([413, "too-large", expect.any(String)]);
});

test("an answer is passed on while it still comes in, and a page that leaves ends the request", async () => {
  let ended: () => void = () => undefined;
  const serverSawEnd = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const target = await serve((_, response) => {
    response.write("first");
    response.on("close", ended);
  });
  const answer = await (await proxy())(target);
  const reader = answer.body?.getReader();
  const first = await reader?.read();
  expect(Buffer.from(first?.value ?? []).toString()).toBe("first");
  await reader?.cancel();
  await serverSawEnd;
});

test("a request goes through the network of its phone: late, narrow, and not at all when it is offline", async () => {
  const target = await serve((_, response) => response.end("x".repeat(20_000)));
  const network = new PhoneNetwork();
  const ask = await proxy({}, 5_000, network);
  // 20,000 bytes at 800 kbit/s take 200 ms, on top of 50 ms each way.
  network.profile = { offline: false, delay: 50, loss: 0, down: 800 };
  const began = performance.now();
  const answer = await ask(target);
  expect((await answer.text()).length).toBe(20_000);
  expect(performance.now() - began).toBeGreaterThan(290);

  network.profile = NETWORK_PRESETS.offline;
  const refused = await ask(target);
  expect(refused.headers.has("x-lianmai-status")).toBe(false);
  expect(await refused.json()).toMatchObject({ error: { code: "offline" } });
  network.close();
});

test("a request under way ends when its phone goes offline", async () => {
  const target = await serve((_, response) => void response.write("half"));
  const network = new PhoneNetwork();
  const answer = await (await proxy({}, 5_000, network))(target);
  network.profile = NETWORK_PRESETS.offline;
  await expect(answer.text()).rejects.toThrow();
  network.close();
});
