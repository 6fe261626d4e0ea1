import type { Source } from "@lianmai/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rtpParameters } from "../media/testing/sample-media.js";
import { Harness, type Joined } from "./testing/harness.js";

let server: Harness;
let ssrc = 1;

beforeEach(async () => {
  server = await Harness.start();
});
afterEach(() => server.stop());

async function publish(client: Joined, source: Source, muted = false): Promise<string> {
  ssrc += 1;
  const kind = source === "microphone" || source === "screenAudio" ? "audio" : "video";
  const { publicationId } = await client.request("publish", {
    source,
    muted,
    rtpParameters: rtpParameters(kind, ssrc),
  });
  return publicationId;
}

const NONE = { audio: false, video: false, screen: false };

describe("a join", () => {
  test("is answered with all that is needed to send and receive", async () => {
    const alice = await server.join("alice", { extraInfo: "hi" });
    expect(alice.joined).toMatchObject({
      sendTransport: { iceParameters: expect.any(Object) },
      routerRtpCapabilities: { codecs: expect.any(Array) },
      room: { version: 1, participants: [{ userId: "alice", extraInfo: "hi", publications: [] }] },
      subscriptions: [],
    });
  });

  test("brings what others publish, playing at once", async () => {
    const alice = await server.join("alice");
    const microphone = await publish(alice, "microphone");
    const camera = await publish(alice, "camera", true);
    const bob = await server.join("bob");
    expect(bob.joined.room.participants).toMatchObject([
      {
        userId: "alice",
        publications: [
          { publicationId: microphone, source: "microphone", muted: false },
          { publicationId: camera, source: "camera", muted: true },
        ],
      },
      { userId: "bob", publications: [] },
    ]);
    const subscriptions = [...bob.joined.subscriptions].sort((a, b) => b.source.localeCompare(a.source));
    expect(subscriptions).toMatchObject([
      { userId: "alice", publicationId: microphone, source: "microphone", paused: false },
      { userId: "alice", publicationId: camera, source: "camera", paused: false },
    ]);
    await bob.settle();
    expect(bob.unseen).toEqual([]);
  });

  test("is told to the others, with the version of the room", async () => {
    const alice = await server.join("alice");
    await server.join("bob", { extraInfo: "b" });
    expect(await alice.next("participantJoined")).toMatchObject({
      participant: { userId: "bob", extraInfo: "b", publications: [], joinedAt: server.clock.now() },
      version: 2,
    });
  });

  test("takes another room on the same socket after a leave", async () => {
    const alice = await server.join("alice");
    await alice.request("leave", {});
    expect(server.rooms.roomCount).toBe(0);
    await alice.request("join", server.joinParams("alice", { roomId: "next" }));
    expect(server.rooms.roomCount).toBe(1);
    server.clock.advance(20_000);
    await alice.settle();
  });
});

