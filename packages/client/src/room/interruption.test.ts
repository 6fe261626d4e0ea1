import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { JOIN, TestTrack, testRoom } from "../testing/room-kit.js";
import { joinResult, participant, ScriptedServer, subscription } from "../testing/scripted-server.js";
import type { Room } from "./room.js";

let server: ScriptedServer;
let room: Room;
const page = new EventTarget() as EventTarget & { visibilityState: string };

beforeEach(async () => {
  page.visibilityState = "visible";
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("document", page);
  vi.stubGlobal("navigator", {});
  server = await ScriptedServer.start();
  room = testRoom(server.url);
});
afterEach(async () => {
  await room.leave();
  await server.stop();
  vi.unstubAllGlobals();
});

function look(visibilityState: "visible" | "hidden"): void {
  page.visibilityState = visibilityState;
  page.dispatchEvent(new Event("visibilitychange"));
}

describe("a device that the system takes away for a while", () => {
  it("is muted for the others until it comes back", async () => {
    const told: unknown[] = [];
    room.on("publicationInterrupted", (...args) => told.push(args));
    await room.join(JOIN);
    const track = new TestTrack("audio");
    await room.publish("microphone", track.asTrack());
    track.interrupt(true);
    await vi.waitFor(() => expect(server.asked("mute")).toMatchObject([{ muted: true }]), 5_000);
    track.interrupt(false);
    await vi.waitFor(() => expect(server.asked("mute")).toMatchObject([{ muted: true }, { muted: false }]));
    expect(told).toEqual([
      ["microphone", true],
      ["microphone", false],
    ]);
  });

  it("stays muted where the caller wants it so", async () => {
    await room.join(JOIN);
    const track = new TestTrack("audio");
    await room.publish("microphone", track.asTrack(), { muted: true });
    const told = new Promise((resolve) => room.once("publicationInterrupted", resolve));
    track.interrupt(true);
    await told;
    track.interrupt(false);
    await room.setMuted("microphone", true);
    expect(server.asked("mute")).toEqual([]);
  });
});

describe("a page in the background", () => {
  const sizes = () =>
    server.asked("updateSubscriptions").flatMap((asked) => (asked as { updates: { size: object }[] }).updates);

  async function joinBob(): Promise<void> {
    const subscriptions = [subscription("bob", "camera"), subscription("bob", "microphone")];
    server.handlers.join = () => joinResult([participant("me"), participant("bob")], subscriptions);
    const added = new Promise<void>((resolve) => {
      let count = 0;
      room.on("trackAdded", () => ++count === 2 && resolve());
    });
    await room.join(JOIN);
    await added;
  }

  it("receives no pictures, and all of them again when it comes back", async () => {
    await joinBob();
    look("hidden");
    await vi.waitFor(() => expect(sizes()).toMatchObject([{ size: { width: 0, height: 0 } }]));
    look("visible");
    await vi.waitFor(() => expect(sizes()).toHaveLength(2));
    expect(sizes()[1]).toMatchObject({ subscriptionId: "bob-camera-subscription", size: { width: 16_384 } });
  });

  it("receives them all the same where the caller says so", async () => {
    room = testRoom(server.url, { videoInBackground: true });
    await joinBob();
    look("hidden");
    await room.setVisibility(true);
    expect(sizes()).toEqual([]);
  });
});
