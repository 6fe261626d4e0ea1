import type { MethodParams } from "@lianmai/protocol";
import { AccessToken, Privilege } from "@lianmai/server-sdk";
import { beforeEach, describe, expect, test } from "vitest";
import { ManualClock } from "../clock/manual-clock.js";
import type { MediaPeer } from "../media/media-engine.js";
import { MemoryEngine, type MemoryRoom } from "../media/memory/memory-engine.js";
import { RTP_CAPABILITIES, rtpParameters } from "../media/testing/sample-media.js";
import { DEFAULT_ROOM_LIMITS } from "./limits.js";
import type { RoomEvents } from "./room-events.js";
import { RoomService } from "./room-service.js";

const APP_ID = "0".repeat(24);
const KEY = "key";

/** Lets a step of the engine wait until the test says so: what may happen meanwhile is the point of these tests. */
class Gate {
  private opened: () => void = () => {};
  private readonly reached: Promise<void>;
  private arrive: () => void = () => {};
  private readonly way = new Promise<void>((resolve) => {
    this.opened = resolve;
  });

  constructor() {
    this.reached = new Promise((resolve) => {
      this.arrive = resolve;
    });
  }

  async pass(): Promise<void> {
    this.arrive();
    await this.way;
  }

  /** Waits until something stands at the gate. */
  async busy(): Promise<void> {
    await this.reached;
  }

  open(): void {
    this.opened();
  }
}

let clock: ManualClock;
let engine: MemoryEngine;
let rooms: RoomService;
let told: (keyof RoomEvents)[];

beforeEach(() => {
  clock = new ManualClock();
  engine = new MemoryEngine();
  rooms = new RoomService({
    media: engine,
    apps: { find: async () => ({ enabled: true, keys: [KEY] }) },
    clock,
    limits: { ...DEFAULT_ROOM_LIMITS, visibleParticipants: 2 },
    tokenWarning: 30_000,
  });
  told = [];
  for (const event of ["roomCreated", "roomDestroyed", "participantJoined", "participantLeft"] as const) {
    rooms.events.on(event, () => told.push(event));
  }
});

function request(userId: string, visible = true): MethodParams<"join"> {
  const token = new AccessToken({ appId: APP_ID, roomId: "room", userId, expireAt: 0 })
    .grant(Privilege.PublishStream)
    .grant(Privilege.SubscribeStream)
    .serialize(KEY);
  const autoSubscribe = { audio: true, video: true, screen: true };
  const rest = { rtpCapabilities: RTP_CAPABILITIES, extraInfo: "", client: "test/1" };
  return { appId: APP_ID, roomId: "room", userId, token, visible, autoSubscribe, ...rest };
}

const camera = { source: "camera" as const, muted: false, rtpParameters: rtpParameters("video", 1) };

/** Puts a gate before a method of a peer. */
function gate(peer: MediaPeer, method: "produce" | "consume"): Gate {
  const made = new Gate();
  const original = peer[method].bind(peer) as (...args: unknown[]) => Promise<unknown>;
  Object.assign(peer, {
    [method]: async (...args: unknown[]) => {
      await made.pass();
      return await original(...args);
    },
  });
  return made;
}

/** Puts a gate before the transports of the next participants. */
function gatePeers(room: MemoryRoom): Gate {
  const made = new Gate();
  const original = room.openPeer.bind(room);
  room.openPeer = async (capabilities) => {
    await made.pass();
    return await original(capabilities);
  };
  return made;
}

function onlyRoom(): MemoryRoom {
  const [room] = engine.rooms;
  if (room === undefined) throw new Error("there is no room");
  return room;
}

