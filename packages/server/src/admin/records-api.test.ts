import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Listener, listen, OFFERED_EVENTS, RtcService } from "../index.js";
import { freePort } from "../testing/free-port.js";
import { Receiver } from "../webhooks/testing/receiver.js";
import { SECRET } from "../webhooks/testing/webhook-harness.js";

const ADMIN_SECRET = "correct horse battery staple";

let folder: string;
let service: RtcService;
let listener: Listener;
let receiver: Receiver;
let appId: string;
let token: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-records-"));
  receiver = await Receiver.start(SECRET);
  service = await RtcService.start({
    dataDir: folder,
    media: { listenIps: [{ ip: "127.0.0.1" }], basePort: await freePort(), workers: 1 },
    webhooks: { allowPrivateAddresses: true },
    admin: { secret: ADMIN_SECRET },
    logger: pino({ level: "silent" }),
  });
  listener = await listen({ host: "127.0.0.1", port: 0, handlers: [service] });
  appId = (await service.apps.list())[0]?.appId ?? "";
  token = String((await call("POST", "sign-in", { secret: ADMIN_SECRET, name: "alice" })).body.token);
});
afterAll(async () => {
  await listener.close();
  await service.close();
  await receiver.close();
  await rm(folder, { recursive: true });
});

async function call(method: string, path: string, body?: object) {
  const response = await fetch(`http://127.0.0.1:${listener.port}/api/admin/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "accept-language": "en" },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test("an administrator tries a receiver, reads the log of it, sends again, and stands in the audit", async () => {
  expect(await call("POST", "deliveries/test", { appId })).toMatchObject({
    status: 404,
    body: { error: { code: "not-found" } },
  });
  const callback = { appId, businessId: "", url: receiver.url, secretKey: SECRET, events: OFFERED_EVENTS };
  await service.callbacks.create(callback);
  expect(await call("POST", "deliveries/test", { appId })).toMatchObject({ status: 200, body: { error: null } });
  const { body } = await call("GET", `deliveries?appId=${appId}&state=delivered&limit=10`);
  const [delivery] = body.deliveries as [{ id: number; eventType: string }];
  expect(delivery.eventType).toBe("RoomCreate");
  expect((await call("POST", `deliveries/${delivery.id}/replay`)).body).toMatchObject({ kind: "replay", status: 200 });
  const logged = (await call("GET", `deliveries/${delivery.id}`)).body;
  expect(logged.attempts).toMatchObject([{ kind: "test" }, { kind: "replay" }]);
  expect(JSON.stringify(logged)).not.toContain(SECRET);
  expect(receiver.received).toHaveLength(2);
  expect((await call("POST", "deliveries/replay-failed", { appId })).body).toEqual({ count: 0 });
  await expect
    .poll(async () => (await call("GET", "audit?limit=3")).body.audit, { timeout: 10_000 })
    .toMatchObject([
      { actor: "alice", action: "ReplayFailedDeliveries" },
      { actor: "alice", action: "ReplayDelivery", details: { deliveryId: delivery.id } },
      { actor: "alice", action: "TestCallback", appId },
    ]);
});

test.each([
  ["GET", "deliveries?limit=0", undefined, 400, /limit/],
  ["GET", "deliveries?state=lost", undefined, 400, /state/],
  ["GET", "audit?AppId=x", undefined, 400, /AppId/],
  ["GET", "deliveries/999", undefined, 404, /999/],
  ["POST", "deliveries/999/replay", undefined, 404, /999/],
  ["POST", "deliveries/test", {}, 400, /appId/],
  ["DELETE", "audit", undefined, 404, /method and path/],
])("%s %s is refused with a sentence", async (method, path, body, status, sentence) => {
  const answer = await call(method, path, body);
  expect(answer.status).toBe(status);
  expect(JSON.stringify(answer.body)).toMatch(sentence);
});

test("shows nothing to anybody who is not signed in", async () => {
  for (const path of ["audit", "deliveries"]) {
    const response = await fetch(`http://127.0.0.1:${listener.port}/api/admin/${path}`);
    expect(response.status).toBe(401);
  }
});
