import net from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { SystemClock } from "../../clock/system-clock.js";
import { freePort } from "../../testing/free-port.js";
import { describeMediaEngine } from "../media-engine.contract.js";
import { MediaStartError } from "../media-error.js";
import { RTP_CAPABILITIES, rtpParameters } from "../testing/sample-media.js";
import { MediasoupEngine } from "./mediasoup-engine.js";

const started: MediasoupEngine[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((engine) => engine.close()));
});

async function makeEngine(
  workers: number,
): Promise<{ engine: MediasoupEngine; pids: Map<number, number>; port: number }> {
  const port = await freePort();
  const engine = new MediasoupEngine({
    listenIps: [{ ip: "127.0.0.1" }],
    basePort: port,
    workers,
    clock: new SystemClock(),
  });
  const pids = new Map<number, number>();
  engine.events.on("workerUp", (index, pid) => pids.set(index, pid));
  await engine.start();
  return { engine, pids, port };
}

describeMediaEngine("on mediasoup", async () => {
  const { engine, pids } = await makeEngine(1);
  return {
    engine,
    loseRooms: () => {
      for (const pid of pids.values()) process.kill(pid, "SIGKILL");
    },
  };
});

describe("MediasoupEngine", () => {
  test("offers UDP before TCP on the worker's one port", async () => {
    const { engine, port } = await makeEngine(1);
    started.push(engine);
    const peer = await (await engine.createRoom()).openPeer(RTP_CAPABILITIES);
    const candidates = peer.sendTransport.iceCandidates as {
      ip: string;
      port: number;
      protocol: string;
      priority: number;
    }[];
    const sorted = [...candidates].sort((a, b) => b.priority - a.priority);
    expect(sorted.map(({ ip, port: at, protocol }) => [protocol, ip, at])).toEqual([
      ["udp", "127.0.0.1", port],
      ["tcp", "127.0.0.1", port],
    ]);
  });

  test("tells clients the announced address", async () => {
    const engine = new MediasoupEngine({
      listenIps: [{ ip: "0.0.0.0", announcedAddress: "media.example.com" }],
      basePort: await freePort(),
      workers: 1,
      clock: new SystemClock(),
    });
    started.push(engine);
    await engine.start();
    const peer = await (await engine.createRoom()).openPeer(RTP_CAPABILITIES);
    const addresses = peer.sendTransport.iceCandidates.map(({ address }) => address);
    expect(new Set(addresses)).toEqual(new Set(["media.example.com"]));
  });

  test("spreads rooms over the workers, and one worker's death leaves the other's rooms alone", async () => {
    const { engine, pids, port } = await makeEngine(2);
    started.push(engine);
    expect(engine.workers).toBe(2);
    const rooms = [await engine.createRoom(), await engine.createRoom()];
    const peers = await Promise.all(rooms.map((room) => room.openPeer(RTP_CAPABILITIES)));
    const ports = peers.map((peer) => (peer.sendTransport.iceCandidates[0] as { port: number }).port);
    expect([...ports].sort()).toEqual([port, port + 1]);

    const victim = ports.indexOf(port);
    const lost: number[] = [];
    for (const [index, room] of rooms.entries()) room.events.on("lost", () => lost.push(index));
    const backUp = new Promise((resolve) => engine.events.once("workerUp", resolve));
    process.kill(pids.get(0) ?? 0, "SIGKILL");
    await expect.poll(() => lost).toEqual([victim]);
    const survivor = rooms[1 - victim];
    await expect(survivor?.openPeer(RTP_CAPABILITIES)).resolves.toBeDefined();

    // The restarted worker has the same port again.
    await backUp;
    expect(engine.workers).toBe(2);
    const next = await (await engine.createRoom()).openPeer(RTP_CAPABILITIES);
    expect(next.sendTransport.iceCandidates[0]).toMatchObject({ port });
  });

  test("keeps the header extensions of a browser that numbers them in its own way", async () => {
    const { engine } = await makeEngine(1);
    started.push(engine);
    const room = await engine.createRoom();
    const transportCc = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    const ids = (room.routerRtpCapabilities.headerExtensions as { uri: string; preferredId: number }[]).map(
      ({ preferredId }) => preferredId,
    );
    const codecs = (RTP_CAPABILITIES.codecs as { rtcpFeedback: unknown[] }[]).map((codec) => ({
      ...codec,
      rtcpFeedback: [...codec.rtcpFeedback, { type: "transport-cc" }],
    }));
    const headerExtensions = [{ kind: "video", uri: transportCc, preferredId: Math.max(...ids) + 1 }];
    const [alice, bob] = await Promise.all([
      room.openPeer(RTP_CAPABILITIES),
      room.openPeer({ codecs, headerExtensions }),
    ]);
    const video = {
      kind: "video" as const,
      rtpParameters: rtpParameters("video", 5),
      paused: false,
      observeLevel: false,
    };
    const producer = await alice.produce(video);
    const consumer = await bob.consume(producer.id, { paused: false });
    expect(consumer.rtpParameters).toMatchObject({
      headerExtensions: [{ uri: transportCc }],
      codecs: [{ rtcpFeedback: expect.arrayContaining([expect.objectContaining({ type: "transport-cc" })]) }, {}],
    });
  });

  test("waits for the restart when no worker is up", async () => {
    const { engine, pids } = await makeEngine(1);
    started.push(engine);
    const died = new Promise((resolve) => engine.events.once("workerDied", resolve));
    process.kill(pids.get(0) ?? 0, "SIGKILL");
    await died;
    expect(engine.workers).toBe(0);
    await expect(engine.createRoom()).resolves.toBeDefined();
  });

  test("says which media port is in use, and leaves no worker behind", async () => {
    const taken = net.createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as net.AddressInfo;
    const engine = new MediasoupEngine({
      listenIps: [{ ip: "127.0.0.1" }],
      basePort: port,
      workers: 1,
      clock: new SystemClock(),
    });
    const failure = await engine.start().catch((error: unknown) => error);
    await new Promise((resolve) => taken.close(resolve));
    expect(failure).toBeInstanceOf(MediaStartError);
    expect((failure as Error).message).toContain(`${port} (UDP or TCP) on 127.0.0.1 is in use by another program`);
    expect(engine.workers).toBe(0);
  });

  test("says when the machine does not have the media address", async () => {
    const engine = new MediasoupEngine({
      listenIps: [{ ip: "192.0.2.7" }],
      basePort: await freePort(),
      workers: 1,
      clock: new SystemClock(),
    });
    await expect(engine.start()).rejects.toThrow(/does not have one of the media addresses 192\.0\.2\.7/);
  });

  test("frees its ports when it closes", async () => {
    const { engine, pids, port } = await makeEngine(1);
    await engine.close();
    expect(() => process.kill(pids.get(0) ?? 0, 0)).toThrow();
    const again = net.createServer();
    await new Promise<void>((resolve, reject) => again.once("error", reject).listen(port, "127.0.0.1", resolve));
    await new Promise((resolve) => again.close(resolve));
  });
});
