import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import type { DevInfo, DevMessage } from "../messages.js";
import { DevServer } from "./dev-server.js";

let folder: string;
let root: string;
let devServer: DevServer;
let http: Server;
let backEnd: Server;
let origin: string;
let backEndOrigin: string;
let cookie: string;

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const listening = (server: Server) => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-dev-"));
  root = join(folder, "project");
  const pages = join(folder, "pages");
  for (const path of [
    join(root, "pages/index"),
    join(root, "image"),
    join(pages, "simulator/assets"),
    join(pages, "web"),
  ]) {
    await mkdir(path, { recursive: true });
  }
  const files: Record<string, string> = {
    "project/app.json": '{"pages":["pages/index/index"]}',
    "project/app.js": "App({ secret: 'in the source' })",
    "project/project.config.json":
      '{"appid":"tt0123456789abcdef","projectname":"demo","condition":{"miniprogram":{"list":[{"name":"room","pathName":"pages/index/index","query":"room=1"}]}}}',
    "project/pages/index/index.js": "Page({})",
    "project/pages/index/index.ttml": "<view/>",
    "project/image/a.png": "picture",
    "secret.txt": "secret",
    "pages/simulator/index.html": "<title>simulator</title>",
    "pages/simulator/assets/a-1234.js": "simulator()",
    "pages/web/frame.html": "<title>frame</title>",
    "pages/web/phone.html": "<title>phone</title>",
    "pages/web/lianmai-frame.js": "frame()",
  };
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);

  backEnd = createServer((request, response) => response.end(`back end at ${request.url}`));
  await listening(backEnd);
  backEndOrigin = urlOf(backEnd);
  devServer = await DevServer.start({
    root,
    phones: 3,
    rewrites: { "https://api.example.com": backEndOrigin },
    phoneUrl: "https://192.0.2.7:8443",
    version: "1.2.3",
    pageFolders: { simulator: join(pages, "simulator"), runtime: join(pages, "web") },
  });
  http = createServer(async (request, response) => {
    if (!(await devServer.handleRequest(request, response))) response.writeHead(404).end("not ours");
  });
  http.on("upgrade", (request, socket, head) => {
    if (!devServer.handleUpgrade(request, socket, head)) socket.destroy();
  });
  await listening(http);
  origin = urlOf(http);
  cookie = (await fetch(origin)).headers.get("set-cookie")?.split(";")[0] ?? "";
});

afterAll(async () => {
  await devServer.close();
  for (const server of [http, backEnd]) {
    server.closeAllConnections();
    server.close();
  }
  await rm(folder, { recursive: true, force: true });
});

/** `fetch` neither sends a path as it stands nor a `Host` of one's choice. */
function raw(
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    httpRequest({ hostname, port, path, method, headers }, async (answer) => {
      let text = "";
      for await (const chunk of answer) text += chunk;
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
    })
      .on("error", reject)
      .end();
  });
}

describe("pages and files", () => {
  test("simulator, phone and frame pages are given out, pages with the cookie", async () => {
    const simulator = await fetch(origin);
    expect(await simulator.text()).toBe("<title>simulator</title>");
    expect(simulator.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Strict/);
    expect(simulator.headers.get("cache-control")).toBe("no-store");
    const phone = await fetch(`${origin}/m`);
    expect(phone.url).toBe(`${origin}/m/`);
    expect(await phone.text()).toBe("<title>phone</title>");
    expect(await (await fetch(`${origin}/__app/frame.html`)).text()).toBe("<title>frame</title>");
    expect(await (await fetch(`${origin}/__app/lianmai-frame.js`)).text()).toBe("frame()");
    const asset = await fetch(`${origin}/__simulator/assets/a-1234.js`);
    expect(asset.headers.get("cache-control")).toContain("immutable");
  });

  test("the bundle is never kept, pictures are asked for anew", async () => {
    const bundle = await fetch(`${origin}/__app/app.js`);
    expect(bundle.headers.get("cache-control")).toBe("no-store");
    expect(bundle.headers.get("content-type")).toContain("text/javascript");
    expect(await bundle.text()).toContain("__lianmai.load(");
    const picture = await fetch(`${origin}/__app/image/a.png`);
    expect([await picture.text(), picture.headers.get("cache-control")]).toEqual(["picture", "no-cache"]);
  });

  test.each([
    "/__app/../secret.txt",
    "/__app/..%2fsecret.txt",
    "/__app/%2e%2e/%2e%2e/secret.txt",
    "/__app//etc/passwd",
    "/__app/pages/index/index.js",
    "/__app/project.config.json",
    "/__app/%",
    "/__app/",
    "/__simulator/../web/phone.html",
    "/__simulator/..%2f..%2fsecret.txt",
    "/__simulator/",
  ])("%s is not found", async (path) => {
    const { status, text } = await raw(path);
    expect(status).toBe(404);
    expect(text).not.toMatch(/secret|root:/);
  });

  test("paths of others are left alone", async () => {
    for (const path of ["/rtc/v1", "/favicon.ico", "//evil.example/", "/__dev/unknown"]) {
      expect((await raw(path)).text, path).toBe("not ours");
    }
    expect((await raw("/", {}, "DELETE")).text).toBe("not ours");
  });
});