describe("joins at once", () => {
  test("share one room", async () => {
    const [alice, bob] = await Promise.all([rooms.join(request("alice")), rooms.join(request("bob"))]);
    expect(alice.room).toBe(bob.room);
    expect([engine.rooms.size, rooms.roomCount, rooms.participantCount]).toEqual([1, 1, 2]);
    expect(told).toEqual(["roomCreated", "participantJoined", "participantJoined"]);
  });

  test("do not get past the limit together", async () => {
    const results = await Promise.allSettled(["a", "b", "c", "d"].map((userId) => rooms.join(request(userId))));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect(onlyRoom().peers.size).toBe(2);
  });

  test("of one user leave one participant", async () => {
    const results = await Promise.allSettled([1, 2, 3].map(() => rooms.join(request("alice"))));
    expect(results.some(({ status }) => status === "fulfilled")).toBe(true);
    expect([rooms.participantCount, onlyRoom().peers.size]).toEqual([1, 1]);
  });
});

describe("while a join is under way", () => {
  test("the room does not end under it when the last one leaves", async () => {
    const alice = await rooms.join(request("alice"));
    const gate = gatePeers(onlyRoom());
    const joining = rooms.join(request("bob"));
    await gate.busy();
    alice.room.leave(alice.participant, "left");
    expect(rooms.roomCount).toBe(1);
    gate.open();
    const bob = await joining;
    expect(bob.room).toBe(alice.room);
    bob.room.leave(bob.participant, "left");
    expect([rooms.roomCount, engine.rooms.size]).toEqual([0, 0]);
  });

  test("a room that was deserted meanwhile ends when the join fails", async () => {
    const alice = await rooms.join(request("alice"));
    const gate = gatePeers(onlyRoom());
    const joining = rooms.join({ ...request("bob"), rtpCapabilities: { codecs: "none" } });
    const failure = joining.catch((error: unknown) => error);
    await gate.busy();
    alice.room.leave(alice.participant, "left");
    gate.open();
    expect(await failure).toMatchObject({ reason: "unsupported_media" });
    expect(rooms.roomCount).toBe(0);
    expect(told.at(-1)).toBe("roomDestroyed");
  });

  test("a lost worker fails it, and the next join gets a new room", async () => {
    await rooms.join(request("alice"));
    const gate = gatePeers(onlyRoom());
    const failure = rooms.join(request("bob")).catch((error: unknown) => error);
    await gate.busy();
    engine.loseRooms();
    gate.open();
    expect(await failure).toMatchObject({ reason: "media_lost" });
    await rooms.join(request("bob"));
    expect([rooms.roomCount, rooms.participantCount]).toEqual([1, 1]);
  });
});

describe("a join that fails", () => {
  test("before anybody was in leaves no room and tells of none", async () => {
    await expect(rooms.join({ ...request("alice"), rtpCapabilities: { codecs: 1 } })).rejects.toThrow();
    expect([rooms.roomCount, engine.rooms.size, told]).toEqual([0, 0, []]);
  });

  test("because no room can be made can be tried again", async () => {
    const make = engine.createRoom.bind(engine);
    engine.createRoom = () => Promise.reject(new Error("no"));
    await expect(rooms.join(request("alice"))).rejects.toThrow("no");
    engine.createRoom = make;
    await rooms.join(request("alice"));
  });
});

describe("while a publication is being made", () => {
  test("its owner may leave, and nothing is left over", async () => {
    const { room, participant } = await rooms.join(request("alice"));
    const bob = await rooms.join(request("bob"));
    const producing = gate(participant.peer, "produce");
    const failure = room.publications.publish(participant, camera).catch((error: unknown) => error);
    await producing.busy();
    room.leave(participant, "left");
    producing.open();
    expect(await failure).toBeInstanceOf(Error);
    expect([onlyRoom().producers.size, room.publications.all.size]).toEqual([0, 0]);
    expect(bob.participant.subscriptions.size).toBe(0);
  });

  test("its owner may go invisible, and it is refused", async () => {
    const { room, participant } = await rooms.join(request("alice"));
    const producing = gate(participant.peer, "produce");
    const failure = room.publications.publish(participant, camera).catch((error: unknown) => error);
    await producing.busy();
    room.setVisibility(participant, false);
    producing.open();
    expect(await failure).toMatchObject({ reason: "invisible" });
    expect(onlyRoom().producers.size).toBe(0);
  });

  test("another one of the same source is refused", async () => {
    const { room, participant } = await rooms.join(request("alice"));
    const producing = gate(participant.peer, "produce");
    const first = room.publications.publish(participant, camera);
    await producing.busy();
    await expect(room.publications.publish(participant, camera)).rejects.toMatchObject({ reason: "publish_limit" });
    producing.open();
    await first;
    expect(participant.publications.size).toBe(1);
  });
});

