import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SIGNALING_PATH } from "@lianmai/protocol";
import { AccessToken, Privilege } from "@lianmai/server-sdk";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type App, type Listener, listen, RtcService } from "../index.js";
import { RTP_CAPABILITIES } from "../media/testing/sample-media.js";
import { TestClient } from "../signaling/testing/test-client.js";
import { freePort } from "../testing/free-port.js";

const ADMIN_SECRET = "correct horse battery staple";

let folder: string;
let service: RtcService;
let listener: Listener;
let app: App;
let token: string;
let log: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-apps-api-"));
  log = [];
  service = await RtcService.start({
    dataDir: folder,
    media: { listenIps: [{ ip: "127.0.0.1" }], basePort: await freePort(), workers: 1 },
    admin: { secret: ADMIN_SECRET },
    logger: pino({ level: "trace" }, { write: (line: string) => void log.push(line) }),
  });
  listener = await listen({ host: "127.0.0.1", port: 0, handlers: [service] });
  [app] = (await service.apps.list()) as [App];
  token = String((await call("POST", "sign-in", { secret: ADMIN_SECRET, name: "alice" })).body.token);
});
afterEach(async () => {
  await listener.close();
  await service.close();
  await rm(folder, { recursive: true });
});

async function call(method: string, path: string, body?: unknown, authorization = `Bearer ${token}`) {
  const response = await fetch(`http://127.0.0.1:${listener.port}/api/admin/${path}`, {
    method,
    headers: { authorization, "accept-language": "en" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Joins with a token that this key signed, and stays. */
async function enter(appKey: string, userId: string): Promise<TestClient> {
  const client = await TestClient.connect(`ws://127.0.0.1:${listener.port}${SIGNALING_PATH}`);
  const { appId } = app;
  const signed = new AccessToken({ appId, roomId: "room", userId }).grant(Privilege.SubscribeStream).serialize(appKey);
  await client.request("join", {
    ...{ appId, roomId: "room", userId, token: signed },
    ...{ rtpCapabilities: RTP_CAPABILITIES, visible: true, extraInfo: "", client: "test/1" },
    autoSubscribe: { audio: true, video: true, screen: true },
  });
  return client;
}

test("a key is changed without a gap: tokens of both are good meanwhile, and who is in a room stays", async () => {
  const keys = `apps/${app.appId}/keys`;
  const old = await enter(app.appKey, "old");
  const added = await call("POST", keys);
  expect(added).toMatchObject({ status: 200, body: { appId: app.appId, keys: { primary: true, secondary: true } } });
  const second = String(added.body.secondaryAppKey);
  expect(second).toMatch(/^[0-9a-f]{32}$/);
  expect(second).not.toBe(app.appKey);
  await enter(app.appKey, "still-old");
  await enter(second, "new");

  expect(await call("DELETE", `${keys}/primary`)).toMatchObject({
    status: 200,
    body: { keys: { primary: true, secondary: false } },
  });
  await expect(enter(app.appKey, "too-late")).rejects.toMatchObject({ info: { reason: "token_wrong_key" } });
  await enter(second, "newer");
  expect((await service.apps.get(app.appId))?.appKey).toBe(second);
  expect(service.stats().participants).toBe(4);
  expect(old.socket.readyState).toBe(old.socket.OPEN);

  // The next change is like the first.
  const third = String((await call("POST", keys)).body.secondaryAppKey);
  expect((await call("DELETE", `${keys}/secondary`)).status).toBe(200);
  await expect(enter(third, "never")).rejects.toMatchObject({ info: { reason: "token_wrong_key" } });
  await enter(second, "newest");
});

test("a key is shown once, and stands in no log and no audit", async () => {
  const { body } = await call("POST", `apps/${app.appId}/keys`);
  const second = String(body.secondaryAppKey);
  const listed = await call("GET", "apps");
  expect(listed.body.apps).toMatchObject([{ appId: app.appId, keys: { primary: true, secondary: true } }]);
  await call("DELETE", `apps/${app.appId}/keys/secondary`);
  await expect
    .poll(async () => (await call("GET", "audit?limit=2")).body.audit, { timeout: 10_000 })
    .toMatchObject([
      { actor: "alice", action: "RetireAppKey", appId: app.appId, details: { which: "secondary" }, outcome: "ok" },
      { actor: "alice", action: "AddAppKey", appId: app.appId, outcome: "ok" },
    ]);
  const audit = await call("GET", "audit");
  for (const text of [JSON.stringify(listed), JSON.stringify(audit), log.join("")]) {
    for (const key of [second, app.appKey]) expect(text).not.toContain(key);
  }
});

test("what cannot be done is refused with a sentence, and changes nothing", async () => {
  const keys = `apps/${app.appId}/keys`;
  const nobody = "0".repeat(24);
  expect(await call("DELETE", `${keys}/primary`)).toMatchObject({
    status: 409,
    body: { error: { code: "one-key", message: expect.stringContaining("Add a second key first") } },
  });
  expect((await call("DELETE", `${keys}/secondary`)).status).toBe(409);
  await call("POST", keys);
  const before = await service.apps.get(app.appId);
  expect(await call("POST", keys)).toMatchObject({
    status: 409,
    body: { error: { code: "two-keys", message: expect.stringContaining("Retire one first") } },
  });
  expect(await call("POST", `apps/${nobody}/keys`)).toMatchObject({
    status: 404,
    body: { error: { code: "unknown-app", message: expect.stringContaining(nobody) } },
  });
  expect((await call("POST", keys, { key: "my own" })).body).toMatchObject({ error: { code: "invalid" } });
  for (const [method, path] of [
    ["DELETE", `${keys}/Primary`],
    ["DELETE", `${keys}/third`],
    ["DELETE", keys],
    ["GET", `${keys}/primary`],
    ["POST", "apps"],
  ] as const) {
    expect((await call(method, path)).status, `${method} ${path}`).toBe(404);
  }
  for (const [method, path] of [
    ["GET", "apps"],
    ["POST", keys],
    ["DELETE", `${keys}/primary`],
  ] as const) {
    expect((await call(method, path, undefined, "Bearer nobody")).status).toBe(401);
  }
  expect(await service.apps.get(app.appId)).toEqual(before);
});
