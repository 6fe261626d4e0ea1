import http from "node:http";
import type { AddressInfo } from "node:net";
import { Service } from "@volcengine/openapi";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SystemClock } from "../clock/system-clock.js";
import { APP_ID } from "../signaling/testing/harness.js";
import { formatTime } from "./actions/data/time-range.js";
import { OpenApiHost } from "./testing/openapi-host.js";

const NEW = "2023-11-01";

let host: OpenApiHost;
/** How far the server's clock is ahead of the client's, in milliseconds. */
let ahead: number;

beforeEach(async () => {
  ahead = 0;
  const system = new SystemClock();
  host = await OpenApiHost.start({
    now: () => system.now() + ahead,
    after: (delay, fire) => system.after(delay, fire),
  });
});
afterEach(() => host.stop());

/** The original's client, with nothing changed but where it calls. */
function service(options: { port?: number; secretKey?: string } = {}): Service {
  const { accessKeyId, secretKey } = host.accessKey;
  const { port = host.port } = options;
  return new Service({
    serviceName: "rtc",
    defaultVersion: NEW,
    host: `127.0.0.1:${port}`,
    protocol: "http:",
    accessKeyId,
    secretKey: options.secretKey ?? secretKey,
  });
}

/** Forwards to the host with bodies changed on the way. */
async function meddler(change: (body: string) => string): Promise<{ port: number; close: () => void }> {
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = change(Buffer.concat(chunks).toString("utf8"));
    const headers = { ...request.headers, "content-length": String(Buffer.byteLength(body)) };
    const path = request.url ?? "/";
    const onward = { host: "127.0.0.1", port: host.port, method: request.method ?? "GET", path, headers };
    http
      .request(onward, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      })
      .end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

const metadata = (Action: string) => ({
  RequestId: expect.any(String),
  Action,
  Version: NEW,
  Service: "rtc",
  Region: "cn-north-1",
});

