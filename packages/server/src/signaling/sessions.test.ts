import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rtpParameters } from "../media/testing/sample-media.js";
import { Harness, type Joined } from "./testing/harness.js";

let server: Harness;

beforeEach(async () => {
  server = await Harness.start();
});
afterEach(() => server.stop());

const microphone = { source: "microphone" as const, muted: false, rtpParameters: rtpParameters("audio", 1) };
const camera = { source: "camera" as const, muted: false, rtpParameters: rtpParameters("video", 2) };

/** Cuts the connection as a lost network does, and waits until the server has noticed. */
async function lose(client: Joined): Promise<void> {
  const timers = server.clock.pending;
  client.socket.terminate();
  // The server notices by setting the timer of the absence.
  await expect.poll(() => server.clock.pending).toBeGreaterThan(timers);
}

function keysOf({ joined: { sessionId, resumeKey } }: Joined) {
  return { sessionId, resumeKey };
}

describe("a lost connection", () => {
  test("is no leave for 30 s, and one of connection_lost then", async () => {
    const [alice, bob] = [await server.join("alice"), await server.join("bob")];
    await lose(alice);
    server.clock.advance(29_000);
    expect(server.rooms.participantCount).toBe(2);
    server.clock.advance(1_000);
    expect(await bob.next("participantLeft")).toMatchObject({ userId: "alice", reason: "connection_lost" });
    const back = await server.connect();
    expect(await back.refusal("resume", keysOf(alice))).toMatchObject({
      reason: "session_gone",
      message: expect.stringContaining("30 s"),
    });
  });

  test("is taken up again by resume, with all that happened meanwhile", async () => {
    const [alice, bob] = [await server.join("alice"), await server.join("bob")];
    await alice.request("publish", microphone);
    await lose(alice);
    const { publicationId } = await bob.request("publish", camera);
    await bob.settle();
    const back = await server.connect();
    const state = await back.request("resume", keysOf(alice));
    expect(state.room.version).toBe(4);
    expect(state.room.participants).toMatchObject([
      { userId: "alice", publications: [{ source: "microphone" }] },
      { userId: "bob", publications: [{ publicationId }] },
    ]);
    expect(state.subscriptions).toMatchObject([{ userId: "bob", publicationId, paused: true }]);

    // The absence is over: nothing happens when its time would have come.
    await server.pass(40_000, back, bob);
    expect(server.rooms.participantCount).toBe(2);
    await bob.request("unpublish", { publicationId });
    expect(await back.next("unpublished")).toMatchObject({ userId: "bob" });
  });

  test("a resume takes the session over from a socket that still seems open", async () => {
    const alice = await server.join("alice");
    const back = await server.connect();
    await back.request("resume", keysOf(alice));
    expect(await alice.closed).toMatchObject({ code: 4005 });
    await back.request("publish", microphone);
    expect(server.rooms.participantCount).toBe(1);
  });

  test("needs the right key", async () => {
    const [alice, bob] = [await server.join("alice"), await server.join("bob")];
    const { sessionId } = alice.joined;
    const thief = await server.connect();
    for (const resumeKey of ["x", bob.joined.resumeKey, `${alice.joined.resumeKey}x`]) {
      expect(await thief.refusal("resume", { sessionId, resumeKey })).toMatchObject({ reason: "session_gone" });
    }
    expect(await thief.refusal("resume", { sessionId: "none", resumeKey: "x" })).toMatchObject({
      reason: "session_gone",
    });
    await alice.request("ping", {});
  });

  test("during the join ends as a leave", async () => {
    const bob = await server.join("bob");
    const client = await server.connect();
    const join = client.request("join", server.joinParams("alice")).catch(() => undefined);
    client.socket.terminate();
    await join;
    expect((await bob.next("participantJoined")).participant.userId).toBe("alice");
    // Whichever came first, the join or the end of the socket: 30 s later nobody is left over.
    await expect
      .poll(async () => {
        await server.pass(10_000, bob);
        return server.rooms.participantCount;
      })
      .toBe(1);
    expect(await bob.next("participantLeft")).toMatchObject({ userId: "alice", reason: "connection_lost" });
  });
});

