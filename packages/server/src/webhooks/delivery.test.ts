import { join } from "node:path";
import Libsql from "libsql";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DATABASE_FILE } from "../store/database.js";
import { eventually } from "./testing/eventually.js";
import { answer, Receiver } from "./testing/receiver.js";
import { APP_ID, SECRET, WebhookHarness } from "./testing/webhook-harness.js";

let harness: WebhookHarness;
let receiver: Receiver;

beforeEach(async () => {
  harness = await WebhookHarness.start();
  receiver = await Receiver.start(SECRET);
});
afterEach(async () => {
  await harness.dispose();
  await receiver.close();
});

const key = { appId: APP_ID, businessId: "" };

async function arrived(count: number, at = receiver): Promise<void> {
  await eventually(() => at.received.length).toBe(count);
}

/** The log, the oldest delivery first: its state, and each attempt as status or error. */
async function log(): Promise<{ type: string; state: string; attempts: string[] }[]> {
  const { deliveries } = harness.webhooks;
  const list = (await deliveries.list({ limit: 500 })).reverse();
  return await Promise.all(
    list.map(async ({ id, eventType, state }) => {
      const attempts = (await deliveries.get(id))?.attempts ?? [];
      return { type: eventType, state, attempts: attempts.map(({ status, error }) => String(error ?? status)) };
    }),
  );
}

/** Waits until something stands in the log: what is sent is written down a moment later. */
async function logged(attempts: number): Promise<void> {
  await eventually(async () => (await log()).flatMap((entry) => entry.attempts).length).toBe(attempts);
}

describe("a receiver that", () => {
  test("answers 500, hangs, and comes back gets every event, in order, and the log tells all", async () => {
    await harness.listen(receiver.url);
    receiver.behave = answer(500, "no database");
    const { room, participant } = await harness.join("alice");
    room.leave(participant, "left");
    await arrived(1);
    await logged(1);
    receiver.behave = () => {};
    harness.clock.advance(10_000);
    await arrived(2);
    harness.clock.advance(5_000);
    await logged(2);
    receiver.behave = answer(200, "thank you");
    expect(receiver.received).toHaveLength(2);
    harness.clock.advance(60_000);
    await arrived(6);
    await logged(6);
    expect(receiver.types).toEqual([
      "RoomCreate",
      "RoomCreate",
      "RoomCreate",
      "UserJoinRoom",
      "UserLeaveRoom",
      "RoomDestroy",
    ]);
    expect(receiver.eventIds).toHaveLength(4);
    expect(receiver.received.slice(0, 3).map(({ headers }) => headers["x-lianmai-attempt"])).toEqual(["1", "2", "3"]);
    expect(new Set(receiver.received.map(({ webhook }) => webhook.Nonce)).size).toBeGreaterThan(1);
    expect(await log()).toEqual([
      {
        type: "RoomCreate",
        state: "delivered",
        attempts: ["The receiver answered 500; only 200 counts as received.", "No answer came within 5 s.", "200"],
      },
      { type: "UserJoinRoom", state: "delivered", attempts: ["200"] },
      { type: "UserLeaveRoom", state: "delivered", attempts: ["200"] },
      { type: "RoomDestroy", state: "delivered", attempts: ["200"] },
    ]);
    const [newest] = await harness.webhooks.deliveries.list({ limit: 1 });
    expect(await harness.webhooks.deliveries.get(newest?.id ?? 0)).toMatchObject({
      eventType: "RoomDestroy",
      sequence: 4,
      attempts: [{ kind: "automatic", url: receiver.url, address: "127.0.0.1", status: 200, answer: "thank you" }],
    });
  });

  test("is away for three attempts misses the event, which can be sent again", async () => {
    await harness.listen(receiver.url, "", ["RoomCreate", "UserJoinRoom"]);
    receiver.behave = (received, response) => {
      answer(received.webhook.EventType === "RoomCreate" ? 503 : 200)(received, response);
    };
    await harness.join("alice");
    await logged(1);
    harness.clock.advance(10_000);
    await logged(2);
    harness.clock.advance(60_000);
    // With the third failure it is the turn of the next event.
    await logged(4);
    expect((await log()).map(({ state }) => state)).toEqual(["failed", "delivered"]);
    receiver.behave = answer(200);
    const [failed] = await harness.webhooks.deliveries.list({ state: "failed" });
    const seen = receiver.received.length;
    const attempt = await harness.webhooks.deliveries.replay(failed?.id ?? 0);
    expect(attempt).toMatchObject({ kind: "replay", status: 200, error: null });
    await arrived(seen + 1);
    expect(receiver.received.at(-1)?.webhook).toMatchObject({ EventType: "RoomCreate", EventId: failed?.eventId });
    expect((await log())[0]?.state).toBe("delivered");
  });

  test("was away for long gets all that failed, in the old order", async () => {
    await harness.listen(receiver.url, "", ["RoomCreate", "UserJoinRoom"]);
    receiver.behave = answer(502);
    await harness.join("alice");
    // With the third failure of the first event it is the turn of the second.
    for (const attempts of [1, 2, 4, 5, 6]) {
      await logged(attempts);
      harness.clock.advance(60_000);
    }
    expect((await log()).map(({ state }) => state)).toEqual(["failed", "failed"]);
    receiver.behave = answer(200);
    expect(await harness.webhooks.deliveries.replayFailed(key)).toBe(2);
    await arrived(8);
    await logged(8);
    expect(receiver.types.slice(6)).toEqual(["RoomCreate", "UserJoinRoom"]);
    expect((await log()).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
    expect(await harness.webhooks.deliveries.replayFailed(key)).toBe(0);
  });

  test("is gone is told of in the log", async () => {
    await receiver.close();
    await harness.listen(receiver.url, "", ["RoomCreate"]);
    await harness.join("alice");
    await logged(1);
    expect((await log())[0]?.attempts[0]).toMatch(/^The receiver could not be reached: .*ECONNREFUSED/);
    receiver = await Receiver.start(SECRET);
  });

  test("hangs holds up neither other receivers, nor its own other rooms, nor the rooms themselves", async () => {
    const other = await Receiver.start(SECRET);
    await harness.listen(receiver.url, "slow");
    await harness.listen(other.url, "quick");
    receiver.behave = () => {};
    for (let index = 0; index < 20; index++) await harness.join("alice", { roomId: `room-${index}` });
    // Written down, not only arrived: the clock must find nothing of the quick receiver under way.
    await eventually(async () => (await log()).filter(({ state }) => state === "delivered").length).toBe(40);
    expect(other.received).toHaveLength(40);
    // Eight at once; the others wait for their turn.
    await arrived(8);
    expect(new Set(receiver.received.map(({ data }) => data.RoomId)).size).toBe(8);
    receiver.behave = answer(200);
    harness.clock.advance(5_000);
    const gaveUp = async () => (await log()).flatMap(({ attempts }) => attempts).filter((one) => one.startsWith("No"));
    await eventually(async () => (await gaveUp()).length).toBe(8);
    // The rooms that waited for their turn; the clock stands until nothing of them is under way.
    await eventually(async () => (await log()).filter(({ state }) => state === "pending").length).toBe(16);
    harness.clock.advance(10_000);
    await eventually(() => receiver.types.filter((type) => type === "UserJoinRoom").length).toBe(20);
    await other.close();
  });

  test("answers without end is read for its first bytes only", async () => {
    await harness.listen(receiver.url, "", ["RoomCreate"]);
    let written = 0;
    receiver.behave = (_received, response) => {
      response.writeHead(200);
      const chunk = "x".repeat(64 * 1024);
      const more = () => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length;
      };
      response.on("drain", more);
      response.on("error", () => {});
      more();
    };
    await harness.join("alice");
    await logged(1);
    const [delivery] = await harness.webhooks.deliveries.list();
    const found = await harness.webhooks.deliveries.get(delivery?.id ?? 0);
    expect(found).toMatchObject({ state: "delivered", attempts: [{ status: 200 }] });
    expect(found?.attempts[0]?.answer).toHaveLength(2048);
    expect(written).toBeLessThan(50 * 1024 * 1024);
  });
});

