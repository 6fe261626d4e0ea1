import { METHODS } from "@lianmai/protocol";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rtpParameters } from "../media/testing/sample-media.js";
import { Harness, type Joined } from "./testing/harness.js";
import type { TestClient } from "./testing/test-client.js";

let server: Harness;
/** Somebody in a room who must not notice anything. */
let witness: Joined;

beforeEach(async () => {
  server = await Harness.start();
  witness = await server.join("witness", { roomId: "elsewhere" });
});
afterEach(async () => {
  await witness.settle();
  expect(witness.unseen).toEqual([]);
  await server.stop();
});

function send(client: TestClient, message: unknown): void {
  client.socket.send(typeof message === "string" ? message : JSON.stringify(message));
}

describe("a malformed message closes its socket with a reason", () => {
  test.each<[string, unknown, RegExp]>([
    ["that is not JSON", "{", /not JSON/],
    ["that is no object", 5, /object/i],
    ["without an id", { method: "ping", params: {} }, /^id: /],
    ["with an id of 0", { id: 0, method: "ping", params: {} }, /^id: /],
    ["with an unknown method", { id: 1, method: "explode", params: {} }, /no "explode"/],
    ["with a method of every object", { id: 1, method: "constructor", params: {} }, /no "constructor"/],
    ["with wrong params", { id: 1, method: "mute", params: { publicationId: "x", muted: "yes" } }, /params\.muted/],
    ["without params", { id: 1, method: "mute" }, /params/],
    ["with a join of the wrong form", { id: 1, method: "join", params: { roomId: "room" } }, /join: params\./],
    ["with a very long method", { id: 1, method: "中".repeat(500), params: {} }, /^method: there is no "中+/],
  ])("%s", async (_, message, reason) => {
    const client = await server.connect();
    send(client, message);
    const closed = await client.closed;
    expect(closed).toEqual({ code: 4000, reason: expect.stringMatching(reason) });
    expect(Buffer.byteLength(closed.reason)).toBeLessThanOrEqual(123);
  });

  test("that is binary", async () => {
    const client = await server.connect();
    client.socket.send(Buffer.from([1, 2, 3]));
    expect(await client.closed).toMatchObject({ code: 4000 });
  });

  test("that is too big", async () => {
    const client = await server.connect();
    send(client, { id: 1, method: "ping", params: { filler: "x".repeat(300_000) } });
    expect(await client.closed).toMatchObject({ code: 1009 });
  });

  test("and its participant may resume on another", async () => {
    const alice = await server.join("alice");
    send(alice, "nonsense");
    await alice.closed;
    const back = await server.connect();
    await back.request("resume", alice.joined);
  });
});

describe("whatever is sent", () => {
  const names = fc.constantFrom(...Object.keys(METHODS), "removed", "__proto__", "toString", "");
  const envelope = fc.record({ id: fc.oneof(fc.nat(), fc.jsonValue()), method: names, params: fc.jsonValue() });
  const id = fc.oneof(fc.constantFrom("alice", "witness", "x"), fc.string());
  const plausible = fc.oneof(
    fc.record({
      method: fc.constant("subscribe"),
      params: fc.record({ userId: id, source: fc.constantFrom("camera", "microphone", "screen") }),
    }),
    fc.record({ method: fc.constant("mute"), params: fc.record({ publicationId: id, muted: fc.boolean() }) }),
    fc.record({ method: fc.constant("setVisibility"), params: fc.record({ visible: fc.boolean() }) }),
    fc.record({ method: fc.constant("updateToken"), params: fc.record({ token: fc.string({ minLength: 1 }) }) }),
    fc.record({
      method: fc.constant("publish"),
      params: fc.record({
        source: fc.constantFrom("camera", "microphone"),
        muted: fc.boolean(),
        rtpParameters: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.constant(rtpParameters("audio", 7))),
      }),
    }),
    fc.record({ method: fc.constant("leave"), params: fc.constant({}) }),
  );

  test("the server lives and the others notice nothing", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(fc.oneof(envelope, plausible, fc.jsonValue(), fc.string()), { minLength: 1, maxLength: 12 }),
        async (joinFirst, messages) => {
          const client = joinFirst ? await server.join("alice") : await server.connect();
          client.socket.removeAllListeners("message");
          for (const [index, message] of messages.entries()) {
            const text =
              typeof message === "object" && message !== null && "method" in message && !("id" in message)
                ? { id: index + 1, ...message }
                : message;
            send(client, text);
          }
          client.socket.close(1000);
          await client.closed;
          await witness.settle();
          expect(witness.unseen).toEqual([]);
          expect(witness.socket.readyState).toBe(witness.socket.OPEN);
        },
      ),
      { numRuns: 150 },
    );
    // A socket whose close the server answered with 4000 leaves its session behind for a resume; its time runs out.
    await expect
      .poll(async () => {
        server.clock.advance(5_000);
        await witness.settle();
        return server.rooms.participantCount;
      })
      .toBe(1);
  });
});

