import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rtpParameters } from "../media/testing/sample-media.js";
import { RoomError } from "../rooms/room-error.js";
import { OFFERED_EVENTS } from "./event-names.js";
import { eventually } from "./testing/eventually.js";
import { Receiver } from "./testing/receiver.js";
import { APP_ID, SECRET, WebhookHarness } from "./testing/webhook-harness.js";

let harness: WebhookHarness;
let receiver: Receiver;

beforeEach(async () => {
  harness = await WebhookHarness.start();
  receiver = await Receiver.start(SECRET);
  await harness.listen(receiver.url);
});
afterEach(async () => {
  await harness.dispose();
  await receiver.close();
});

/** Type, user and reason of what arrived, once so many have. */
async function told(count: number): Promise<string[]> {
  await eventually(() => receiver.received.length).toBeGreaterThanOrEqual(count);
  return receiver.received.map(({ webhook, data }) =>
    [webhook.EventType, data.UserId, data.Reason].filter((part) => part !== undefined).join(" "),
  );
}

describe("the body", () => {
  test("is as the original's: eight strings, EventData of JSON", async () => {
    const now = harness.clock.now();
    await harness.join("alice");
    await told(2);
    const [create, join] = receiver.received;
    expect(create?.webhook).toEqual({
      EventType: "RoomCreate",
      EventData: `{"RoomId":"room","Timestamp":${now}}`,
      EventTime: new Date(now).toISOString(),
      EventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      AppId: APP_ID,
      Version: "2020-12-01",
      Nonce: expect.stringMatching(/^[0-9A-Za-z]{4}$/),
      Signature: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(create?.headers).toMatchObject({ "content-type": "application/json", "x-lianmai-sequence": "1" });
    expect(join?.data).toEqual({
      RoomId: "room",
      UserId: "alice",
      DeviceType: "web",
      ExtraInfo: '{"name":"alice"}',
      Timestamp: now,
    });
    expect(receiver.refused).toEqual([]);
  });

  test("names the BusinessId of a callback that has one", async () => {
    const other = await Receiver.start(SECRET);
    await harness.listen(other.url, "business-1", ["RoomCreate"]);
    await harness.join("alice");
    await eventually(() => other.received.length).toBe(1);
    await told(2);
    expect(other.received[0]?.webhook.BusinessId).toBe("business-1");
    expect(other.received[0]?.webhook.EventId).toBe(receiver.received[0]?.webhook.EventId);
    await other.close();
  });
});

describe("events", () => {
  test("of a room's life, in order and numbered", async () => {
    const alice = await harness.join("alice");
    const bob = await harness.join("bob", { visible: false });
    bob.room.setVisibility(bob.participant, true);
    bob.room.setVisibility(bob.participant, false);
    bob.room.leave(bob.participant, "connection_lost");
    alice.room.leave(alice.participant, "left");
    expect(await told(8)).toEqual([
      "RoomCreate",
      "UserJoinRoom alice",
      "InvisibleUserJoinRoom bob",
      "RoleChangeInvisible2Visible bob",
      "RoleChangeVisible2Invisible bob",
      "InvisibleUserLeaveRoom bob connectionLost",
      "UserLeaveRoom alice userLeave",
      "RoomDestroy",
    ]);
    expect(receiver.received.map(({ headers }) => Number(headers["x-lianmai-sequence"]))).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });

  test("of streams, with the reason of their end", async () => {
    const { room, participant } = await harness.join("alice");
    const sources = [
      ["microphone", "audio"],
      ["camera", "video"],
      ["screen", "video"],
      ["screenAudio", "audio"],
    ] as const;
    for (const [index, [source, kind]] of sources.entries()) {
      const parameters = { source, muted: false, rtpParameters: rtpParameters(kind, index + 1) };
      const { id } = await room.publications.publish(participant, parameters);
      if (source === "microphone") room.publications.unpublish(participant, id);
    }
    room.leave(participant, "left");
    const events = await told(12);
    expect(events.slice(2, 11)).toEqual([
      "UserAudioStreamStart alice",
      "UserAudioStreamStop alice StreamStop",
      "UserVideoStreamStart alice",
      "UserScreenVideoStreamStart alice",
      "UserScreenAudioStreamStart alice",
      "UserVideoStreamStop alice LeaveRoom",
      "UserScreenVideoStreamStop alice LeaveRoom",
      "UserScreenAudioStreamStop alice LeaveRoom",
      "UserLeaveRoom alice userLeave",
    ]);
  });

  test("tell of the same user who joins again by a join alone", async () => {
    await harness.join("alice");
    const again = await harness.join("alice");
    again.room.leave(again.participant, "left");
    expect(await told(5)).toEqual([
      "RoomCreate",
      "UserJoinRoom alice",
      "UserJoinRoom alice",
      "UserLeaveRoom alice userLeave",
      "RoomDestroy",
    ]);
  });

  test("name the reasons of leaves that the server caused", async () => {
    const { room } = await harness.join("anchor");
    const expireAt = Math.floor(harness.clock.now() / 1000) + 60;
    await harness.join("expiring", { expireAt });
    const kicked = await harness.join("kicked");
    await harness.join("watcher", { visible: false });
    room.remove(kicked.participant, RoomError.gone(), "kicked_out");
    harness.clock.advance(62_000);
    await eventually(() => room.size).toBe(2);
    const anchor = room.participants.find(({ userId }) => userId === "anchor");
    if (anchor) room.leave(anchor, "left");
    const events = await told(10);
    expect(events.slice(5)).toEqual([
      "UserLeaveRoom kicked kickedByAdmin",
      "UserLeaveRoom expiring onUserTokenDidExpire",
      "UserLeaveRoom anchor userLeave",
      // Put out because the room is over, which no administrator did.
      "InvisibleUserLeaveRoom watcher other",
      "RoomDestroy",
    ]);
  });

  test("name an administrator who bans, puts out and dismisses", async () => {
    const { room, participant } = await harness.join("alice");
    await harness.join("bob");
    await harness.join("watcher", { visible: false });
    const camera = { source: "camera", muted: false, rtpParameters: rtpParameters("video", 1) } as const;
    await room.publications.publish(participant, camera);
    const scope = { appId: APP_ID, roomId: "room", userId: "alice" };
    await harness.moderation.banStreams(scope, ["video"], 60);
    await harness.moderation.banJoin({ ...scope, userId: "bob" }, 60);
    harness.moderation.dismiss(APP_ID, "room");
    expect((await told(10)).slice(4)).toEqual([
      "UserVideoStreamStart alice",
      "UserVideoStreamStop alice BannedByAdmin",
      "UserLeaveRoom bob kickedByAdmin",
      "UserLeaveRoom alice roomDismissByAdmin",
      "InvisibleUserLeaveRoom watcher roomDismissByAdmin",
      "RoomDestroy",
    ]);
  });

  test("that a callback did not ask for are not sent to it", async () => {
    await harness.webhooks.callbacks.update({ appId: APP_ID, businessId: "", events: ["RoomDestroy"] });
    const { room, participant } = await harness.join("alice");
    room.leave(participant, "left");
    expect(await told(1)).toEqual(["RoomDestroy"]);
    expect(await harness.webhooks.deliveries.list()).toHaveLength(1);
    expect(OFFERED_EVENTS).toHaveLength(16);
  });
});
