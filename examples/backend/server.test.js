import { once } from "node:events";
import { createServer } from "node:http";
import { explainToken } from "@lianmai/server-sdk";
import { afterAll, beforeAll, expect, test } from "vitest";

const APP_ID = "0123456789abcdef01234567";
const APP_KEY = "0123456789abcdef0123456789abcdef";

let platform;
let server;
let url;
/** What the platform was asked last. */
let asked;

beforeAll(async () => {
  platform = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    asked = JSON.parse(text);
    const good = asked.code === "good";
    const data = { openid: "openid-1", anonymous_openid: "", session_key: "" };
    response.end(JSON.stringify(good ? { err_no: 0, data } : { err_no: 40018, err_tips: "bad code" }));
  });
  await once(platform.listen(0, "127.0.0.1"), "listening");
  Object.assign(process.env, {
    LIANMAI_APP_ID: APP_ID,
    LIANMAI_APP_KEY: APP_KEY,
    CODE2SESSION_URL: `http://127.0.0.1:${platform.address().port}/`,
    PORT: "0",
    HOST: "127.0.0.1",
  });
  ({ server } = await import("./server.js"));
  if (!server.listening) await once(server, "listening");
  url = `http://127.0.0.1:${server.address().port}`;
});

afterAll(() => {
  server?.close();
  platform?.close();
});

async function post(path, body, session) {
  const headers = { "content-type": "application/json", ...(session ? { authorization: `Bearer ${session}` } : {}) };
  const response = await fetch(url + path, {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

test("a code becomes a user, and the user's session a token that opens the room", async () => {
  const login = await post("/api/login", { code: "good" });
  expect(login.body).toMatchObject({ userId: "openid-1", appId: APP_ID });
  expect(asked).toEqual({ appid: "tt0123456789abcdef01", secret: "local", code: "good" });
  const { status, body } = await post("/api/rtc/token", { roomId: "r1", name: "小红" }, login.body.session);
  expect([status, body.appId, body.userId]).toEqual([200, APP_ID, "openid-1"]);
  const expected = { appId: APP_ID, appKeys: [APP_KEY], roomId: "r1", userId: "openid-1" };
  expect(explainToken(body.token, expected).ok).toBe(true);
  expect(explainToken(body.token, { ...expected, roomId: "r2" }).ok).toBe(false);
  const users = await post("/api/users", { userIds: ["openid-1", "nobody"] });
  expect(users.body).toEqual({ names: { "openid-1": "小红", nobody: "" } });
});

test("a bad code is refused with the platform's word", async () => {
  expect(await post("/api/login", { code: "bad" })).toMatchObject({
    status: 401,
    body: { error: "The platform refused the login: bad code" },
  });
});

test.each([
  ["no session", undefined],
  ["somebody else's", "openid-2~signature"],
  ["an empty one", "~"],
])("%s opens nothing", async (_name, session) => {
  expect((await post("/api/rtc/token", { roomId: "r1", userId: "openid-1" }, session)).status).toBe(401);
});

test("a web user gets a token for an id of its own kind, from any origin", async () => {
  const { status, body, headers } = await post("/api/rtc/token", { roomId: "r1", userId: "web-7", name: "Anna" });
  expect([status, body.userId]).toEqual([200, "web-7"]);
  expect(headers.get("access-control-allow-origin")).toBe("*");
  const preflight = await fetch(`${url}/api/rtc/token`, { method: "OPTIONS" });
  expect(preflight.status).toBe(204);
});

test.each([
  ["/api/rtc/token", { roomId: "a room", userId: "web-1" }, 400],
  ["/api/rtc/token", { userId: "web-1" }, 400],
  ["/api/users", {}, 400],
  ["/api/users", "not json", 400],
  ["/api/users", JSON.stringify("x".repeat(20_000)), 413],
  ["/api/nothing", {}, 404],
  ["/toString", {}, 404],
])("%s %j is refused with %i and a reason", async (path, body, status) => {
  const answer = await post(path, body);
  expect(answer.status).toBe(status);
  expect(answer.body.error).not.toBe("");
});