describe("a client that asks too much", () => {
  test("is closed as RateLimited", async () => {
    const client = await server.connect();
    client.socket.removeAllListeners("message");
    for (let id = 1; id <= 600; id++) send(client, { id, method: "ping", params: {} });
    expect(await client.closed).toMatchObject({ code: 4007, reason: expect.stringContaining("100") });
  });

  test("is answered in order, however much it sends at once", async () => {
    const alice = await server.join("alice");
    const order: number[] = [];
    const requests = Array.from({ length: 300 }, (_, index) =>
      alice.request("setVisibility", { visible: index % 2 === 0 }).then(() => order.push(index)),
    );
    await Promise.all(requests);
    expect(order).toEqual(Array.from({ length: 300 }, (_, index) => index));
  });

  test("may ask for so many sources by name and no more, with the limit", async () => {
    await server.stop();
    server = await Harness.start({ demandsPerParticipant: 2 });
    witness = await server.join("witness", { roomId: "elsewhere" });
    const alice = await server.join("alice", { autoSubscribe: { audio: false, video: false, screen: false } });
    for (const userId of ["a", "b", "b"]) await alice.request("subscribe", { userId, source: "camera" });
    const refusal = await alice.refusal("subscribe", { userId: "c", source: "camera" });
    expect(refusal).toMatchObject({ code: -1070, reason: "subscribe_limit", message: expect.stringContaining("2") });
    await alice.request("unsubscribe", { userId: "a", source: "camera" });
    await alice.request("subscribe", { userId: "c", source: "camera" });
  });
});

describe("a client that does not read", () => {
  test("is given up, and the others go on", async () => {
    await server.stop();
    server = await Harness.start({ unsentBytes: 1024 * 1024 });
    witness = await server.join("witness", { roomId: "elsewhere" });
    const talker = await server.join("t".repeat(128));
    // What is compressed would never fill the buffers.
    const deaf = await server.join("deaf", {}, { perMessageDeflate: false });
    const { publicationId } = await talker.request("publish", {
      source: "microphone",
      muted: false,
      rtpParameters: rtpParameters("audio", 1),
    });
    const room = [...server.engine.rooms].find(({ producers }) => producers.has(publicationId));
    deaf.socket.pause();
    // Some 25 MB: more than the sockets of the system and the limit hold between them.
    for (let count = 0; count < 400; count++) {
      room?.hear(Array.from({ length: 400 }, () => ({ producerId: publicationId, volume: -(count % 2) - 1 })));
      await talker.next("speaking");
    }
    deaf.socket.removeAllListeners("message");
    deaf.socket.resume();
    expect(await deaf.closed).toMatchObject({ code: 4004 });
    await expect
      .poll(async () => {
        await server.pass(10_000, talker, witness);
        return server.rooms.participantCount;
      })
      .toBe(2);
    expect(await talker.next("participantLeft")).toMatchObject({ userId: "deaf", reason: "connection_lost" });
  });
});
