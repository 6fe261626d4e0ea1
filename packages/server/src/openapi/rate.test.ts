import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AccessKey, type App, type Listener, listen, RtcService } from "../index.js";
import { freePort } from "../testing/free-port.js";
import { OpenApiClient } from "./testing/openapi-client.js";

let folder: string;
let service: RtcService;
let listener: Listener;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-openapi-rate-"));
  service = await RtcService.start({
    dataDir: folder,
    media: { listenIps: [{ ip: "127.0.0.1" }], basePort: await freePort(), workers: 1 },
    limits: { openApiPerSecond: 2 },
    logger: pino({ level: "silent" }),
  });
  listener = await listen({ host: "127.0.0.1", port: 0, handlers: [service] });
});
afterAll(async () => {
  await service.close();
  await listener.close();
  await rm(folder, { recursive: true });
});

test("one access key makes so many calls a second, and is told so in the documented form", async () => {
  const [key] = (await service.accessKeys.list()) as [AccessKey];
  const [{ appId }] = (await service.apps.list()) as [App];
  const client = new OpenApiClient(listener.port, key);
  const ask = () => client.call("GetRoomOnlineUsers", "2023-11-01", { AppId: appId, RoomId: "r" }, { method: "GET" });
  // Nobody else uses up what belongs to the key.
  const thief = new OpenApiClient(listener.port, { ...key, secretKey: "wrong" });
  for (let count = 0; count < 10; count += 1) {
    expect(await thief.refusal("ListApps", "2020-12-01")).toMatch(/^401 SignatureDoesNotMatch/);
  }
  const answers = await Promise.all(Array.from({ length: 12 }, ask));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(1);
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(4);
  expect(refused[0]?.answer.ResponseMetadata).toMatchObject({
    Action: "GetRoomOnlineUsers",
    Error: { Code: "FlowLimitExceeded.QPSOverLimit", Message: expect.stringContaining("limits.openApiPerSecond") },
  });
  await expect.poll(async () => (await ask()).status, { timeout: 10_000, interval: 300 }).toBe(200);
});