describe("publishing", () => {
  test("reaches automatic subscribers, paused until they are ready", async () => {
    const [alice, bob] = [await server.join("alice"), await server.join("bob")];
    const publicationId = await publish(alice, "microphone");
    expect(await bob.next("published")).toEqual({
      userId: "alice",
      publication: { publicationId, source: "microphone", muted: false },
      version: 3,
    });
    const { subscription } = await bob.next("subscribed");
    expect(subscription).toMatchObject({ publicationId, userId: "alice", source: "microphone", paused: true });

    const consumer = () => [...(server.media.producers.get(publicationId)?.consumers ?? [])][0];
    expect(consumer()?.paused).toBe(true);
    const { subscriptionId } = subscription;
    await bob.request("updateSubscriptions", {
      updates: [{ subscriptionId, paused: false }],
    });
    expect(consumer()?.paused).toBe(false);
    await alice.settle();
    expect(alice.unseen).toEqual(["participantJoined"]);
  });

  test("ends for everybody with unpublish", async () => {
    const [alice, bob] = [await server.join("alice"), await server.join("bob")];
    const publicationId = await publish(alice, "camera");
    const { subscription } = await bob.next("subscribed");
    await alice.request("unpublish", { publicationId });
    expect(await bob.next("unsubscribed")).toMatchObject({ subscriptionId: subscription.subscriptionId });
    expect(await bob.next("unpublished")).toEqual({ userId: "alice", publicationId, source: "camera", version: 4 });
    expect(server.media.producers.size).toBe(0);
    expect(await alice.refusal("unpublish", { publicationId })).toMatchObject({ reason: "not_found" });
    await publish(alice, "camera");
  });

  test("is muted and unmuted for everybody", async () => {
    const [alice, bob] = [await server.join("alice"), await server.join("bob")];
    const publicationId = await publish(alice, "microphone");
    for (const muted of [true, false]) {
      await alice.request("mute", { publicationId, muted });
      await alice.request("mute", { publicationId, muted });
      expect(await bob.next("muted")).toMatchObject({ userId: "alice", publicationId, source: "microphone", muted });
      expect(server.media.producers.get(publicationId)?.paused).toBe(muted);
    }
    await bob.settle();
    expect(bob.unseen).not.toContain("muted");
  });

  test("takes one of each source", async () => {
    const alice = await server.join("alice");
    for (const source of ["microphone", "camera", "screen", "screenAudio"] as const) await publish(alice, source);
    const again = { source: "camera" as const, muted: false, rtpParameters: rtpParameters("video", 99) };
    expect(await alice.refusal("publish", again)).toMatchObject({ code: -1080, reason: "publish_limit" });
  });

  test("refuses what the room does not carry and lives on", async () => {
    const alice = await server.join("alice");
    const wrong = { source: "camera" as const, muted: false, rtpParameters: rtpParameters("audio", 5) };
    expect(await alice.refusal("publish", wrong)).toMatchObject({ reason: "unsupported_media" });
    await publish(alice, "camera");
  });
});

describe("subscribing", () => {
  test("by name works before the publisher is there and whenever it publishes again", async () => {
    const bob = await server.join("bob", { autoSubscribe: NONE });
    await bob.request("subscribe", { userId: "alice", source: "camera" });
    const alice = await server.join("alice");
    await publish(alice, "microphone");
    const first = await publish(alice, "camera");
    expect((await bob.next("subscribed")).subscription).toMatchObject({ publicationId: first, source: "camera" });
    await alice.request("unpublish", { publicationId: first });
    const second = await publish(alice, "camera");
    expect((await bob.next("subscribed")).subscription).toMatchObject({ publicationId: second });
    await bob.settle();
    expect(bob.unseen).not.toContain("subscribed");
  });

  test("by name reaches what is published already", async () => {
    const alice = await server.join("alice");
    const publicationId = await publish(alice, "screen");
    const bob = await server.join("bob", { autoSubscribe: { audio: true, video: true, screen: false } });
    expect(bob.joined.subscriptions).toEqual([]);
    await bob.request("subscribe", { userId: "alice", source: "screen" });
    expect((await bob.next("subscribed")).subscription).toMatchObject({ publicationId, paused: true });
  });

  test("is undone by unsubscribe, also of what is automatic", async () => {
    const [alice, bob] = [await server.join("alice"), await server.join("bob")];
    await publish(alice, "camera");
    const { subscription } = await bob.next("subscribed");
    await bob.request("unsubscribe", { userId: "alice", source: "camera" });
    expect(await bob.next("unsubscribed")).toMatchObject({ subscriptionId: subscription.subscriptionId });
    await publish(alice, "microphone");
    expect((await bob.next("subscribed")).subscription.source).toBe("microphone");
    await bob.request("subscribe", { userId: "alice", source: "camera" });
    expect((await bob.next("subscribed")).subscription.source).toBe("camera");
  });

  test("passes over an update of a subscription that has just ended", async () => {
    const bob = await server.join("bob");
    await bob.request("updateSubscriptions", { updates: [{ subscriptionId: "gone", paused: false }] });
  });
});

