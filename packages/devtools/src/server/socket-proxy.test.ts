import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { NETWORK_PRESETS } from "../network-profile.js";
import { PhoneNetwork } from "./network/phone-network.js";
import { Rewrites } from "./rewrites.js";
import { SocketProxy } from "./socket-proxy.js";

describe("sockets of a mini-program", () => {
  let target: Server;
  let front: Server;
  let sockets: WebSocketServer;
  let proxy: SocketProxy;
  let targetOrigin: string;
  let asked: IncomingMessage[];

  const originOf = (server: Server) => `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  beforeEach(async () => {
    asked = [];
    target = createServer();
    sockets = new WebSocketServer({ server: target, handleProtocols: (names) => [...names].at(-1) ?? false });
    sockets.on("connection", (socket, request) => {
      asked.push(request);
      socket.on("message", (data, isBinary) => {
        if (String(data) === "bye") socket.close(3005, "再见");
        else if (String(data) === "die") socket.terminate();
        else socket.send(data, { binary: isBinary });
      });
    });
    target.listen(0, "127.0.0.1");
    await once(target, "listening");
    targetOrigin = originOf(target);
    proxy = new SocketProxy({
      rewrites: new Rewrites({ "https://api.example.com": targetOrigin.replace("ws", "http") }),
      timeout: 500,
    });
    front = createServer();
    front.on("upgrade", (request, socket, head) => proxy.accept(request, socket, head));
    front.listen(0, "127.0.0.1");
    await once(front, "listening");
  });
  afterEach(() => {
    proxy.close();
    sockets.close();
    for (const server of [target, front]) {
      server.closeAllConnections();
      server.close();
    }
  });

  const connect = (url: string, header: object = {}, protocols: string[] = []) => {
    const query = new URLSearchParams({ url, header: JSON.stringify(header) });
    return new WebSocket(`${originOf(front)}/__dev/socket?${query}`, protocols);
  };
  const statusOf = async (socket: WebSocket) => {
    const [error] = (await once(socket, "error")) as [Error];
    return error.message;
  };

  test("carry texts and bytes both ways, with the headers and the protocol that were asked for", async () => {
    const socket = connect(`${targetOrigin}/path?x=1`, { "X-Name": "中".length, Cookie: "a=b", Host: "evil" }, [
      "one",
      "two",
    ]);
    await once(socket, "open");
    expect(socket.protocol).toBe("two");
    expect(asked[0]?.url).toBe("/path?x=1");
    expect(asked[0]?.headers).toMatchObject({ "x-name": "1", cookie: "a=b", host: targetOrigin.slice(5) });
    socket.send("文字");
    expect((await once(socket, "message")).map(String)).toEqual(["文字", "false"]);
    socket.send(Buffer.from([1, 2]));
    expect(await once(socket, "message")).toEqual([Buffer.from([1, 2]), true]);
  });

  test("follow rewrites", async () => {
    const socket = connect("wss://api.example.com/live");
    await once(socket, "open");
    expect(asked[0]?.url).toBe("/live");
  });

  test("close with the code and reason of the other side", async () => {
    const socket = connect(targetOrigin);
    await once(socket, "open");
    socket.send("bye");
    expect((await once(socket, "close")).map(String)).toEqual(["3005", "再见"]);
    const [second] = [connect(targetOrigin)];
    await once(second, "open");
    const [server] = [...sockets.clients].slice(-1);
    second.close(3001, "done");
    expect((await once(server as WebSocket, "close")).map(String)).toEqual(["3001", "done"]);
    const third = connect(targetOrigin);
    await once(third, "open");
    third.send("die");
    expect((await once(third, "close"))[0]).toBe(1006);
  });

  test("are refused when they name no server, and fail when there is none", async () => {
    expect(await statusOf(connect("http://127.0.0.1/"))).toContain("400");
    expect(await statusOf(connect("nothing"))).toContain("400");
    expect(await statusOf(connect("ws://127.0.0.1:9/"))).toContain("502");
  });

  test("let go of the server when the page goes away", async () => {
    const socket = connect(targetOrigin);
    await once(socket, "open");
    const [server] = [...sockets.clients];
    socket.terminate();
    await once(server as WebSocket, "close");
  });

  test("go through the network of a simulated phone: late, and cut when it goes offline", async () => {
    const network = new PhoneNetwork();
    front.removeAllListeners("upgrade");
    front.on("upgrade", (request, socket, head) => proxy.accept(request, socket, head, network));
    network.profile = { offline: false, delay: 60, loss: 0 };
    const socket = connect(targetOrigin);
    await once(socket, "open");
    const began = performance.now();
    socket.send("there and back");
    await once(socket, "message");
    // Timers come up to a millisecond early, each way.
    expect(performance.now() - began).toBeGreaterThan(117);

    network.profile = NETWORK_PRESETS.offline;
    const [code] = (await once(socket, "close")) as [number];
    expect(code).toBe(1006);
    await expect(statusOf(connect(targetOrigin))).resolves.toMatch(/hang up|ECONNRESET/);
    network.close();
  });
});
