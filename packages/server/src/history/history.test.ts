import { EventEmitter } from "eventemitter3";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RoomError } from "../rooms/room-error.js";
import type { RoomEvents } from "../rooms/room-events.js";
import { History } from "./history.js";
import { APP_ID, HistoryHarness } from "./testing/history-harness.js";

let harness: HistoryHarness;

beforeEach(async () => {
  harness = await HistoryHarness.start();
});
afterEach(() => harness.dispose());

const page = { number: 1, size: 20 };

async function calls() {
  await harness.history.flush();
  const range = { start: 0, end: harness.clock.now() };
  return (await harness.history.calls.calls({ appId: APP_ID, range, page })).items;
}

async function users() {
  await harness.history.flush();
  const range = { start: 0, end: harness.clock.now() };
  return (await harness.history.calls.users({ appId: APP_ID, range, page })).items;
}

describe("a call", () => {
  test("is kept with who was in it, as what, and what they published", async () => {
    const begin = harness.clock.now();
    const alice = await harness.join("alice");
    const microphone = await harness.publish(alice, "microphone", true);
    await harness.pass(1_000);
    await alice.room.publications.mute(alice.participant, microphone.id, false);
    await harness.pass(2_000);
    expect(await calls()).toEqual([
      {
        callId: expect.stringMatching(/^[0-9a-f]{32}$/),
        roomId: "room",
        createdAt: begin,
        endedAt: null,
        endReason: null,
        activeUsers: 1,
      },
    ]);
    alice.room.setVisibility(alice.participant, false);
    alice.room.leave(alice.participant, "left");
    const end = harness.clock.now();
    expect(await calls()).toMatchObject([{ endedAt: end, endReason: "empty", activeUsers: 0 }]);
    expect(await users()).toEqual([
      {
        callId: expect.any(String),
        roomId: "room",
        userId: "alice",
        stays: [
          {
            id: alice.participant.id,
            joinedAt: begin,
            leftAt: end,
            leaveReason: "left",
            os: "linux",
            device: "desk",
            access: "wifi",
            client: "web/0.1.0",
            roles: [
              { beganAt: begin, visible: true },
              { beganAt: end, visible: false },
            ],
            publications: [
              {
                id: microphone.id,
                source: "microphone",
                beganAt: begin,
                endedAt: end,
                endCause: "server",
                mutedFor: 1_000,
              },
            ],
          },
        ],
      },
    ]);
  });

  test("has each stay of a user who came again, and of one who was replaced", async () => {
    const first = await harness.join("alice");
    await harness.join("bob");
    await harness.pass(1_000);
    await harness.join("alice");
    await harness.pass(1_000);
    first.room.end("dismissed", RoomError.dismissed());
    const [alice, bob] = await users();
    expect(alice?.stays.map(({ leaveReason }) => leaveReason)).toEqual(["replaced", "room_dismissed"]);
    expect(bob?.stays.map(({ leaveReason }) => leaveReason)).toEqual(["room_dismissed"]);
  });

  test("that a killed server could not end is ended by the next one", async () => {
    const begin = harness.clock.now();
    await harness.join("alice");
    await harness.pass(21_000);
    await harness.history.flush();
    // As after a kill: nobody tells of the end of the rooms, and the file is opened once more.
    const { folder, clock } = harness;
    const rooms = new EventEmitter<RoomEvents>();
    const next = await History.start({ dataDir: folder, rooms, clock, logger: pino({ level: "silent" }) });
    const range = { start: 0, end: clock.now() };
    const { items } = await next.calls.calls({ appId: APP_ID, range, page });
    expect(items).toMatchObject([{ createdAt: begin, endedAt: begin + 20_000, endReason: "interrupted" }]);
    const { items: stays } = await next.calls.users({ appId: APP_ID, range, page });
    expect(stays[0]?.stays).toMatchObject([{ leftAt: begin + 20_000, leaveReason: "interrupted" }]);
    await next.close();
  });

  test("is found by time, room and user, in pages", async () => {
    for (const roomId of ["one", "two", "three"]) {
      const alice = await harness.join("alice", { roomId });
      await harness.join("bob", { roomId });
      await harness.pass(1_000);
      alice.room.end("dismissed", RoomError.dismissed());
    }
    await harness.history.flush();
    const { calls: queries } = harness.history;
    const range = { start: 0, end: harness.clock.now() };
    const second = await queries.calls({ appId: APP_ID, range, page: { number: 2, size: 2 } });
    expect(second).toMatchObject({ total: 3, items: [{ roomId: "three" }] });
    expect(await queries.calls({ appId: APP_ID, roomId: "two", range, page })).toMatchObject({ total: 1 });
    expect(await queries.calls({ appId: "f".repeat(24), range, page })).toEqual({ total: 0, items: [] });
    const bob = await queries.users({ appId: APP_ID, roomId: "two", userIds: ["bob"], range, page });
    expect(bob).toMatchObject({ total: 1, items: [{ userId: "bob", roomId: "two", stays: [{}] }] });
    const late = { start: harness.clock.now() + 1, end: harness.clock.now() + 2 };
    expect(await queries.users({ appId: APP_ID, range: late, page })).toEqual({ total: 0, items: [] });
  });
});

