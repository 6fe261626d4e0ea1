import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MethodParams, SIGNALING_PATH, type Subscription } from "@lianmai/protocol";
import { AccessToken, Privilege } from "@lianmai/server-sdk";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HISTORY_FILE } from "./history/open-history.js";
import { type AccessKey, type App, type Listener, listen, RtcService, StoreError } from "./index.js";
import { RTP_CAPABILITIES } from "./media/testing/sample-media.js";
import { OpenApiClient } from "./openapi/testing/openapi-client.js";
import { TestClient } from "./signaling/testing/test-client.js";
import { DATABASE_FILE } from "./store/database.js";
import { freePort } from "./testing/free-port.js";
import { RtpReceiver, RtpSender } from "./testing/rtp-peer.js";

let folder: string;
let service: RtcService;
let listener: Listener;
let app: App;
let workerPid = 0;
const log: string[] = [];
/** What must not be in the log. */
const secrets: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-service-"));
  const logger = pino({ level: "debug" }, { write: (line: string) => void log.push(line) });
  service = await RtcService.start({
    dataDir: folder,
    media: { listenIps: [{ ip: "127.0.0.1" }], basePort: await freePort(), workers: 1 },
    logger,
  });
  listener = await listen({ host: "127.0.0.1", port: 0, handlers: [service] });
  [app] = (await service.apps.list()) as [App];
  workerPid = (JSON.parse(log.find((line) => line.includes("media worker up")) ?? "{}") as { workerPid: number })
    .workerPid;
});
afterAll(async () => {
  await service.close();
  await listener.close();
  await rm(folder, { recursive: true });
});

function makeToken(userId: string): string {
  const token = new AccessToken({ appId: app.appId, roomId: "room", userId })
    .grant(Privilege.PublishStream)
    .grant(Privilege.SubscribeStream)
    .serialize(app.appKey);
  secrets.push(token);
  return token;
}

function joinParams(userId: string): MethodParams<"join"> {
  return {
    appId: app.appId,
    roomId: "room",
    userId,
    token: makeToken(userId),
    rtpCapabilities: RTP_CAPABILITIES,
    visible: true,
    autoSubscribe: { audio: true, video: true, screen: true },
    extraInfo: "",
    client: "test/1",
  };
}

async function enter(userId: string) {
  const client = await TestClient.connect(`ws://127.0.0.1:${listener.port}${SIGNALING_PATH}`);
  const joined = await client.request("join", joinParams(userId));
  secrets.push(joined.resumeKey);
  const connect = (transportId: string) => (dtlsParameters: Record<string, unknown>) =>
    client.request("connectTransport", { transportId, dtlsParameters });
  return {
    client,
    joined,
    async send(ssrc: number) {
      const { sendTransport } = joined;
      const sender = await RtpSender.connect(userId, ssrc, sendTransport, connect(sendTransport.id));
      const { rtpParameters } = sender;
      const { publicationId } = await client.request("publish", { source: "microphone", muted: false, rtpParameters });
      return { sender, publicationId };
    },
    receive(subscription: Subscription) {
      const { receiveTransport } = joined;
      return RtpReceiver.connect(userId, receiveTransport, subscription, connect(receiveTransport.id));
    },
  };
}