describe("speaking", () => {
  test("is told to everybody, on change only, without those who are muted", async () => {
    const [alice, bob] = [await server.join("alice"), await server.join("bob")];
    const publicationId = await publish(alice, "microphone");
    const level = [{ producerId: publicationId, volume: -30 }];
    server.media.hear(level);
    server.media.hear(level);
    server.media.hear([]);
    const speakers = [{ userId: "alice", volume: -30 }];
    for (const client of [alice, bob]) {
      expect(await client.next("speaking")).toMatchObject({ speakers });
      expect(await client.next("speaking")).toMatchObject({ speakers: [] });
    }
    await alice.request("mute", { publicationId, muted: true });
    server.media.hear(level);
    await bob.settle();
    expect(bob.unseen).not.toContain("speaking");
  });
});

describe("leaving", () => {
  test.each([
    ["by request", async (client: Joined) => void (await client.request("leave", {}))],
    ["by closing the socket", async (client: Joined) => client.socket.close(1000)],
    ["by going away", async (client: Joined) => client.socket.close(1001)],
  ])("%s is told at once, the publications first", async (_, leave) => {
    const [alice, bob] = [await server.join("alice"), await server.join("bob")];
    await publish(alice, "camera");
    const { subscription } = await bob.next("subscribed");
    await leave(alice);
    expect(await bob.next("unsubscribed")).toMatchObject({ subscriptionId: subscription.subscriptionId });
    expect(await bob.next("unpublished")).toMatchObject({ userId: "alice", source: "camera", version: 4 });
    expect(await bob.next("participantLeft")).toEqual({ userId: "alice", reason: "left", version: 5 });
    expect(server.media.producers.size).toBe(0);
    expect(server.media.peers.size).toBe(1);
  });

  test("of the last one ends the room", async () => {
    const alice = await server.join("alice");
    await alice.request("leave", {});
    expect([server.rooms.roomCount, server.engine.rooms.size, server.rooms.participantCount]).toEqual([0, 0, 0]);
    expect((await server.join("alice")).joined.room.version).toBe(1);
  });
});

describe("visibility", () => {
  test("an invisible participant is not announced, receives, and may not publish", async () => {
    const alice = await server.join("alice");
    await publish(alice, "microphone");
    const ghost = await server.join("ghost", { visible: false });
    expect(ghost.joined.room.participants.map(({ userId }) => userId)).toEqual(["alice"]);
    expect(ghost.joined.subscriptions).toHaveLength(1);
    const attempt = { source: "camera" as const, muted: false, rtpParameters: rtpParameters("video", 9) };
    expect(await ghost.refusal("publish", attempt)).toMatchObject({ code: -1002, reason: "invisible" });
    await ghost.request("leave", {});
    await alice.settle();
    expect(alice.unseen).toEqual([]);
  });

  test("a change of it looks like a leave or a join to the others", async () => {
    const [alice, bob] = [await server.join("alice"), await server.join("bob")];
    const publicationId = await publish(alice, "camera");
    await alice.request("setVisibility", { visible: false });
    // The server ended the publication, so the owner is told too.
    expect(await alice.next("unpublished")).toMatchObject({ userId: "alice", publicationId });
    expect(await bob.next("participantLeft")).toMatchObject({ userId: "alice", reason: "invisible" });
    await alice.request("setVisibility", { visible: true });
    expect(await bob.next("participantJoined")).toMatchObject({ participant: { userId: "alice", publications: [] } });
    await publish(alice, "camera");
  });

  test("the invisible are put out when the last visible participant leaves", async () => {
    const alice = await server.join("alice");
    const ghost = await server.join("ghost", { visible: false });
    await alice.request("leave", {});
    expect(await ghost.next("removed")).toMatchObject({ error: { code: -1011, reason: "room_dismissed" } });
    expect(await ghost.closed).toEqual({ code: 4002, reason: "room_dismissed" });
    expect(server.rooms.roomCount).toBe(0);
  });

  test("an invisible participant may wait in a room that nobody visible has joined yet", async () => {
    const ghost = await server.join("ghost", { visible: false });
    await server.join("alice");
    expect(await ghost.next("participantJoined")).toMatchObject({ participant: { userId: "alice" } });
  });
});