test("a database that is locked for a while loses no event and keeps their order", async () => {
  await harness.listen(receiver.url);
  const other = new Libsql(join(harness.folder, DATABASE_FILE));
  other.exec("begin immediate");
  // The rooms do not wait for it.
  const { room, participant } = await harness.join("alice");
  await eventually(() => harness.log.join("")).toContain("webhooks could not be written to the store");
  room.leave(participant, "left");
  expect(receiver.received).toEqual([]);
  other.exec("rollback");
  other.close();
  harness.clock.advance(1_000);
  await arrived(4);
  await logged(4);
  expect(receiver.types).toEqual(["RoomCreate", "UserJoinRoom", "UserLeaveRoom", "RoomDestroy"]);
  expect(receiver.received.map(({ headers }) => headers["x-lianmai-sequence"])).toEqual(["1", "2", "3", "4"]);
  expect((await log()).map(({ state }) => state)).toEqual(Array(4).fill("delivered"));
});

describe("a redirect", () => {
  test("is not followed", async () => {
    const target = await Receiver.start(SECRET);
    await harness.listen(receiver.url, "", ["RoomCreate"]);
    receiver.behave = answer(307, "", { location: target.url });
    await harness.join("alice");
    await logged(1);
    expect((await log())[0]?.attempts[0]).toMatch(/^The receiver answered 307\. Redirects are not followed/);
    expect(target.received).toEqual([]);
    await target.close();
  });
});