describe("the original's client for Node", () => {
  test("asks who is in a room, by GET", async () => {
    await host.harness.join("alice");
    const ask = service().createAPI("GetRoomOnlineUsers", { method: "GET" });
    expect(await ask({ AppId: APP_ID, RoomId: "room" })).toEqual({
      ResponseMetadata: metadata("GetRoomOnlineUsers"),
      Result: {
        RoomExists: true,
        TotalUser: 1,
        TotalInvisibleUser: 0,
        VisibleUserList: ["alice"],
        InvisibleUserList: [],
      },
    });
  });

  test("asks for the rooms of a time, by GET", async () => {
    await host.harness.join("alice");
    await host.history.flush();
    // The rooms live by a clock of their own.
    const now = host.harness.clock.now();
    const list = service().createAPI("ListRoomInfo", { method: "GET" });
    const StartTime = formatTime(now - 60_000, 480);
    expect(await list({ AppId: APP_ID, StartTime, EndTime: formatTime(now, 480), PageSize: 10 })).toEqual({
      ResponseMetadata: metadata("ListRoomInfo"),
      Result: {
        Total: 1,
        HasMore: false,
        PageNum: 1,
        PageSize: 10,
        RoomList: [
          {
            CallId: expect.any(String),
            RoomId: "room",
            CreatedTime: formatTime(now, 480),
            DestroyTime: "",
            IsFinished: false,
            ActiveUserNum: 1,
          },
        ],
      },
    });
  });

  test("sends a message to a room, by JSON, in the version of messages", async () => {
    const alice = await host.harness.join("alice");
    const send = service().createJSONAPI("SendBroadcast", { Version: "2023-07-20" });
    expect(await send({ AppId: APP_ID, RoomId: "room", From: "server", Binary: false, Message: "你好" })).toEqual({
      ResponseMetadata: { ...metadata("SendBroadcast"), Version: "2023-07-20" },
      Result: { Message: "Success" },
    });
    expect(await alice.next("message")).toMatchObject({ from: "server", message: "你好", private: false });
  });

  test("asks with characters that are escaped", async () => {
    const ask = service().createAPI("GetRoomOnlineUsers", { method: "GET" });
    const answer = await ask({ AppId: APP_ID, RoomId: "r 1+!*'()~@/=&房间" });
    expect(answer.ResponseMetadata.Error?.Code).toBe("InvalidParameter.IllegalRoomID");
  });

  test("bans a user, by JSON", async () => {
    const alice = await host.harness.join("alice");
    const ban = service().createJSONAPI("BanRoomUser");
    expect(await ban({ AppId: APP_ID, RoomId: "room", UserId: "alice", ForbiddenInterval: 60 })).toEqual({
      ResponseMetadata: metadata("BanRoomUser"),
      Result: { Message: "success" },
    });
    expect((await alice.next("removed")).error.code).toBe(-1006);
  });

  test("is told of every field that is missing, wrong, unknown or in another letter case", async () => {
    const send = service().createJSONAPI("SendBroadcast", { Version: "2023-07-20" });
    const message = { AppId: APP_ID, RoomId: "room", From: "server", Binary: false, Message: "hello" };
    const { RoomId, ...withoutRoom } = message;
    for (const [fields, Code, Message] of [
      [withoutRoom, "MissingParameter.NoRoomId", "The field RoomId is required, and is missing or empty."],
      [{ ...message, Binary: "no" }, "InvalidParameter.Unmarshal", "Binary must be true or false, and is a string."],
      [{ ...message, RoomId: "a".repeat(129) }, "InvalidParameter.IllegalRoomID", /^RoomId must be 1 to 128/],
      [{ ...message, Colour: "red" }, "InvalidParameter", /^There is no field Colour here; the fields are AppId/],
      [
        { ...withoutRoom, roomId: RoomId },
        "InvalidParameter",
        /roomId: names are case-sensitive, and this one is RoomId/,
      ],
    ] as const) {
      const { Error: error } = (await send(fields)).ResponseMetadata;
      expect([error?.Code, error?.Message]).toEqual([
        Code,
        typeof Message === "string" ? Message : expect.stringMatching(Message),
      ]);
    }
  });

  test("makes an app, by JSON and by a form", async () => {
    const byJson = await service().createAPI("CreateApp", { method: "POST", contentType: "json" })({ AppName: "one" });
    const byForm = await service().createUrlEncodeAPI("CreateApp")({ AppName: "two" });
    expect(byJson).toMatchObject({ ResponseMetadata: metadata("CreateApp"), Result: { Name: "one" } });
    expect(byForm).toMatchObject({ ResponseMetadata: metadata("CreateApp"), Result: { Name: "two" } });
  });

  test("is told of actions that are known and not offered", async () => {
    const answer = await service().createJSONAPI("StartRecord")({ AppId: APP_ID });
    expect(answer.ResponseMetadata.Error).toMatchObject({
      CodeN: 100008,
      Code: "InvalidActionOrVersion",
      Message: expect.stringMatching(/^StartRecord is known .*, but this server does not offer it\.$/),
    });
  });

  test.each([
    ["a wrong secret", 100010, "SignatureDoesNotMatch", async () => service({ secretKey: "wrong" })],
    [
      "a stale date",
      100006,
      "InvalidTimestamp",
      async () => {
        ahead = 16 * 60_000;
        return service();
      },
    ],
  ])("is refused with %s", async (_name, CodeN, Code, make) => {
    const kick = (await make()).createJSONAPI("KickUser", { Version: "2020-12-01" });
    const answer = await kick({ AppId: APP_ID, RoomId: "room", UserId: "alice" });
    expect(answer.ResponseMetadata.Error).toMatchObject({ CodeN, Code });
    expect(answer.Result).toBeUndefined();
  });

  test("is refused when the body is changed on its way", async () => {
    const alice = await host.harness.join("alice");
    const proxy = await meddler((body) => body.replace('"bob"', '"alice"'));
    try {
      const kick = service(proxy).createJSONAPI("KickUser", { Version: "2020-12-01" });
      const answer = await kick({ AppId: APP_ID, RoomId: "room", UserId: "bob" });
      expect(answer.ResponseMetadata.Error).toMatchObject({ CodeN: 100010, Code: "SignatureDoesNotMatch" });
      await alice.settle();
      expect(alice.unseen).toEqual([]);
    } finally {
      proxy.close();
    }
  });
});