describe("while a subscription is being made", () => {
  async function startSubscribing() {
    const alice = await rooms.join(request("alice"));
    const bob = await rooms.join(request("bob"));
    const consuming = gate(bob.participant.peer, "consume");
    const publication = await alice.room.publications.publish(alice.participant, camera);
    await consuming.busy();
    return { alice, bob, consuming, publication };
  }

  /** Resolves once nothing is being subscribed any more. */
  async function settled(subscriber: { subscribing: Set<string> }): Promise<void> {
    await expect.poll(() => subscriber.subscribing.size).toBe(0);
  }

  test("the publication may end, and nothing is left over", async () => {
    const { alice, bob, consuming, publication } = await startSubscribing();
    alice.room.publications.unpublish(alice.participant, publication.id);
    consuming.open();
    await settled(bob.participant);
    expect(bob.participant.subscriptions.size).toBe(0);
  });

  test("the subscriber may change its mind, and again", async () => {
    const { bob, consuming } = await startSubscribing();
    bob.room.unsubscribe(bob.participant, "alice", "camera");
    consuming.open();
    await settled(bob.participant);
    expect(bob.participant.subscriptions.size).toBe(0);
    expect([...onlyRoom().producers.values()].map(({ consumers }) => consumers.size)).toEqual([0]);

    bob.room.subscribe(bob.participant, "alice", "camera");
    await expect.poll(() => bob.participant.subscriptions.size).toBe(1);
  });

  test("the subscriber may unsubscribe and subscribe, and has it once", async () => {
    const { bob, consuming } = await startSubscribing();
    bob.room.unsubscribe(bob.participant, "alice", "camera");
    bob.room.subscribe(bob.participant, "alice", "camera");
    consuming.open();
    await expect.poll(() => bob.participant.subscriptions.size).toBe(1);
    expect([...onlyRoom().producers.values()].map(({ consumers }) => consumers.size)).toEqual([1]);
  });

  test("the subscriber may leave", async () => {
    const { bob, consuming } = await startSubscribing();
    bob.room.leave(bob.participant, "left");
    consuming.open();
    await settled(bob.participant);
    expect(bob.participant.subscriptions.size).toBe(0);
    expect([...onlyRoom().producers.values()].map(({ consumers }) => consumers.size)).toEqual([0]);
  });
});

describe("the end", () => {
  test("puts everybody out and refuses joins", async () => {
    await rooms.join(request("alice"));
    rooms.close();
    expect([rooms.roomCount, engine.rooms.size]).toEqual([0, 0]);
    await expect(rooms.join(request("alice"))).rejects.toMatchObject({ reason: "draining" });
    expect(clock.pending).toBe(0);
  });
});

test("200 rounds of coming and going leave nothing behind", async () => {
  const anchor = await rooms.join(request("anchor"));
  for (let round = 0; round < 200; round++) {
    const { room, participant } = await rooms.join(request("guest"));
    await room.publications.publish(participant, camera);
    room.leave(participant, "left");
  }
  await expect.poll(() => anchor.participant.subscribing.size).toBe(0);
  const room = onlyRoom();
  expect([room.peers.size, room.producers.size, anchor.participant.subscriptions.size]).toEqual([1, 0, 0]);
  expect(clock.pending).toBe(0);
});