describe("silence", () => {
  test("is a leave after 30 s, though the socket seems open", async () => {
    const bob = await server.join("bob");
    const alice = await server.join("alice", {}, { autoPong: false });
    await server.pass(32_000, bob);
    expect(await bob.next("participantLeft")).toMatchObject({ userId: "alice", reason: "connection_lost" });
    expect(await alice.closed).toMatchObject({ code: 4003 });
  });

  test("is none while pings are answered", async () => {
    const alice = await server.join("alice");
    for (let seconds = 0; seconds < 60; seconds += 10) {
      const pinged = new Promise((resolve) => alice.socket.once("ping", resolve));
      server.clock.advance(10_000);
      await pinged;
      await alice.settle();
    }
    expect(alice.socket.readyState).toBe(alice.socket.OPEN);
  });
});

describe("the join deadline", () => {
  test("closes a socket that does not join", async () => {
    const client = await server.connect();
    await client.request("ping", {});
    server.clock.advance(15_000);
    expect(await client.closed).toEqual({ code: 4001, reason: "no join within 15 s" });
  });

  test("is over with the join", async () => {
    const alice = await server.join("alice");
    server.clock.advance(16_000);
    await alice.settle();
  });
});

describe("the same user joining twice", () => {
  test("puts the earlier one out; the others see no leave", async () => {
    const bob = await server.join("bob");
    const first = await server.join("alice");
    const { publicationId } = await first.request("publish", camera);
    await bob.next("subscribed");
    const second = await server.join("alice", { extraInfo: "second" });
    expect(await first.next("removed")).toMatchObject({ error: { code: -1004, reason: "duplicate_login" } });
    expect(await first.closed).toEqual({ code: 4002, reason: "duplicate_login" });
    expect(await bob.next("unpublished")).toMatchObject({ publicationId });
    await bob.next("participantJoined", ({ participant }) => participant.extraInfo === "second");
    await bob.settle();
    expect(bob.unseen).not.toContain("participantLeft");
    expect(second.joined.room.participants.map(({ userId }) => userId)).toEqual(["bob", "alice"]);

    // A resume of the earlier one learns why instead of putting the later one out in its turn.
    const back = await server.connect();
    expect(await back.refusal("resume", keysOf(first))).toMatchObject({ code: -1004, reason: "duplicate_login" });
    expect(server.rooms.participantCount).toBe(2);
  });

  test("is a leave for the others when the later one is invisible", async () => {
    const bob = await server.join("bob");
    await server.join("alice");
    await server.join("alice", { visible: false });
    expect(await bob.next("participantLeft")).toMatchObject({ userId: "alice", reason: "invisible" });
  });

  test("in the last place of a room does not end it", async () => {
    const first = await server.join("alice");
    await server.join("alice");
    expect(await first.closed).toMatchObject({ code: 4002 });
    expect(server.rooms.roomCount).toBe(1);
  });
});

