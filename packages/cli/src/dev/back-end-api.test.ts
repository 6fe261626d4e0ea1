import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Listener, listen } from "@lianmai/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BackEndApi } from "./back-end-api.js";

let backEnd: Server;
let listener: Listener;
let url: string;

beforeEach(async () => {
  backEnd = createServer(async (request, response) => {
    const body = (await request.setEncoding("utf8").toArray()).join("");
    response.writeHead(request.url === "/api/refused" ? 401 : 200, { "x-mark": "1" });
    response.end(`${request.method} ${request.url} ${request.headers.authorization} ${body}`);
  });
  backEnd.listen(0, "127.0.0.1");
  await once(backEnd, "listening");
  const target = `http://127.0.0.1:${(backEnd.address() as AddressInfo).port}`;
  listener = await listen({ host: "127.0.0.1", port: 0, handlers: [new BackEndApi(target)] });
  url = `http://127.0.0.1:${listener.port}`;
});
afterEach(async () => {
  await listener.close();
  backEnd.close();
});

describe("a back end's API", () => {
  it("gets the request, and its answer comes back whole", async () => {
    const headers = { authorization: "Bearer x" };
    const answer = await fetch(`${url}/api/users?a=1`, { method: "POST", headers, body: "名字" });
    expect(await answer.text()).toBe("POST /api/users?a=1 Bearer x 名字");
    expect(answer.headers.get("x-mark")).toBe("1");
    expect((await fetch(`${url}/api/refused`)).status).toBe(401);
  });

  it("leaves other paths alone", async () => {
    for (const path of ["/index.html", "/page/api/users", "/apiary"]) {
      expect((await fetch(url + path)).status).toBe(404);
    }
  });

  it("says that the back end is away, and goes on living", async () => {
    backEnd.closeAllConnections();
    backEnd.close();
    await once(backEnd, "close");
    const answer = await fetch(`${url}/api/users`, { method: "POST", body: "{}" });
    expect(answer.status).toBe(502);
    expect(await answer.text()).toMatch(/did not answer/);
    expect((await fetch(`${url}/else`)).status).toBe(404);
  });
});
