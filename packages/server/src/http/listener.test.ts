import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { type HttpHandler, sendJson } from "./handler.js";
import { type Listener, type ListenOptions, listen } from "./listener.js";

const tls = {
  cert: readFileSync(new URL("./fixtures/localhost.cert.pem", import.meta.url)),
  key: readFileSync(new URL("./fixtures/localhost.key.pem", import.meta.url)),
};

const hello: HttpHandler = {
  handleRequest(request, response) {
    if (request.url !== "/hello") return false;
    sendJson(response, 200, { hello: "world" });
    return true;
  },
};

const open: Listener[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((listener) => listener.close()));
});

async function start(options: Partial<ListenOptions> = {}): Promise<Listener> {
  const listener = await listen({ host: "127.0.0.1", port: 0, handlers: [hello], ...options });
  open.push(listener);
  return listener;
}

function get(url: string): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const done = (response: http.IncomingMessage) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    };
    const request = url.startsWith("https:")
      ? https.get(url, { ca: tls.cert, agent: false }, done)
      : http.get(url, { agent: false }, done);
    request.on("error", reject);
  });
}

describe("listen", () => {
  test("asks the handlers in turn and answers 404 itself, with secure headers", async () => {
    const { port } = await start();
    const found = await get(`http://127.0.0.1:${port}/hello`);
    expect([found.status, found.body]).toEqual([200, '{"hello":"world"}']);
    expect(found.headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "SAMEORIGIN",
      "referrer-policy": "same-origin",
      "content-security-policy": "frame-ancestors 'self'",
    });
    expect((await get(`http://127.0.0.1:${port}/other`)).status).toBe(404);
  });

  test("speaks HTTP and HTTPS on one port when it has a certificate", async () => {
    const { port } = await start({ tls });
    expect((await get(`http://127.0.0.1:${port}/hello`)).status).toBe(200);
    expect((await get(`https://127.0.0.1:${port}/hello`)).status).toBe(200);
  });

  test.each(["ws", "wss"])("hands %s upgrades on", async (scheme) => {
    const server = new WebSocketServer({ noServer: true });
    const echo: HttpHandler = {
      handleRequest: () => false,
      handleUpgrade(request, socket, head) {
        if (request.url !== "/echo") return false;
        server.handleUpgrade(request, socket, head, (ws) => ws.on("message", (data) => ws.send(data)));
        return true;
      },
    };
    const { port } = await start({ tls, handlers: [hello, echo] });
    const socket = new WebSocket(`${scheme}://127.0.0.1:${port}/echo`, { ca: tls.cert });
    const answer = new Promise((resolve, reject) => {
      socket.on("open", () => socket.send("hi"));
      socket.on("message", (data) => resolve(String(data)));
      socket.on("error", reject);
    });
    expect(await answer).toBe("hi");

    const nowhere = new WebSocket(`${scheme}://127.0.0.1:${port}/nowhere`, { ca: tls.cert });
    const refusal = new Promise((resolve) => nowhere.on("error", (error) => resolve(error.message)));
    expect(await refusal).toContain("404");
  });

  test("answers 500 when a handler throws, tells, and lives on", async () => {
    const errors: unknown[] = [];
    const failing: HttpHandler = {
      handleRequest(request) {
        if (request.url === "/fail") throw new Error("broken");
        return false;
      },
    };
    const { port } = await start({ handlers: [failing, hello], onError: (error) => errors.push(error) });
    expect((await get(`http://127.0.0.1:${port}/fail`)).status).toBe(500);
    expect(errors).toEqual([new Error("broken")]);
    expect((await get(`http://127.0.0.1:${port}/hello`)).status).toBe(200);
  });

  test("outlives junk and connections that say nothing", async () => {
    const { port } = await start({ tls });
    for (const junk of ["\x16junk", "\0\0\0", "GET"]) {
      const socket = net.connect(port, "127.0.0.1", () => socket.end(junk));
      socket.resume();
      await new Promise((resolve) => socket.on("error", () => {}).on("close", resolve));
    }
    const mute = net.connect(port, "127.0.0.1");
    await new Promise((resolve) => mute.once("connect", resolve));
    mute.destroy();
    expect((await get(`https://127.0.0.1:${port}/hello`)).status).toBe(200);
  });

  test.each([
    ["what is no HTTP", "junk\r\n\r\n", "400 Bad Request"],
    [
      "headers without end",
      `GET / HTTP/1.1\r\nhost: a\r\nx: ${"y".repeat(20_000)}`,
      "431 Request Header Fields Too Large",
    ],
    [
      "an upgrade to nowhere",
      "GET /nowhere HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
      "404 Not Found",
    ],
  ])("refuses %s with secure headers too", async (_what, request, status) => {
    const { port } = await start();
    const socket = net.connect(port, "127.0.0.1", () => socket.write(request));
    let answer = "";
    socket.setEncoding("utf8").on("data", (text) => {
      answer += text;
    });
    await new Promise((resolve) => socket.once("close", resolve));
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status}\r\n`));
    for (const name of ["content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy"]) {
      expect(answer).toContain(`\r\n${name}: `);
    }
    expect(answer).toMatch(/\r\n\r\n$/);
  });

  test("says that the port is in use and how to choose another", async () => {
    const { port } = await start();
    await expect(start({ port })).rejects.toThrow(
      `port ${port} is in use by another program; choose another with --port`,
    );
  });

  test("says that the machine has no such address", async () => {
    await expect(start({ host: "192.0.2.1" })).rejects.toThrow(/this machine has no address 192.0.2.1/);
  });

  test("says that a certificate cannot be used", async () => {
    await expect(start({ tls: { cert: "no", key: "no" } })).rejects.toThrow(/both must be in PEM/);
  });

  test("takes so many connections and no more", async () => {
    const { port } = await start({ maxConnections: 1 });
    const first = net.connect(port, "127.0.0.1");
    await new Promise((resolve) => first.once("connect", resolve));
    const second = net.connect(port, "127.0.0.1").on("error", () => {});
    await new Promise((resolve) => second.once("close", resolve));
    first.destroy();
    await expect
      .poll(() =>
        get(`http://127.0.0.1:${port}/hello`).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
  });

  test("ends open connections when it closes", async () => {
    const listener = await listen({ host: "127.0.0.1", port: 0, handlers: [hello] });
    const socket = net.connect(listener.port, "127.0.0.1");
    await new Promise((resolve) => socket.once("connect", resolve));
    const ended = new Promise((resolve) => socket.on("error", () => {}).once("close", resolve));
    socket.resume();
    await listener.close();
    await ended;
  });
});