describe("a token", () => {
  test("is announced 30 s before its end, and puts its user out after it", async () => {
    const bob = await server.join("bob");
    const alice = await server.join("alice", { token: server.token("alice", { expireIn: 100 }) });
    const expireAt = Math.floor(server.clock.now() / 1000) + 100;
    await server.pass(69_999, alice, bob);
    expect(alice.unseen).toEqual([]);
    server.clock.advance(1);
    expect(await alice.next("tokenWillExpire")).toEqual({ privilege: "token", expireAt, version: undefined });
    // Still good in the second of its expiry.
    await server.pass(30_999, alice, bob);
    server.clock.advance(1);
    expect(await alice.next("removed")).toMatchObject({ error: { code: -1009, reason: "token_expired" } });
    expect(await bob.next("participantLeft")).toMatchObject({ userId: "alice", reason: "token_expired" });
  });

  test("can be replaced in time", async () => {
    const alice = await server.join("alice", { token: server.token("alice", { expireIn: 40 }) });
    server.clock.advance(10_000);
    await alice.next("tokenWillExpire");
    const bad = server.token("alice", { appKey: "no" });
    expect(await alice.refusal("updateToken", { token: bad })).toMatchObject({
      code: -1010,
      reason: "token_wrong_key",
    });
    const late = server.token("alice", { expireIn: -1 });
    expect(await alice.refusal("updateToken", { token: late })).toMatchObject({ code: -1010, reason: "token_expired" });
    await alice.request("updateToken", { token: server.token("alice", { expireIn: 3600 }) });
    await server.pass(60_000, alice);
    expect(alice.unseen).toEqual([]);
  });

  test("that ends soon is announced right after the join", async () => {
    const alice = await server.join("alice", { token: server.token("alice", { expireIn: 5 }) });
    server.clock.advance(0);
    expect(await alice.next("tokenWillExpire")).toMatchObject({ privilege: "token" });
  });

  test("that was announced while its user was away is announced at the resume", async () => {
    const alice = await server.join("alice", { token: server.token("alice", { expireIn: 40 }) });
    await lose(alice);
    server.clock.advance(12_000);
    const back = await server.connect();
    await back.request("resume", keysOf(alice));
    expect(await back.next("tokenWillExpire")).toMatchObject({ privilege: "token" });
  });

  test("whose privilege to publish ends stops the publications, and a new one brings the right back", async () => {
    const bob = await server.join("bob");
    const alice = await server.join("alice", { token: server.token("alice", { publishFor: 40 }) });
    const { publicationId } = await alice.request("publish", microphone);
    server.clock.advance(10_000);
    expect(await alice.next("tokenWillExpire")).toMatchObject({ privilege: "publish" });
    await server.pass(31_000, alice, bob);
    for (const right of ["publishAudio", "publishVideo"]) {
      expect(await alice.next("permissionLost")).toMatchObject({
        right,
        error: { code: -1002, reason: "publish_not_permitted", message: expect.stringContaining("expired at") },
      });
    }
    for (const client of [alice, bob]) {
      expect(await client.next("unpublished")).toMatchObject({ userId: "alice", publicationId });
    }
    expect(await alice.refusal("publish", microphone)).toMatchObject({
      code: -1002,
      reason: "publish_not_permitted",
      message: expect.stringContaining("expired at"),
    });
    await alice.request("updateToken", { token: server.token("alice") });
    await alice.request("publish", microphone);
  });

  test("whose privilege to subscribe ends drops the subscriptions, and a new one brings them back", async () => {
    const alice = await server.join("alice");
    await alice.request("publish", microphone);
    const bob = await server.join("bob", { token: server.token("bob", { subscribeFor: 20 }) });
    const [subscription] = bob.joined.subscriptions;
    server.clock.advance(21_000);
    expect(await bob.next("permissionLost")).toMatchObject({
      right: "subscribe",
      error: { code: -1003, reason: "subscribe_not_permitted", message: expect.stringContaining("expired at") },
    });
    const { subscriptionId } = await bob.next("unsubscribed");
    expect(subscriptionId).toBe(subscription?.subscriptionId);
    await bob.request("updateToken", { token: server.token("bob") });
    expect((await bob.next("subscribed")).subscription.userId).toBe("alice");
  });
});

describe("a right", () => {
  test("that another token lacks is told as lost, and why", async () => {
    const alice = await server.join("alice");
    await alice.request("updateToken", { token: server.token("alice", { subscribeFor: null }) });
    expect(await alice.next("permissionLost")).toMatchObject({
      right: "subscribe",
      error: { message: expect.stringContaining("does not grant") },
    });
    // What is not there is not lost again.
    await alice.request("updateToken", { token: server.token("alice", { subscribeFor: null }) });
    await alice.settle();
    expect(alice.unseen).toEqual([]);
  });

  test("that is lost while away is told at the resume", async () => {
    const alice = await server.join("alice", { token: server.token("alice", { publishFor: 10 }) });
    await lose(alice);
    server.clock.advance(12_000);
    const back = await server.connect();
    await back.request("resume", keysOf(alice));
    expect(await back.next("permissionLost")).toMatchObject({ right: "publishAudio" });
  });
});

describe("a lost media worker", () => {
  test("puts everybody out, who may join again at once", async () => {
    const [alice, bob] = [await server.join("alice"), await server.join("bob")];
    server.engine.loseRooms();
    for (const client of [alice, bob]) {
      expect(await client.next("removed")).toMatchObject({ error: { code: -1084, reason: "media_lost" } });
      expect(await client.closed).toMatchObject({ code: 4006 });
      expect(client.unseen).not.toContain("participantLeft");
    }
    expect(server.rooms.roomCount).toBe(0);
    expect((await server.join("alice")).joined.room.version).toBe(1);
  });
});

describe("the end of the server", () => {
  test("is told to everybody", async () => {
    const alice = await server.join("alice");
    await server.stop();
    expect(await alice.next("removed")).toMatchObject({ error: { reason: "draining" } });
    expect(server.clock.pending).toBe(0);
    server = await Harness.start();
  });
});