describe("quality", () => {
  test("is a point every 2 s for each stream, from the counters and from what the client tells", async () => {
    const [alice, bob] = [await harness.join("alice"), await harness.join("bob")];
    const camera = await harness.publish(alice, "camera");
    const view = harness.subscription(bob, camera);
    await harness.pass(100);
    harness.carry(camera, { bytes: 100_000, packets: 100, lost: 5, rtt: 40, jitter: 3 });
    harness.carry(view, { bytes: 90_000, packets: 95, lost: 10, rtt: 60 });
    const report = {
      id: view.id,
      width: 640,
      height: 360,
      framesPerSecond: 15,
      played: 2_000,
      stalled: 500,
      freezes: 1,
    };
    harness.rooms.events.emit("qualityReported", bob.room, bob.participant, [report]);
    // Of a stream of somebody else, and of one that there is not: neither is believed.
    harness.rooms.events.emit("qualityReported", alice.room, alice.participant, [
      { id: view.id, stalled: 2_000 },
      { id: "none", stalled: 2_000 },
    ]);
    await harness.pass(2_000);
    await harness.history.flush();
    const range = { start: harness.clock.now() - 60_000, end: harness.clock.now() };
    const filter = { appId: APP_ID, roomId: "room", userIds: ["alice", "bob"], direction: undefined };
    const curves = await harness.history.quality.curves(filter, range);
    expect(curves).toMatchObject([
      {
        userId: "alice",
        peerId: "",
        direction: "up",
        source: "camera",
        span: 2_000,
        bytes: 100_000,
        packets: 100,
        lost: 5,
        rtt: 40,
        jitter: 3,
        fps: null,
      },
      {
        userId: "bob",
        peerId: "alice",
        direction: "down",
        source: "camera",
        span: 2_000,
        bytes: 90_000,
        packets: 95,
        lost: 10,
        rtt: 60,
        fps: 15,
        width: 640,
        height: 360,
        freezes: 1,
        played: 2_000,
        stalled: 500,
      },
    ]);
    expect(await harness.history.quality.sums({ appId: APP_ID }, range, 60_000)).toMatchObject([
      { kind: "video", played: 2_000, stalled: 500, timed: 2_000, late: 0 },
    ]);
    expect(await harness.history.quality.firstFrames({ appId: APP_ID }, range, 60_000)).toMatchObject([
      { kind: "video", direction: "down", expected: 1, came: 1 },
      { kind: "video", direction: "up", expected: 1, came: 1 },
    ]);
  });

  test("misses the first frame of what is not muted, after a while", async () => {
    const alice = await harness.join("alice");
    await harness.publish(alice, "camera");
    await harness.publish(alice, "microphone", true);
    await harness.pass(8_000);
    await harness.history.flush();
    const range = { start: harness.clock.now() - 60_000, end: harness.clock.now() };
    expect(await harness.history.quality.firstFrames({ appId: APP_ID }, range, 60_000)).toMatchObject([
      { kind: "video", direction: "up", expected: 1, came: 0 },
    ]);
  });

  test("becomes a point a minute, and is removed with all else that is old", async () => {
    await harness.dispose();
    const HOUR = 3600_000;
    const retention = { points: HOUR, minutes: 3 * HOUR, calls: 3 * HOUR, usage: 3 * HOUR, audit: 3 * HOUR };
    harness = await HistoryHarness.start({ retention });
    const [alice, bob] = [await harness.join("alice"), await harness.join("bob")];
    const microphone = await harness.publish(alice, "microphone");
    const hearing = harness.subscription(bob, microphone);
    const begin = harness.clock.now();
    for (let second = 0; second < 180; second += 2) {
      for (const track of [microphone, hearing]) {
        harness.carry(track, { bytes: 1_000, packets: 100, rtt: second < 90 ? 20 : 40 });
      }
      await harness.pass(2_000);
    }
    alice.room.end("dismissed", RoomError.dismissed());
    await harness.history.flush();
    const range = { start: begin - 60_000, end: begin + HOUR };
    const { quality } = harness.history;
    const curves = () => quality.curves({ appId: APP_ID, roomId: "room", direction: undefined }, range);
    const sums = (filter: object) => quality.sums({ appId: APP_ID, ...filter }, range, 60_000);
    const [byPoints, points] = [await sums({}), await curves()];
    expect(points.length).toBeGreaterThan(160);
    expect(byPoints.reduce((total, { timed }) => total + timed, 0)).toBeGreaterThan(170_000);

    // The minutes are there beside the points: what is asked by minutes is the same, and nothing counts twice.
    harness.clock.advance(2 * 60_000);
    await harness.history.maintain();
    expect(await sums({})).toEqual(byPoints);
    expect(await sums({ roomId: "room", userIds: ["bob"] })).toEqual(byPoints);
    expect(await curves()).toEqual(points);

    harness.clock.advance(2 * HOUR);
    await harness.history.maintain();
    expect(await sums({})).toEqual(byPoints);
    const minutes = await curves();
    expect(minutes.length).toBeLessThanOrEqual(8);
    const sum = (all: typeof minutes, read: (point: (typeof minutes)[0]) => number) =>
      all.reduce((total, point) => total + read(point), 0);
    expect(sum(minutes, ({ bytes }) => bytes)).toBe(sum(points, ({ bytes }) => bytes));
    expect(sum(minutes, ({ span }) => span)).toBe(sum(points, ({ span }) => span));
    expect(minutes.map(({ rtt }) => rtt)).toEqual(expect.arrayContaining([20, 40]));
    expect(await calls()).toHaveLength(1);

    harness.clock.advance(4 * HOUR);
    await harness.history.maintain();
    expect(await curves()).toEqual([]);
    expect(await sums({})).toEqual([]);
    expect(await calls()).toEqual([]);
    expect(await users()).toEqual([]);
    expect(await harness.history.operation.usage(APP_ID, { start: 0, end: harness.clock.now() })).toEqual([]);
  });
});

