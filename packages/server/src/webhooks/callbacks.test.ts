import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { APP_ID, SECRET, WebhookHarness } from "./testing/webhook-harness.js";

let harness: WebhookHarness;

beforeEach(async () => {
  harness = await WebhookHarness.start({});
});
afterEach(async () => {
  await harness.dispose();
});

const URL = "https://receiver.example/events";
const key = { appId: APP_ID, businessId: "" };
const settings = { url: URL, secretKey: SECRET, events: ["RoomCreate", "RecordStarted"] };

describe("callbacks", () => {
  test("are made, changed, kept over a restart, and deleted", async () => {
    const { callbacks } = harness.webhooks;
    const now = harness.clock.now();
    const made = await callbacks.create({ ...key, ...settings, events: ["RoomCreate", "RoomCreate", "RoomDestroy"] });
    expect(made).toEqual({
      ...key,
      url: URL,
      secretKey: SECRET,
      events: ["RoomCreate", "RoomDestroy"],
      createdAt: now,
      updatedAt: now,
    });
    await callbacks.create({ ...key, ...settings, businessId: "b1" });
    harness.clock.advance(1_000);
    const changed = await callbacks.update({ ...key, url: `${URL}/2` });
    expect(changed).toEqual({ ...made, url: `${URL}/2`, updatedAt: now + 1_000 });
    await harness.shutDown();
    await harness.open();
    expect(harness.webhooks.callbacks.get(APP_ID)).toEqual(changed);
    expect(harness.webhooks.callbacks.list(APP_ID).map(({ businessId }) => businessId)).toEqual(["", "b1"]);
    expect(harness.webhooks.callbacks.list("f".repeat(24))).toEqual([]);
    await harness.webhooks.callbacks.delete(key);
    expect(harness.webhooks.callbacks.get(APP_ID)).toBeUndefined();
    await expect(harness.webhooks.callbacks.delete(key)).rejects.toMatchObject({ reason: "not_found" });
    await expect(harness.webhooks.callbacks.update(key)).rejects.toMatchObject({ reason: "not_found" });
  });

  test("are refused with the field that is wrong", async () => {
    const { callbacks } = harness.webhooks;
    const refused = async (change: Partial<typeof settings & typeof key>) => {
      const error: unknown = await callbacks
        .create({ ...key, ...settings, ...change })
        .catch((error: unknown) => error);
      const { reason, field, message } = error as { reason: string; field: string; message: string };
      // A secret is not repeated, and every message is a sentence.
      expect(message).not.toContain(SECRET);
      expect(message).toMatch(/\.$/);
      return `${reason} ${field}`;
    };
    expect(await refused({ url: "" })).toBe("invalid URL");
    expect(await refused({ url: "receiver.example" })).toBe("invalid URL");
    expect(await refused({ url: "ftp://receiver.example" })).toBe("invalid URL");
    expect(await refused({ url: "file:///etc/passwd" })).toBe("invalid URL");
    expect(await refused({ url: "https://user:password@receiver.example" })).toBe("invalid URL");
    expect(await refused({ url: `https://receiver.example/${"x".repeat(2048)}` })).toBe("invalid URL");
    expect(await refused({ secretKey: "" })).toBe("invalid SecretKey");
    expect(await refused({ secretKey: "x".repeat(257) })).toBe("invalid SecretKey");
    expect(await refused({ events: [] })).toBe("invalid EventList");
    expect(await refused({ events: ["roomCreate"] })).toBe("invalid EventList");
    expect(await refused({ events: Array(101).fill("RoomCreate") })).toBe("invalid EventList");
    expect(await refused({ businessId: "a/b" })).toBe("invalid BusinessId");
    expect(await refused({ appId: "f".repeat(24) })).toBe("not_found AppId");
    await callbacks.create({ ...key, ...settings });
    expect(await refused({})).toBe("exists BusinessId");
    await expect(callbacks.update({ ...key, url: "http://127.0.0.1/" })).rejects.toMatchObject({ field: "URL" });
    expect(callbacks.get(APP_ID)?.url).toBe(URL);
  });
});
