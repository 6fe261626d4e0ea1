import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { expect, test } from "vitest";
import { OFFERED_EVENTS, RtcService } from "../index.js";
import { freePort } from "../testing/free-port.js";
import { Receiver } from "./testing/receiver.js";
import { SECRET } from "./testing/webhook-harness.js";

test("the service keeps callbacks and deliveries, and sends to private addresses only where allowed", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "lianmai-webhooks-"));
  const receiver = await Receiver.start(SECRET);
  const start = async (allowPrivateAddresses: boolean) =>
    await RtcService.start({
      dataDir,
      media: { listenIps: [{ ip: "127.0.0.1" }], basePort: await freePort(), workers: 1 },
      webhooks: { allowPrivateAddresses },
      logger: pino({ level: "silent" }),
    });
  let service = await start(true);
  const [app] = await service.apps.list();
  const key = { appId: app?.appId ?? "", businessId: "" };
  await service.callbacks.create({ ...key, url: receiver.url, secretKey: SECRET, events: OFFERED_EVENTS });
  expect(await service.deliveries.test(key)).toMatchObject({ status: 200, error: null });
  await service.close();

  service = await start(false);
  expect(service.callbacks.get(key.appId)?.url).toBe(receiver.url);
  expect((await service.deliveries.test(key)).error).toMatch(/not a public address/);
  expect((await service.deliveries.list()).map(({ state }) => state)).toEqual(["failed", "delivered"]);
  expect(receiver.received).toHaveLength(1);
  await service.close();
  await receiver.close();
  await rm(dataDir, { recursive: true });
});
