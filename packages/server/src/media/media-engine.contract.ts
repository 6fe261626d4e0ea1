import type { MediaKind, MediasoupObject } from "@lianmai/protocol";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MediaEngine, MediaPeer, MediaProducer, MediaRoom } from "./media-engine.js";
import { MediaError, type MediaErrorReason } from "./media-error.js";
import { AUDIO_ONLY_CAPABILITIES, DTLS_PARAMETERS, RTP_CAPABILITIES, rtpParameters } from "./testing/sample-media.js";

/** The value with something put in the place of one of its parts, at any depth. */
function changed(value: MediasoupObject): fc.Arbitrary<MediasoupObject> {
  const paths: (string | number)[][] = [];
  const walk = (node: unknown, path: (string | number)[]) => {
    if (path.length > 0) paths.push(path);
    if (typeof node !== "object" || node === null) return;
    for (const key of Object.keys(node)) walk(node[key as keyof typeof node], [...path, key]);
  };
  walk(value, []);
  const odd = fc.constantFrom<unknown>(null, "", -1, 2 ** 40, 1.5, [], {}, true, "x".repeat(10_000), undefined);
  return fc.tuple(fc.constantFrom(...paths), fc.oneof(odd, fc.jsonValue())).map(([path, part]) => {
    const copy = structuredClone(value);
    let at: Record<string | number, unknown> = copy;
    for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
    at[path.at(-1) as string | number] = part;
    return copy;
  });
}

/** A form of the engine under test, with a way to let it lose what it carries. */
export interface EngineUnderTest {
  engine: MediaEngine;
  /** Lets the worker of all rooms die. */
  loseRooms(): void;
}

