import { TIMES } from "@lianmai/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { JOIN, TestTrack, testRoom } from "../testing/room-kit.js";
import { joinResult, participant, ScriptedServer, subscription } from "../testing/scripted-server.js";
import type { Room } from "./room.js";

let server: ScriptedServer;
let room: Room;
beforeEach(async () => {
  server = await ScriptedServer.start();
  room = testRoom(server.url);
});
afterEach(async () => {
  await room.leave();
  await server.stop();
});

const updates = () => server.asked("updateSubscriptions").flatMap((asked) => (asked as { updates: object[] }).updates);

/** Joins a room in which Bob's camera is subscribed. */
async function joinBob(): Promise<string> {
  const camera = subscription("bob", "camera");
  server.handlers.join = () => ({ ...joinResult([participant("me"), participant("bob")]), subscriptions: [camera] });
  server.handlers.resume = () => ({ room: { version: 1, participants: [] }, subscriptions: [camera] });
  const added = new Promise((resolve) => room.once("trackAdded", resolve));
  await room.join(JOIN);
  await added;
  return camera.subscriptionId;
}

describe("where a picture is shown", () => {
  it("is told, rounded to whole pixels", async () => {
    const subscriptionId = await joinBob();
    room.setDemand("bob", "camera", { width: 150.2, height: 99.6 });
    room.setDemand("carol", "camera", { width: 1, height: 1 });
    await vi.waitFor(() => expect(updates()).toEqual([{ subscriptionId, size: { width: 151, height: 100 } }]));
    room.setDemand("bob", "camera", { width: Number.NaN, height: -4 });
    await vi.waitFor(() => expect(updates().at(-1)).toEqual({ subscriptionId, size: { width: 0, height: 0 } }));
    room.setDemand("bob", "camera", undefined);
    await vi.waitFor(() => expect(updates()).toHaveLength(3));
    expect(updates().at(-1)).toMatchObject({ size: { width: 16_384 } });
  });

  it("may be said before the join, and is told again after a reconnect", async () => {
    room.setDemand("bob", "camera", { width: 80, height: 60 });
    const subscriptionId = await joinBob();
    const told = { subscriptionId, size: { width: 80, height: 60 } };
    await vi.waitFor(() => expect(updates()).toEqual([told]));
    server.cut();
    await vi.waitFor(() => expect(updates()).toEqual([told, told]));
  });
});

describe("the encoder", () => {
  it("tells the layers of a camera, and their new sizes", async () => {
    await room.join(JOIN);
    await room.publish("camera", new TestTrack("video").asTrack());
    expect(server.asked("publish")).toMatchObject([{ layers: [{ width: 320 }, { width: 640 }] }]);
    await room.setEncoder("camera", { width: 320, height: 240 });
    expect(server.asked("updateLayers")).toMatchObject([{ layers: [{ width: 160 }, { width: 320 }] }]);
    await room.setEncoder("camera", { maxBitrate: 100_000 });
    expect(server.asked("updateLayers")).toHaveLength(1);
    await expect(room.setEncoder("screen", {})).rejects.toMatchObject({ reason: "not_found" });
  });

  it("has no word in encodings of the caller's own", async () => {
    await room.join(JOIN);
    await room.publish("camera", new TestTrack("video").asTrack(), { encodings: [{ maxBitrate: 1 }] });
    await room.setEncoder("camera", { width: 320 });
    expect(server.asked("publish")).toMatchObject([{ source: "camera" }]);
    expect(server.asked("publish")[0]).not.toHaveProperty("layers");
    expect(server.asked("updateLayers")).toEqual([]);
  });
});

describe("the quality of the network", () => {
  it("is told with what the server says of the others", { timeout: TIMES.qualityInterval * 5 }, async () => {
    server.handlers.join = () =>
      joinResult([participant("me"), { ...participant("bob"), network: { uplink: 2, downlink: 3 } }]);
    const told = new Promise((resolve) => room.once("networkQuality", resolve));
    await room.join(JOIN);
    expect(await told).toMatchObject({
      local: { userId: "me", uplink: 0, downlink: 0 },
      remote: [{ userId: "bob", uplink: 2, downlink: 3 }],
    });
    await vi.waitFor(() => expect(server.asked("reportNetwork")).toEqual([{ uplink: 0, downlink: 0 }]));
  });
});
