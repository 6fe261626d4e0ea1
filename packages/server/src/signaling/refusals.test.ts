import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rtpParameters } from "../media/testing/sample-media.js";
import { APP_ID, Harness, type TokenChoices } from "./testing/harness.js";

let server: Harness;

beforeEach(async () => {
  server = await Harness.start({ visibleParticipants: 3, publishingParticipants: 1, invisibleParticipants: 1 });
});
afterEach(() => server.stop());

const microphone = { source: "microphone" as const, muted: false, rtpParameters: rtpParameters("audio", 1) };
const camera = { source: "camera" as const, muted: false, rtpParameters: rtpParameters("video", 2) };

describe("a join is refused", () => {
  test.each<[string, TokenChoices, { reason: string; message: RegExp }]>([
    ["a wrong key", { appKey: "f".repeat(32) }, { reason: "token_wrong_key", message: /AppKey of app/ }],
    ["another app", { appId: "f".repeat(24) }, { reason: "token_wrong_app", message: /made for app "f{24}"/ }],
    [
      "another room",
      { roomId: "other" },
      { reason: "token_wrong_room", message: /for room "other", not for room "room"/ },
    ],
    ["an expiry in the past", { expireIn: -60 }, { reason: "token_expired", message: /expired at \S+Z, 60 s ago/ }],
    [
      "no privilege",
      { publishFor: null, subscribeFor: null },
      { reason: "token_without_privilege", message: /neither publishing nor subscribing/ },
    ],
  ])("for a token with %s, and says so", async (_, choices, { reason, message }) => {
    const client = await server.connect();
    const refusal = await client.refusal("join", server.joinParams("alice", { token: server.token("alice", choices) }));
    expect(refusal).toEqual({ code: -1000, reason, message: expect.stringMatching(message) });
    // The same socket may try again.
    await client.request("join", server.joinParams("alice"));
  });

  test("for a token of another user", async () => {
    const client = await server.connect();
    const params = server.joinParams("alice", { token: server.token("bob") });
    expect(await client.refusal("join", params)).toMatchObject({ code: -1000, reason: "token_wrong_user" });
  });

  test.each(["x", "001", "abc".repeat(100)])("for the token %j, which is none", async (token) => {
    const client = await server.connect();
    const refusal = await client.refusal("join", server.joinParams("alice", { token }));
    expect(refusal).toMatchObject({ code: -1000, reason: "token_malformed" });
  });

  test("for an app that is unknown or disabled", async () => {
    const client = await server.connect();
    const appId = "e".repeat(24);
    expect(await client.refusal("join", server.joinParams("alice", { appId }))).toMatchObject({
      code: -1000,
      reason: "app_unknown",
      message: expect.stringContaining(appId),
    });
    server.apps.set(APP_ID, { enabled: false, keys: [...(server.apps.get(APP_ID)?.keys ?? [])] });
    expect(await client.refusal("join", server.joinParams("alice"))).toMatchObject({ reason: "app_disabled" });
  });

  test.each([
    ["roomId", "room 1", -1007, "illegal_room_id"],
    ["roomId", "", -1007, "illegal_room_id"],
    ["userId", "中", -1007, "illegal_user_id"],
    ["userId", "u".repeat(129), -1007, "illegal_user_id"],
    ["appId", "APP", -1000, "app_unknown"],
    ["token", "", -1000, "token_malformed"],
    ["extraInfo", "中".repeat(67), -1001, "bad_message"],
  ])("for a %s of %j with an answer that names the field", async (field, value, code, reason) => {
    const client = await server.connect();
    const refusal = await client.refusal("join", { ...server.joinParams("alice"), [field]: value });
    expect(refusal).toEqual({ code, reason, message: expect.stringContaining(field) });
    await client.request("join", server.joinParams("alice"));
  });

  test("a second time on the same socket", async () => {
    const alice = await server.join("alice");
    expect(await alice.refusal("join", server.joinParams("alice"))).toMatchObject({ reason: "already_joined" });
    expect(await alice.refusal("resume", alice.joined)).toMatchObject({ reason: "already_joined" });
    await alice.request("publish", microphone);
  });

  test("when the room is full, with the limit", async () => {
    for (const user of ["a", "b", "c"]) await server.join(user);
    await server.join("ghost", { visible: false });
    const client = await server.connect();
    expect(await client.refusal("join", server.joinParams("d"))).toMatchObject({
      code: -1001,
      reason: "room_full",
      message: expect.stringContaining("3 visible"),
    });
    const invisible = server.joinParams("d", { visible: false });
    expect(await client.refusal("join", invisible)).toMatchObject({ reason: "room_full" });
    // Somebody who is here already takes no further place.
    await server.join("a");
  });

  test("for capabilities that make no sense", async () => {
    const client = await server.connect();
    const params = server.joinParams("alice", { rtpCapabilities: { codecs: [{ kind: "smell" }] } });
    expect(await client.refusal("join", params)).toMatchObject({ reason: "unsupported_media" });
    expect(server.rooms.roomCount).toBe(0);
  });
});