describe("who may do what", () => {
  test("a host name of the web is refused everywhere", async () => {
    for (const path of ["/", "/__app/app.js", "/__dev/info"]) {
      const { status, text, headers } = await raw(path, { host: "evil.example", cookie });
      expect([status, headers["set-cookie"]], path).toEqual([403, undefined]);
      expect(JSON.parse(text)).toMatchObject({ error: { code: "strange-host" } });
    }
  });

  test("commands need the cookie and our own origin", async () => {
    const login = (headers: Record<string, string>) =>
      fetch(`${origin}/__dev/login`, { method: "POST", headers, body: '{"user":"u1"}' }).then(({ status }) => status);
    expect(await login({})).toBe(403);
    expect(await login({ cookie: `${cookie}x` })).toBe(403);
    expect(await login({ cookie, origin: "https://evil.example" })).toBe(403);
    expect(await login({ cookie, origin })).toBe(200);
    expect((await raw("/__app/app.js", { "sec-fetch-site": "cross-site" })).status).toBe(403);
  });

  test("the events socket is refused without the cookie", async () => {
    const status = (headers: Record<string, string>) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${origin.replace("http", "ws")}/__dev/events`, { headers });
        socket.on("unexpected-response", (_, answer) => resolve(answer.statusCode));
        socket.on("error", () => undefined);
        socket.on("open", () => {
          socket.close();
          resolve(101);
        });
      });
    expect(await status({})).toBe(403);
    expect(await status({ cookie, origin: "https://evil.example" })).toBe(403);
    expect(await status({ cookie, origin })).toBe(101);
  });
});

describe("services for the mini-program", () => {
  const post = (path: string, body: unknown, headers: Record<string, string> = { cookie }) =>
    fetch(origin + path, { method: "POST", headers, body: JSON.stringify(body) });

  test("the page is told project, compile modes and the address for phones", async () => {
    const info = (await (await fetch(`${origin}/__dev/info`, { headers: { cookie } })).json()) as DevInfo;
    expect(info).toMatchObject({
      project: {
        name: "demo",
        appid: "tt0123456789abcdef",
        pages: ["pages/index/index"],
        condition: [{ name: "room", pathName: "pages/index/index", query: "room=1" }],
      },
      phones: 3,
      version: "1.2.3",
      phoneUrl: devServer.phoneUrl,
    });
    expect(info.phoneUrl).toMatch(/^https:\/\/192\.0\.2\.7:8443\/m\/\?key=.{24}$/);
  });

  test("a login code is exchanged by a back end that has no cookie", async () => {
    const codes = (await (await post("/__dev/login", { user: "u1", name: "林夏" })).json()) as { code: string };
    const ask = { appid: "tt0123456789abcdef", secret: "any", code: codes.code };
    const exchange = async () => (await post("/api/apps/v2/jscode2session", ask, {})).json();
    expect(await exchange()).toMatchObject({ err_no: 0, data: { openid: expect.any(String) } });
    expect(await exchange()).toMatchObject({ err_no: 40018 });
    expect((await post("/__dev/login", { user: "" })).status).toBe(400);
    expect((await post("/__dev/login", "no object")).status).toBe(400);
  });

  test("a request of the mini-program goes where the rewrite says", async () => {
    const headers = { cookie, "x-lianmai-url": "https://api.example.com/token", "x-lianmai-method": "GET" };
    const answer = await fetch(`${origin}/__dev/fetch`, { method: "POST", headers });
    expect(answer.headers.get("x-lianmai-status")).toBe("200");
    expect(await answer.text()).toBe("back end at /token");
    expect((await fetch(`${origin}/__dev/fetch`, { method: "POST", headers: { ...headers, cookie: "" } })).status).toBe(
      403,
    );
  });
});

test("pages are told the state on connecting and every change as it is served", async () => {
  const socket = new WebSocket(`${origin.replace("http", "ws")}/__dev/events`, { headers: { cookie } });
  const messages: DevMessage[] = [];
  socket.on("message", (data) => messages.push(JSON.parse(String(data)) as DevMessage));
  const until = (fits: (message: DevMessage) => boolean) => expect.poll(() => messages.some(fits)).toBe(true);

  await until(({ state, change }) => state.phase === "ready" && state.round === 1 && !change);
  await writeFile(join(root, "pages/index/index.ttss"), ".a { color: red }");
  await until(({ change }) => change?.change.kind === "styles");
  await writeFile(join(root, "app.js"), "App({ syntax error");
  await until(({ state }) => state.phase === "failed" && state.diagnostics[0]?.file === "app.js");
  expect(await (await fetch(`${origin}/__app/app.js`)).text()).toContain("in the source");
  await writeFile(join(root, "app.js"), "App({ mended: true })");
  await until(({ change }) => change?.change.kind === "reload");
  expect(await (await fetch(`${origin}/__app/app.js`)).text()).toContain("mended");
  socket.close();
});

test("before the first success there is no bundle, and a sentence instead", async () => {
  const empty = await mkdtemp(join(tmpdir(), "lianmai-empty-"));
  const broken = await DevServer.start({ root: empty });
  const server = createServer((request, response) => void broken.handleRequest(request, response));
  await listening(server);
  const answer = await fetch(`${urlOf(server)}/__app/app.js`, { headers: { "accept-language": "en-GB" } });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({
    error: { code: "not-compiled", message: expect.stringMatching(/compiled/) },
  });
  expect(broken.compileState.phase).toBe("failed");
  expect(broken.phoneUrl).toBeUndefined();
  server.closeAllConnections();
  server.close();
  await broken.close();
  await rm(empty, { recursive: true });
});