describe("a restart", () => {
  test("loses nothing: what waits is sent afterwards, the end of its rooms as well", async () => {
    await harness.listen(receiver.url);
    receiver.behave = answer(500);
    await harness.join("alice");
    await logged(1);
    await harness.shutDown();
    receiver.behave = answer(200);
    await harness.open();
    await harness.join("bob");
    harness.clock.advance(10_000);
    await arrived(7);
    expect(receiver.received.map(({ webhook, data }) => [webhook.EventType, data.UserId, data.Reason])).toEqual([
      ["RoomCreate", undefined, undefined],
      ["RoomCreate", undefined, undefined],
      ["UserJoinRoom", "alice", undefined],
      ["UserLeaveRoom", "alice", "other"],
      ["RoomDestroy", undefined, undefined],
      ["RoomCreate", undefined, undefined],
      ["UserJoinRoom", "bob", undefined],
    ]);
    expect(receiver.received.map(({ headers }) => Number(headers["x-lianmai-sequence"]))).toEqual([
      1, 1, 2, 3, 4, 5, 6,
    ]);
  });

  test("in the middle of an attempt takes no attempt away", async () => {
    await harness.listen(receiver.url, "", ["RoomCreate"]);
    receiver.behave = () => {};
    await harness.join("alice");
    await arrived(1);
    await harness.shutDown();
    receiver.behave = answer(200);
    await harness.open();
    await arrived(2);
    await logged(2);
    expect(await log()).toEqual([
      { type: "RoomCreate", state: "delivered", attempts: ["The server shut down before an answer came.", "200"] },
    ]);
    expect(receiver.received.map(({ headers }) => headers["x-lianmai-attempt"])).toEqual(["1", "1"]);
  });
});

describe("a test", () => {
  test("is sent at once and logged, and holds nothing up", async () => {
    await harness.listen(receiver.url);
    const attempt = await harness.webhooks.deliveries.test(key, "UserJoinRoom");
    expect(attempt).toMatchObject({ kind: "test", status: 200, answer: "ok", error: null });
    expect(receiver.received[0]).toMatchObject({
      webhook: { EventType: "UserJoinRoom" },
      data: { RoomId: "webhook-test" },
    });
    receiver.behave = answer(404);
    expect((await harness.webhooks.deliveries.test(key)).error).toMatch(/answered 404/);
    expect((await log()).map(({ state }) => state)).toEqual(["delivered", "failed"]);
    expect(await harness.webhooks.deliveries.replayFailed(key)).toBe(0);
    await expect(harness.webhooks.deliveries.test(key, "Nothing")).rejects.toMatchObject({ field: "EventType" });
    await expect(harness.webhooks.deliveries.replay(99)).rejects.toMatchObject({ reason: "not_found" });
  });
});

describe("a callback that is", () => {
  test("deleted cancels what waits", async () => {
    await harness.listen(receiver.url, "", ["RoomCreate", "UserJoinRoom"]);
    receiver.behave = answer(500);
    await harness.join("alice");
    await logged(1);
    await harness.webhooks.callbacks.delete(key);
    expect((await log()).map(({ state }) => state)).toEqual(["cancelled", "cancelled"]);
    harness.clock.advance(60_000);
    await harness.join("bob");
    expect(await harness.webhooks.deliveries.list()).toHaveLength(2);
    expect(receiver.received).toHaveLength(1);
    const [last] = await harness.webhooks.deliveries.list();
    await expect(harness.webhooks.deliveries.replay(last?.id ?? 0)).rejects.toMatchObject({ reason: "not_found" });
  });

  test("changed holds from the next attempt on", async () => {
    const other = await Receiver.start("new-secret");
    await harness.listen(receiver.url, "", ["RoomCreate"]);
    receiver.behave = answer(500);
    await harness.join("alice");
    await logged(1);
    await harness.webhooks.callbacks.update({ ...key, url: other.url, secretKey: "new-secret" });
    harness.clock.advance(10_000);
    await arrived(1, other);
    expect([other.refused, receiver.received.length]).toEqual([[], 1]);
    await other.close();
  });
});

test("what is old is removed with its log, and nothing younger", async () => {
  await harness.listen(receiver.url, "", ["RoomCreate"]);
  await harness.join("alice");
  await logged(1);
  const days = 24 * 3600 * 1000;
  harness.clock.advance(6 * days);
  await harness.join("bob", { roomId: "other" });
  await logged(2);
  harness.clock.advance(days + 3600 * 1000);
  await eventually(async () => (await harness.webhooks.deliveries.list()).map(({ roomId }) => roomId)).toEqual([
    "other",
  ]);
  expect(await harness.db.selectFrom("delivery_attempts").selectAll().execute()).toHaveLength(1);
});

test("no secret is in the log of the server", async () => {
  await harness.listen(receiver.url);
  receiver.behave = answer(500);
  await harness.join("alice");
  await logged(1);
  expect(harness.log.join("")).toContain("webhook not delivered");
  expect(harness.log.join("")).not.toContain(SECRET);
});