describe("a request is refused", () => {
  test("before the join", async () => {
    const client = await server.connect();
    expect(await client.refusal("publish", microphone)).toMatchObject({ reason: "not_joined" });
    expect(await client.refusal("leave", {})).toMatchObject({ reason: "not_joined" });
    await client.request("ping", {});
  });

  test("for a privilege that the token lacks, and says which", async () => {
    const listener = await server.join("bob", { token: server.token("bob", { publishFor: null }) });
    expect(await listener.refusal("publish", microphone)).toEqual({
      code: -1002,
      reason: "publish_not_permitted",
      message: expect.stringContaining("publish audio"),
    });
    const speaker = await server.join("alice", { token: server.token("alice", { subscribeFor: null }) });
    await speaker.request("publish", microphone);
    expect(await speaker.refusal("subscribe", { userId: "bob", source: "camera" })).toMatchObject({
      code: -1003,
      reason: "subscribe_not_permitted",
    });
    expect((await listener.next("subscribed")).subscription.userId).toBe("alice");
  });

  test.each([
    ["audio", { audio: 0 }],
    ["video", { video: 0 }],
    ["data", { data: 0 }],
  ] as const)("for all but %s when the token grants that alone", async (granted, publish) => {
    const bob = await server.join("bob");
    const alice = await server.join("alice", { token: server.token("alice", { publish }) });
    const attempts = {
      audio: () => alice.request("publish", microphone),
      video: () => alice.request("publish", camera),
      data: () => alice.request("sendMessage", { binary: false, message: "hello" }),
    };
    for (const [kind, attempt] of Object.entries(attempts)) {
      if (kind === granted) await attempt();
      else await expect(attempt()).rejects.toMatchObject({ info: { code: -1002, reason: "publish_not_permitted" } });
    }
    await bob.next(granted === "data" ? "message" : "published");
    await bob.settle();
    expect(bob.unseen.filter((event) => event === "published" || event === "message")).toEqual([]);
  });

  test("for messages once their privilege is over, and again no more with a new token", async () => {
    const alice = await server.join("alice", { token: server.token("alice", { publish: { audio: 0, data: 40 } }) });
    const hello = { binary: false, message: "hello" };
    await server.pass(10_000, alice);
    expect(await alice.next("tokenWillExpire")).toMatchObject({ privilege: "publish" });
    // Still good in its own second.
    await server.pass(30_999, alice);
    await alice.request("sendMessage", hello);
    server.clock.advance(1);
    expect(await alice.refusal("sendMessage", hello)).toMatchObject({
      code: -1002,
      message: expect.stringContaining("privilege to publish data expired at"),
    });
    await alice.request("updateToken", { token: server.token("alice") });
    await alice.request("sendMessage", hello);
  });

  test("over the limit of publishers, but not for a second track of the same one", async () => {
    const [alice, bob] = [await server.join("alice"), await server.join("bob")];
    await alice.request("publish", microphone);
    await alice.request("publish", camera);
    expect(await bob.refusal("publish", microphone)).toEqual({
      code: -1080,
      reason: "publish_limit",
      message: expect.stringContaining("1 participants publish"),
    });
  });

  test("for another participant's transport or publication", async () => {
    const [alice, bob] = [await server.join("alice"), await server.join("bob")];
    const { publicationId } = await alice.request("publish", microphone);
    expect(await bob.refusal("unpublish", { publicationId })).toMatchObject({ reason: "not_found" });
    expect(await bob.refusal("mute", { publicationId, muted: true })).toMatchObject({ reason: "not_found" });
    const transportId = alice.joined.sendTransport.id;
    expect(await bob.refusal("restartIce", { transportId })).toMatchObject({ reason: "not_found" });
  });

  test("for a subscription by an illegal user id, with an answer", async () => {
    const alice = await server.join("alice");
    expect(await alice.refusal("subscribe", { userId: "a b", source: "camera" })).toMatchObject({
      code: -1007,
      reason: "illegal_user_id",
    });
  });
});

describe("a subscriber without the codec", () => {
  test("gets the rest and does not disturb the others", async () => {
    const alice = await server.join("alice");
    const { codecs } = server.joinParams("x").rtpCapabilities as { codecs: { kind: string }[] };
    const rtpCapabilities = { codecs: codecs.filter(({ kind }) => kind === "audio"), headerExtensions: [] };
    const failures: string[] = [];
    server.rooms.events.on("subscribeFailed", (_room, { userId }, { source }) => failures.push(`${userId} ${source}`));
    const bob = await server.join("bob", { rtpCapabilities });
    await alice.request("publish", camera);
    await alice.request("publish", microphone);
    expect((await bob.next("subscribed")).subscription.source).toBe("microphone");
    expect(failures).toEqual(["bob camera"]);
  });
});
