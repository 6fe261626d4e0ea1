import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MemoryConsumer } from "../media/memory/memory-tracks.js";
import { rtpParameters } from "../media/testing/sample-media.js";
import { RISE_AFTER } from "../rooms/layer-hold.js";
import { RELEASE_AFTER } from "../rooms/wanted-layers.js";
import { Harness, type Joined } from "./testing/harness.js";

const LAYERS = [
  { width: 320, height: 240 },
  { width: 640, height: 480 },
];
const UNSEEN = { width: 0, height: 0 };

let server: Harness;
let alice: Joined;
let bob: Joined;
beforeEach(async () => {
  server = await Harness.start();
  alice = await server.join("alice");
  bob = await server.join("bob");
});
afterEach(() => server.stop());

/** Alice's camera as Bob, who can play it, receives it. */
async function watch() {
  const { publicationId } = await alice.request("publish", {
    source: "camera",
    rtpParameters: rtpParameters("video", 1),
    muted: false,
    layers: LAYERS,
  });
  const { subscriptionId } = (await bob.next("subscribed")).subscription;
  await bob.request("updateSubscriptions", { updates: [{ subscriptionId, paused: false }] });
  const [consumer] = server.media.producers.get(publicationId)?.consumers ?? [];
  // The small beginning is over.
  server.clock.advance(1_000);
  const resize = async (width: number, height: number) => {
    await bob.request("updateSubscriptions", { updates: [{ subscriptionId, size: { width, height } }] });
  };
  return { publicationId, subscriptionId, consumer: consumer as MemoryConsumer, resize };
}

describe("a viewer's place for a camera", () => {
  test("chooses the layer, which rises only after a while", async () => {
    const { consumer, resize } = await watch();
    await resize(200, 150);
    expect(consumer.preferredLayers).toEqual({ spatialLayer: 0 });
    await resize(640, 480);
    expect(consumer.preferredLayers).toEqual({ spatialLayer: 0 });
    server.clock.advance(RISE_AFTER);
    expect(consumer.preferredLayers).toEqual({ spatialLayer: 1 });
    expect(consumer.paused).toBe(false);
  });

  test("can have the picture begin anew", async () => {
    const { consumer, subscriptionId } = await watch();
    await bob.request("updateSubscriptions", { updates: [{ subscriptionId, keyFrame: true }] });
    expect(consumer.keyFrameRequests).toBe(1);
  });

  test("that cannot be seen costs nothing, and is served at once when it can", async () => {
    const { consumer, resize } = await watch();
    await resize(0, 0);
    expect(consumer.paused).toBe(true);
    await resize(300, 200);
    expect(consumer).toMatchObject({ paused: false, preferredLayers: { spatialLayer: 0 } });
  });

  test("that cannot be seen stays unserved when the viewer says that it could play", async () => {
    const { consumer, subscriptionId } = await watch();
    await bob.request("updateSubscriptions", { updates: [{ subscriptionId, paused: true, size: UNSEEN }] });
    await bob.request("updateSubscriptions", { updates: [{ subscriptionId, paused: false }] });
    expect(consumer.paused).toBe(true);
  });

  test("is looked at anew when the publisher's layers change", async () => {
    const { consumer, publicationId, resize } = await watch();
    await resize(300, 200);
    const layers = [
      { width: 90, height: 160 },
      { width: 180, height: 320 },
    ];
    await alice.request("updateLayers", { publicationId, layers });
    server.clock.advance(RISE_AFTER);
    expect(consumer.preferredLayers).toEqual({ spatialLayer: 1 });
    expect(await bob.refusal("updateLayers", { publicationId, layers })).toMatchObject({ reason: "not_found" });
  });
});

describe("a viewer who comes", () => {
  test("begins with the smallest layer, and soon gets what it has a place for", async () => {
    const { publicationId } = await alice.request("publish", {
      source: "camera",
      rtpParameters: rtpParameters("video", 1),
      muted: false,
      layers: LAYERS,
    });
    await server.join("carol");
    const consumers = [...(server.media.producers.get(publicationId)?.consumers ?? [])] as MemoryConsumer[];
    expect(consumers.map(({ preferredLayers }) => preferredLayers?.spatialLayer)).toEqual([0, 0]);
    server.clock.advance(1_000);
    expect(consumers.map(({ preferredLayers }) => preferredLayers?.spatialLayer)).toEqual([1, 1]);
  });
});

describe("the layers of a publisher", () => {
  test("are those that somebody has a place for", async () => {
    const { publicationId, resize } = await watch();
    await resize(200, 150);
    server.clock.advance(RELEASE_AFTER);
    expect(await alice.next("layersWanted")).toMatchObject({ publicationId, layers: 1 });
    await resize(640, 480);
    server.clock.advance(RISE_AFTER);
    expect(await alice.next("layersWanted")).toMatchObject({ publicationId, layers: 2 });
  });

  test("are the smallest for a while when the last viewer has left", async () => {
    const { publicationId } = await watch();
    await bob.request("leave", {});
    server.clock.advance(RELEASE_AFTER);
    expect(await alice.next("layersWanted")).toMatchObject({ publicationId, layers: 1 });
  });

  test("are told again after a resume", async () => {
    const { publicationId } = await watch();
    await bob.request("leave", {});
    alice.socket.terminate();
    await alice.closed;
    server.clock.advance(RELEASE_AFTER);
    const again = await server.connect();
    const { sessionId, resumeKey } = alice.joined;
    await again.request("resume", { sessionId, resumeKey });
    expect(await again.next("layersWanted")).toMatchObject({ publicationId, layers: 1 });
  });

  test("of sound are nobody's business", async () => {
    await alice.request("publish", { source: "microphone", rtpParameters: rtpParameters("audio", 1), muted: false });
    await bob.request("leave", {});
    server.clock.advance(RELEASE_AFTER);
    await alice.settle();
    expect(alice.unseen).not.toContain("layersWanted");
  });
});

describe("the grades of networks", () => {
  test("are told together when they change, and to newcomers", async () => {
    await alice.request("reportNetwork", { uplink: 1, downlink: 2 });
    await alice.request("reportNetwork", { uplink: 1, downlink: 2 });
    await bob.request("reportNetwork", { uplink: 3, downlink: 1 });
    server.clock.advance(1_000);
    expect(await alice.next("networkQuality")).toMatchObject({
      qualities: [
        { userId: "alice", uplink: 1, downlink: 2 },
        { userId: "bob", uplink: 3, downlink: 1 },
      ],
    });
    await alice.request("reportNetwork", { uplink: 1, downlink: 2 });
    server.clock.advance(1_000);
    await alice.settle();
    expect(alice.unseen).not.toContain("networkQuality");
    const carol = await server.join("carol");
    expect(carol.joined.room.participants.map(({ userId, network }) => [userId, network?.uplink])).toEqual([
      ["alice", 1],
      ["bob", 3],
      ["carol", undefined],
    ]);
  });

  test("are down for who is away", async () => {
    alice.socket.terminate();
    await alice.closed;
    await bob.settle();
    server.clock.advance(1_000);
    expect(await bob.next("networkQuality")).toMatchObject({
      qualities: [{ userId: "alice", uplink: 6, downlink: 6 }],
    });
  });

  test("of the invisible are not told", async () => {
    const ghost = await server.join("ghost", { visible: false });
    await ghost.request("reportNetwork", { uplink: 5, downlink: 5 });
    server.clock.advance(1_000);
    await alice.settle();
    expect(alice.unseen).not.toContain("networkQuality");
  });
});
