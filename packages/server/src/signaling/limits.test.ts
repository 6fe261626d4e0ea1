import { CloseCode } from "@lianmai/protocol";
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { ProxyTrust } from "../http/client-address.js";
import { rtpParameters } from "../media/testing/sample-media.js";
import { Harness } from "./testing/harness.js";
import type { TestClient } from "./testing/test-client.js";

let server: Harness;
afterEach(() => server.stop());

function from(address: string) {
  return { headers: { "x-forwarded-for": address } };
}

/** Why a socket was refused. */
async function refusal(client: TestClient): Promise<string> {
  const { code, reason } = await client.closed;
  expect(code).toBe(CloseCode.RateLimited);
  expect(reason).toContain("the server's setting limits.");
  return reason;
}

test("one address has so many sockets, and the next is told which limit it is", async () => {
  server = await Harness.start({ socketsPerAddress: 2 });
  const [first, second] = [await server.connect(), await server.join("alice")];
  expect(await refusal(await server.connect())).toMatch(/^2 sockets are open from this address; .*socketsPerAddress/);
  await second.settle();
  first.socket.close(1000);
  await expect.poll(() => server.signaling.socketCount).toBe(1);
  await (await server.connect()).settle();
});

test("all addresses together have so many sockets", async () => {
  const trust = new ProxyTrust(["127.0.0.1"]);
  server = await Harness.start({ sockets: 2 }, undefined, trust);
  await server.connect(from("198.51.100.1"));
  await server.connect(from("198.51.100.2"));
  expect(await refusal(await server.connect(from("198.51.100.3")))).toMatch(/^2 sockets are open; .*limits.sockets /);
});

test("a proxy's customers are told apart only where the proxy is trusted", async () => {
  server = await Harness.start({ socketsPerAddress: 1 });
  await server.connect(from("198.51.100.1"));
  await refusal(await server.connect(from("198.51.100.2")));
  await server.stop();
  server = await Harness.start({ socketsPerAddress: 1 }, undefined, new ProxyTrust(["127.0.0.1"]));
  await server.connect(from("198.51.100.1"));
  await (await server.connect(from("198.51.100.2"))).settle();
  await refusal(await server.connect(from("198.51.100.2")));
});

test("one address opens so many sockets a second", async () => {
  server = await Harness.start({ newSocketsPerAddress: 1 });
  for (let count = 0; count < 10; count += 1) (await server.connect()).socket.close(1000);
  expect(await refusal(await server.connect())).toContain("limits.newSocketsPerAddress");
  server.clock.advance(1_000);
  await (await server.connect()).settle();
});

test("the sockets of one address send so many messages between them, and others go on", async () => {
  server = await Harness.start({ addressMessagesPerSecond: 10 }, undefined, new ProxyTrust(["127.0.0.1"]));
  const witness = await server.join("witness", {}, from("198.51.100.9"));
  const [first, second] = [await server.connect(from("198.51.100.1")), await server.connect(from("198.51.100.1"))];
  for (let count = 0; count < 25; count += 1) {
    await first.settle();
    await second.settle();
  }
  await first.request("ping", {}).catch(() => {});
  expect(await refusal(first)).toContain("limits.addressMessagesPerSecond");
  await witness.settle();
});

test("a refused socket that does not close itself is dropped", async () => {
  server = await Harness.start({ socketsPerAddress: 0 });
  const timers = server.clock.pending;
  const socket = new WebSocket(server.url);
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  await new Promise((resolve) => socket.once("open", resolve));
  // It reads nothing, so that it does not answer the close frame either.
  socket.pause();
  await expect.poll(() => server.clock.pending).toBeGreaterThan(timers);
  server.clock.advance(2_000);
  socket.resume();
  expect([1006, CloseCode.RateLimited]).toContain(await closed);
  await expect.poll(() => server.clock.pending).toBe(timers);
});

test("a client that never reads is dropped, with all that waits for it", async () => {
  server = await Harness.start({ unsentBytes: 256 * 1024 });
  const talker = await server.join("t".repeat(128));
  // What is compressed would never fill the buffers.
  const deaf = await server.join("deaf", {}, { perMessageDeflate: false });
  const { publicationId } = await talker.request("publish", {
    source: "microphone",
    muted: false,
    rtpParameters: rtpParameters("audio", 1),
  });
  deaf.socket.pause();
  // More than the buffers of the system and the limit hold between them; nobody ever reads it.
  for (let count = 0; count < 300; count += 1) {
    server.media.hear(Array.from({ length: 400 }, () => ({ producerId: publicationId, volume: -(count % 2) - 1 })));
    await talker.next("speaking");
  }
  expect(server.signaling.socketCount).toBe(2);
  server.clock.advance(5_000);
  await expect.poll(() => server.signaling.socketCount).toBe(1);
  await talker.settle();
  await server.pass(30_000, talker);
  expect(await talker.next("participantLeft")).toMatchObject({ userId: "deaf", reason: "connection_lost" });
});

test("the server has so many rooms, and a room so many members of each kind", async () => {
  server = await Harness.start({
    rooms: 2,
    visibleParticipants: 1,
    invisibleParticipants: 1,
    publishingParticipants: 1,
  });
  await server.join("alice");
  await server.join("ghost", { visible: false });
  await server.join("bob", { roomId: "second" });
  const asked = async (userId: string, params: object) => {
    const client = await server.connect();
    const { reason, message } = await client.refusal("join", server.joinParams(userId, params));
    return `${reason}: ${message}`;
  };
  expect(await asked("carol", { roomId: "third" })).toMatch(/^server_full: .*2 rooms.*limits\.rooms/);
  expect(await asked("carol", {})).toMatch(/^room_full: .*1 visible.*limits\.visibleParticipants/);
  expect(await asked("carol", { visible: false })).toMatch(/^room_full: .*1 invisible.*limits\.invisibleParticipants/);
});

test("a draining server opens no new rooms, and lets people into those that there are", async () => {
  server = await Harness.start();
  const alice = await server.join("alice");
  let drained = false;
  const draining = server.rooms.drain().then(() => {
    drained = true;
  });
  const other = await server.connect();
  expect(await other.refusal("join", server.joinParams("bob", { roomId: "new" }))).toMatchObject({
    code: -1084,
    reason: "draining",
  });
  const bob = await server.join("bob");
  alice.socket.close(1000);
  await bob.next("participantLeft");
  expect(drained).toBe(false);
  bob.socket.close(1000);
  await draining;
});