describe("RtcService on real media", () => {
  test("carries sound between two participants, tells who speaks, and mutes", async () => {
    const alice = await enter("alice");
    const { sender, publicationId } = await alice.send(1111);
    const bob = await enter("bob");
    const [subscription] = bob.joined.subscriptions;
    expect(subscription).toMatchObject({ userId: "alice", source: "microphone", paused: false });
    const receiver = await bob.receive(subscription as Subscription);
    await expect.poll(() => receiver.packets, { timeout: 10_000 }).toBeGreaterThan(10);

    const { speakers } = await bob.client.next("speaking", (data) => data.speakers.length > 0);
    expect(speakers).toMatchObject([{ userId: "alice" }]);
    expect(speakers[0]?.volume).toBeGreaterThan(-30);
    sender.volume = -100;
    await bob.client.next("speaking", (data) => data.speakers.length === 0);

    await alice.client.request("mute", { publicationId, muted: true });
    // What was on the way has come once the count stands still for ten packets' time.
    let last = -1;
    await expect
      .poll(
        () => {
          const still = receiver.packets === last;
          last = receiver.packets;
          return still;
        },
        { interval: 200, timeout: 10_000 },
      )
      .toBe(true);
    await alice.client.request("mute", { publicationId, muted: false });
    await expect.poll(() => receiver.packets, { timeout: 10_000 }).toBeGreaterThan(last);

    expect(service.stats()).toEqual({ rooms: 1, participants: 2, workers: 1 });
    sender.close();
    receiver.close();
    for (const { client } of [alice, bob]) client.socket.close(1000);
    await expect.poll(() => service.stats().rooms).toBe(0);
  });

  test("a paused subscription plays once it is resumed", async () => {
    const bob = await enter("bob");
    const alice = await enter("alice");
    const { sender } = await alice.send(2222);
    const { subscription } = await bob.client.next("subscribed");
    const receiver = await bob.receive(subscription);
    await receiver.connected;
    await bob.client.settle();
    expect(receiver.packets).toBe(0);
    const updates = [{ subscriptionId: subscription.subscriptionId, paused: false }];
    await bob.client.request("updateSubscriptions", { updates });
    await expect.poll(() => receiver.packets, { timeout: 10_000 }).toBeGreaterThan(5);
    sender.close();
    receiver.close();
    for (const { client } of [alice, bob]) client.socket.close(1000);
    await expect.poll(() => service.stats().rooms).toBe(0);
  });

  test("a dead worker puts its participants out, who may join again at once", async () => {
    const alice = await enter("alice");
    process.kill(workerPid, "SIGKILL");
    expect(await alice.client.next("removed")).toMatchObject({ error: { code: -1084, reason: "media_lost" } });
    expect(await alice.client.closed).toMatchObject({ code: 4006 });
    const again = await enter("alice");
    const { sender } = await again.send(3333);
    sender.close();
    again.client.socket.close(1000);
    await expect.poll(() => service.stats()).toEqual({ rooms: 0, participants: 0, workers: 1 });
  });

  test("keeps the calls and what their packets did, for the OpenAPI to tell", async () => {
    const [accessKey] = (await service.accessKeys.list()) as [AccessKey];
    const openApi = new OpenApiClient(listener.port, accessKey);
    const start = Date.now();
    const alice = await enter("alice");
    const { sender } = await alice.send(4444);
    const bob = await enter("bob");
    const receiver = await bob.receive(bob.joined.subscriptions[0] as Subscription);
    const fields = {
      AppId: app.appId,
      StartTime: new Date(start - 1_000).toISOString(),
      EndTime: new Date(start + 600_000).toISOString(),
    };
    const curves = async () => {
      const ids = { RoomId: "room", UserId: "alice,bob" };
      const answer = await openApi.result("ListCallDetail", "2023-11-01", { ...fields, ...ids }, { method: "GET" });
      return (
        answer as {
          UserCallDetail: { UserId: string; CallDetail: { Name: string; Data: { Value: number }[] }[] }[];
        }
      ).UserCallDetail.flatMap(({ CallDetail }) => CallDetail)
        .filter(({ Name, Data }) => Name.endsWith("_bitrate") && Data.some(({ Value }) => Value > 0))
        .map(({ Name }) => Name);
    };
    await expect.poll(curves, { timeout: 20_000, interval: 500 }).toEqual(["audio_send_bitrate", "audio_recv_bitrate"]);
    sender.close();
    receiver.close();
    for (const { client } of [alice, bob]) client.socket.close(1000);
    const finished = async () => {
      const answer = await openApi.result("ListRoomInfo", "2023-11-01", fields, { method: "GET" });
      const { RoomList } = answer as { RoomList: { IsFinished: boolean }[] };
      return RoomList.at(-1)?.IsFinished;
    };
    await expect.poll(finished, { timeout: 10_000 }).toBe(true);
  });

  test("is moderated by the OpenAPI on the same port", async () => {
    const [accessKey] = (await service.accessKeys.list()) as [AccessKey];
    secrets.push(accessKey.secretKey);
    const openApi = new OpenApiClient(listener.port, accessKey);
    const alice = await enter("alice");
    const room = { AppId: app.appId, RoomId: "room" };
    const users = await openApi.result("GetRoomOnlineUsers", "2023-11-01", room, { method: "GET" });
    expect(users).toMatchObject({ RoomExists: true, VisibleUserList: ["alice"] });
    await openApi.result("BanRoomUser", "2023-11-01", { ...room, UserId: "alice", ForbiddenInterval: 600 });
    expect(await alice.client.next("removed")).toMatchObject({ error: { code: -1006 } });
    await expect(enter("alice")).rejects.toMatchObject({ info: { code: -1026, reason: "user_forbidden" } });
    await openApi.result("UpdateBanRoomUserRule", "2023-11-01", { ...room, UserId: "alice", ForbiddenInterval: 0 });
    const again = await enter("alice");
    again.client.socket.close(1000);
    await expect.poll(() => service.stats().rooms).toBe(0);
    const done = async () => (await service.audit.list({ roomId: "room" })).map(({ action }) => action);
    await expect.poll(done, { timeout: 10_000 }).toEqual(["UpdateBanRoomUserRule", "BanRoomUser"]);
    expect((await service.audit.list({ roomId: "room" }))[0]).toMatchObject({
      actorKind: "access_key",
      actor: accessKey.accessKeyId,
      appId: app.appId,
      userId: "alice",
      details: { ForbiddenInterval: 0 },
      outcome: "ok",
    });
  });

  test("answers for its health", async () => {
    const response = await fetch(`http://127.0.0.1:${listener.port}/healthz`);
    expect([response.status, await response.json()]).toEqual([
      200,
      { status: "ok", rooms: 0, participants: 0, workers: 1 },
    ]);
    const plain = await fetch(`http://127.0.0.1:${listener.port}${SIGNALING_PATH}`);
    expect(plain.status).toBe(426);
  });

  test("logs comings and goings, and no secret", () => {
    const text = log.join("");
    expect(text).toContain("participant joined");
    expect(text).toContain('"userId":"alice"');
    expect(secrets.length).toBeGreaterThan(5);
    for (const secret of [app.appKey, ...secrets]) expect(text).not.toContain(secret);
  });
});

test.each([DATABASE_FILE, HISTORY_FILE])("a %s that cannot be used ends the start with a sentence", async (name) => {
  const dataDir = await mkdtemp(join(tmpdir(), "lianmai-service-"));
  await writeFile(join(dataDir, name), "this is a text file, not a database ".repeat(200));
  const log: string[] = [];
  const start = RtcService.start({
    dataDir,
    media: { listenIps: [{ ip: "127.0.0.1" }], basePort: await freePort(), workers: 1 },
    logger: pino({ level: "debug" }, { write: (line: string) => void log.push(line) }),
  });
  await expect(start).rejects.toThrow(StoreError);
  await expect(start).rejects.toThrow(new RegExp(`${name.replace(".", "\\.")} is no database or is damaged`));
  // Nothing was begun that would have to be ended.
  expect(log.join("")).not.toContain("media worker up");
  await rm(dataDir, { recursive: true });
});