describe("usage", () => {
  test("is the time in rooms by what is received", async () => {
    const [alice, bob] = [await harness.join("alice"), await harness.join("bob")];
    await harness.pass(10_000);
    const camera = await harness.publish(alice, "camera");
    const view = harness.subscription(bob, camera);
    const report = (width: number, height: number) =>
      harness.rooms.events.emit("qualityReported", bob.room, bob.participant, [{ id: view.id, width, height }]);
    for (const [width, height] of [
      [640, 360],
      [1280, 720],
      [1920, 1080],
    ] as const) {
      for (let second = 0; second < 10; second += 2) {
        report(width, height);
        await harness.pass(2_000);
      }
    }
    alice.room.end("dismissed", RoomError.dismissed());
    await harness.pass(10_000);
    await harness.history.flush();
    const usage = await harness.history.operation.usage(APP_ID, { start: 0, end: harness.clock.now() });
    const minutes = Object.fromEntries(usage.map(({ usageClass, duration }) => [usageClass, duration]));
    expect(minutes.audio).toBe(40_000 + 10_000);
    expect(minutes).toMatchObject({ sdm: 10_000, sd: 10_000, hd: 10_000 });
  });

  test("counts users, rooms, joins and the most at once", async () => {
    const begin = harness.clock.now();
    await harness.join("alice");
    const bob = await harness.join("bob");
    await harness.join("alice", { roomId: "other" });
    await harness.pass(30_000);
    bob.room.leave(bob.participant, "left");
    await harness.pass(60_000);
    await harness.history.flush();
    const operation = await harness.history.operation.operation(
      APP_ID,
      { start: begin, end: begin + 3 * 60_000 },
      60_000,
    );
    expect(operation).toMatchObject([
      { users: 2, rooms: 2, sessions: 3, duration: 30_000 + 2 * 90_000, peakUsers: 3, peakRooms: 2 },
      { users: 1, rooms: 2, sessions: 0, duration: 0, peakUsers: 2, peakRooms: 2 },
      { users: 1, rooms: 2, sessions: 0 },
    ]);
    const joins = await harness.history.quality.joins({ appId: APP_ID }, { start: begin, end: begin + 60_000 }, 60_000);
    expect(joins).toEqual([{ at: begin, tried: 3, quick: 3 }]);
  });
});

test("the audit log has who did what, and no secret", async () => {
  const entry = {
    actorKind: "access_key" as const,
    actor: "AKLM1",
    action: "CreateCallback",
    version: "2020-12-01",
    appId: APP_ID,
    roomId: "",
    userId: "",
    details: { URL: "https://example.com", SecretKey: "hush", Token: "hush", EventList: ["RoomCreate"] },
    outcome: "ok",
    requestId: "1",
  };
  harness.history.audit.record(entry);
  harness.history.audit.record({ ...entry, action: "KickUser", roomId: "room", outcome: "AccessDenied" });
  await harness.history.flush();
  const { SecretKey: _secret, Token: _token, ...details } = entry.details;
  const [second, first] = await harness.history.audit.list();
  expect(first).toEqual({ ...entry, details, id: 1, at: harness.clock.now() });
  expect(second).toMatchObject({ id: 2, action: "KickUser", outcome: "AccessDenied" });
  expect(await harness.history.audit.list({ roomId: "room" })).toHaveLength(1);
  expect(await harness.history.audit.list({ before: 2, limit: 1 })).toMatchObject([{ id: 1 }]);
});