/** What every form of MediaEngine must do. */
export function describeMediaEngine(name: string, start: () => Promise<EngineUnderTest>): void {
  describe(`MediaEngine, ${name}`, () => {
    let under: EngineUnderTest;
    let ssrc = 1_000;

    beforeAll(async () => {
      under = await start();
    });
    afterAll(() => under.engine.close());

    async function openRoom(): Promise<{ room: MediaRoom; alice: MediaPeer; bob: MediaPeer }> {
      const room = await under.engine.createRoom();
      const [alice, bob] = await Promise.all([room.openPeer(RTP_CAPABILITIES), room.openPeer(RTP_CAPABILITIES)]);
      return { room, alice, bob };
    }

    function produce(peer: MediaPeer, kind: MediaKind): Promise<MediaProducer> {
      ssrc += 1;
      return peer.produce({ kind, rtpParameters: rtpParameters(kind, ssrc), paused: false, observeLevel: true });
    }

    async function refusal(attempt: Promise<unknown>): Promise<MediaErrorReason> {
      const error = await attempt.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(MediaError);
      return (error as MediaError).reason;
    }

    test("has a worker up", () => {
      expect(under.engine.workers).toBeGreaterThan(0);
    });

    test("tells what rooms carry: Opus and VP8 at least", async () => {
      const room = await under.engine.createRoom();
      const codecs = room.routerRtpCapabilities.codecs as { mimeType: string }[];
      expect(codecs.map(({ mimeType }) => mimeType)).toEqual(expect.arrayContaining(["audio/opus", "video/VP8"]));
      room.close();
    });

    test("gives a peer two transports of its own", async () => {
      const { room, alice, bob } = await openRoom();
      const ids = [alice, bob].flatMap((peer) => [peer.sendTransport.id, peer.receiveTransport.id]);
      expect(new Set(ids).size).toBe(4);
      expect(alice.sendTransport.iceParameters).toHaveProperty("usernameFragment");
      room.close();
    });

    test("connects a transport once", async () => {
      const { room, alice } = await openRoom();
      await alice.connect(alice.sendTransport.id, DTLS_PARAMETERS);
      expect(await refusal(alice.connect(alice.sendTransport.id, DTLS_PARAMETERS))).toBe("unsupported_media");
      room.close();
    });

    test("refuses DTLS parameters that are malformed", async () => {
      const { room, alice } = await openRoom();
      expect(await refusal(alice.connect(alice.sendTransport.id, { fingerprints: "none" }))).toBe("unsupported_media");
      expect(await refusal(alice.connect(alice.sendTransport.id, {}))).toBe("unsupported_media");
      room.close();
    });

    test("does not touch another peer's transport", async () => {
      const { room, alice, bob } = await openRoom();
      expect(await refusal(alice.connect(bob.sendTransport.id, DTLS_PARAMETERS))).toBe("not_found");
      expect(await refusal(alice.restartIce(bob.sendTransport.id))).toBe("not_found");
      room.close();
    });

    test("gives new ICE credentials at a restart", async () => {
      const { room, alice } = await openRoom();
      const { usernameFragment: before } = alice.receiveTransport.iceParameters;
      const { usernameFragment: after } = await alice.restartIce(alice.receiveTransport.id);
      expect(after).toEqual(expect.any(String));
      expect(after).not.toBe(before);
      room.close();
    });

    test.each(["audio", "video"] as const)("carries %s from one peer to the other", async (kind) => {
      const { room, alice, bob } = await openRoom();
      const producer = await produce(alice, kind);
      const consumer = await bob.consume(producer.id, { paused: false });
      expect(consumer.rtpParameters.codecs).toMatchObject([
        { mimeType: expect.stringMatching(new RegExp(`^${kind}/`)) },
        ...(consumer.rtpParameters.codecs as unknown[]).slice(1),
      ]);
      await producer.setPaused(true);
      await producer.setPaused(false);
      await consumer.setPaused(true);
      await consumer.setPaused(false);
      await consumer.setPreferredLayers({ spatialLayer: 0 });
      await consumer.setPriority(2);
      await consumer.requestKeyFrame();
      expect(consumer.closed).toBe(false);
      room.close();
    });

    test("names every producer and consumer apart", async () => {
      const { room, alice, bob } = await openRoom();
      const one = await produce(alice, "audio");
      const two = await produce(bob, "audio");
      const consumers = [await bob.consume(one.id, { paused: true }), await alice.consume(two.id, { paused: true })];
      const ids = [one.id, two.id, ...consumers.map(({ id }) => id)];
      expect(new Set(ids).size).toBe(4);
      for (const id of ids) expect(id.length).toBeLessThanOrEqual(64);
      room.close();
    });

    test("closes the consumers with their producer", async () => {
      const { room, alice, bob } = await openRoom();
      const producer = await produce(alice, "video");
      const consumer = await bob.consume(producer.id, { paused: false });
      producer.close();
      await expect.poll(() => consumer.closed).toBe(true);
      expect(await refusal(bob.consume(producer.id, { paused: false }))).toBe("not_found");
      producer.close();
      await producer.setPaused(true);
      await consumer.setPaused(true);
      room.close();
    });

    test("closes everything of a peer with the peer", async () => {
      const { room, alice, bob } = await openRoom();
      const producer = await produce(alice, "video");
      const consumer = await bob.consume(producer.id, { paused: false });
      alice.close();
      alice.close();
      await expect.poll(() => consumer.closed).toBe(true);
      expect(await refusal(bob.consume(producer.id, { paused: false }))).toBe("not_found");
      room.close();
    });

    test("closes a consumer alone", async () => {
      const { room, alice, bob } = await openRoom();
      const producer = await produce(alice, "audio");
      const consumer = await bob.consume(producer.id, { paused: false });
      consumer.close();
      consumer.close();
      expect(consumer.closed).toBe(true);
      expect((await bob.consume(producer.id, { paused: false })).closed).toBe(false);
      room.close();
    });

    test("refuses to send to a peer that has no codec for it", async () => {
      const { room, alice } = await openRoom();
      const listener = await room.openPeer(AUDIO_ONLY_CAPABILITIES);
      const video = await produce(alice, "video");
      expect(await refusal(listener.consume(video.id, { paused: false }))).toBe("unsupported_media");
      room.close();
    });

    test.each([
      ["no codecs", { codecs: [], encodings: [{ ssrc: 1 }] }],
      ["nothing", {}],
      ["text for codecs", { codecs: "opus", encodings: [] }],
      [
        "an unknown codec",
        { ...rtpParameters("audio", 2), codecs: [{ mimeType: "audio/none", payloadType: 99, clockRate: 8000 }] },
      ],
    ])("refuses a track with %s", async (_, parameters) => {
      const { room, alice } = await openRoom();
      const attempt = alice.produce({ kind: "audio", rtpParameters: parameters, paused: false, observeLevel: false });
      expect(await refusal(attempt)).toBe("unsupported_media");
      room.close();
    });

    test("counts what tracks carry, and no more once they are closed", async () => {
      const { room, alice, bob } = await openRoom();
      const producer = await produce(alice, "video");
      const consumer = await bob.consume(producer.id, { paused: false });
      for (const track of [consumer, producer]) {
        expect(await track.readCounters()).toMatchObject({ bytes: 0, packets: 0, lost: 0, rtt: undefined });
        track.close();
      }
      expect(await refusal(producer.readCounters())).toBe("media_lost");
      expect(await refusal(consumer.readCounters())).toBe("media_lost");
      room.close();
    });

    test("refuses a track of the other kind", async () => {
      const { room, alice } = await openRoom();
      const attempt = alice.produce({
        kind: "audio",
        rtpParameters: rtpParameters("video", 3),
        paused: false,
        observeLevel: false,
      });
      expect(await refusal(attempt)).toBe("unsupported_media");
      room.close();
    });

    test("chooses ids itself, whatever the client sends", async () => {
      const { room, alice } = await openRoom();
      const options = {
        kind: "audio" as const,
        rtpParameters: rtpParameters("audio", 4),
        paused: false,
        observeLevel: false,
      };
      const producer = await alice.produce({ ...options, ...{ id: "mine" } });
      expect(producer.id).not.toBe("mine");
      room.close();
    });

    test("refuses capabilities that are malformed", async () => {
      const room = await under.engine.createRoom();
      expect(await refusal(room.openPeer({ codecs: "all" }))).toBe("unsupported_media");
      expect(await refusal(room.openPeer({ codecs: [{ mimeType: 5 }] }))).toBe("unsupported_media");
      room.close();
    });

    test("outlives whatever clients send", async () => {
      const { room, alice, bob } = await openRoom();
      const video = await produce(alice, "video");
      const outcomes = new Set<string>();
      const attempt = async (request: Promise<{ close?(): void } | undefined>) => {
        const outcome = await request.then(
          (made) => {
            made?.close?.();
            return "taken";
          },
          (error: unknown) => (error instanceof MediaError ? error.reason : String(error)),
        );
        outcomes.add(outcome);
      };
      await fc.assert(
        fc.asyncProperty(
          changed(rtpParameters("audio", 77)),
          changed(RTP_CAPABILITIES),
          async (parameters, capabilities) => {
            await attempt(
              alice.produce({ kind: "audio", rtpParameters: parameters, paused: false, observeLevel: true }),
            );
            await attempt(
              room.openPeer(capabilities).then(async (peer) => {
                try {
                  return await peer.consume(video.id, { paused: true });
                } finally {
                  peer.close();
                }
              }),
            );
          },
        ),
        { numRuns: 300 },
      );
      await fc.assert(
        fc.asyncProperty(changed(DTLS_PARAMETERS), async (dtls) => {
          const peer = await room.openPeer(RTP_CAPABILITIES);
          await attempt(peer.connect(peer.sendTransport.id, dtls).then(() => peer));
          peer.close();
        }),
        { numRuns: 100 },
      );
      expect(outcomes).toEqual(new Set(["taken", "unsupported_media"]));
      expect((await bob.consume(video.id, { paused: false })).closed).toBe(false);
      room.close();
    });

    test("works no more once a room is closed, and says so", async () => {
      const { room, alice } = await openRoom();
      const lost: Error[] = [];
      room.events.on("lost", (cause) => lost.push(cause));
      room.close();
      room.close();
      expect(await refusal(room.openPeer(RTP_CAPABILITIES))).toBe("media_lost");
      expect(await refusal(produce(alice, "audio"))).toBe("media_lost");
      expect(lost).toEqual([]);
    });

    test("tells the rooms of a lost worker, and makes new ones", async () => {
      const { room, alice } = await openRoom();
      const lost = new Promise<Error>((resolve) => room.events.once("lost", resolve));
      under.loseRooms();
      expect(await lost).toBeInstanceOf(Error);
      expect(await refusal(produce(alice, "audio"))).toBe("media_lost");
      alice.close();
      room.close();

      const next = await under.engine.createRoom();
      const peer = await next.openPeer(RTP_CAPABILITIES);
      expect((await produce(peer, "audio")).id).toEqual(expect.any(String));
      next.close();
    });
  });
}
