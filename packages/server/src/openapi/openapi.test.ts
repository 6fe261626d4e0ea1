import { signOpenApiRequest } from "@lianmai/server-sdk";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SystemClock } from "../clock/system-clock.js";
import { type Listener, listen } from "../http/listener.js";
import type { AccessKey } from "../store/access-keys.js";
import type { ActionCall, Actions } from "./action.js";
import { FieldTable } from "./field-table.js";
import { OpenApi } from "./openapi.js";
import { OpenApiClient } from "./testing/openapi-client.js";

const V2020 = "2020-12-01";
const V2023 = "2023-11-01";
const key: AccessKey = { accessKeyId: "id", secretKey: "secret", role: "full", enabled: true, createdAt: 0 };
const reader: AccessKey = { ...key, accessKeyId: "reader", role: "readonly" };

let listener: Listener;
let client: OpenApiClient;
let calls: ActionCall[];
let log: string[];

beforeEach(async () => {
  calls = [];
  log = [];
  const note = async (call: ActionCall) => {
    calls.push(call);
    return "done";
  };
  const actions: Actions = {
    GetRoomOnlineUsers: { versions: [V2023], access: "read", run: note },
    BanUserStream: { versions: [V2023], access: "write", ignored: ["Token"], run: note },
    StartRecord: { versions: [V2023], access: "write", run: note },
    KickUser: {
      versions: [V2020],
      access: "write",
      run: async () => {
        throw new Error("secret detail");
      },
    },
  };
  const openApi = new OpenApi({
    accessKeys: { get: async (id) => [key, reader].find(({ accessKeyId }) => accessKeyId === id) },
    actions,
    clock: new SystemClock(),
    logger: pino({}, { write: (line: string) => void log.push(line) }),
  });
  listener = await listen({ host: "127.0.0.1", port: 0, handlers: [openApi] });
  client = new OpenApiClient(listener.port, key);
});
afterEach(() => listener.close());

const room = { AppId: "a", RoomId: "r" };
const user = { ...room, UserId: "u" };

describe("an answer", () => {
  test("has the documented envelope", async () => {
    const { status, answer } = await client.call("GetRoomOnlineUsers", V2023, room, { method: "GET" });
    expect(status).toBe(200);
    expect(answer).toEqual({
      ResponseMetadata: {
        RequestId: expect.stringMatching(/^\d{14}[0-9A-F]{20}$/),
        Action: "GetRoomOnlineUsers",
        Version: V2023,
        Service: "rtc",
        Region: "cn-north-1",
      },
      Result: "done",
    });
  });

  test("keeps what failed inside the server to its log", async () => {
    const { status, answer } = await client.call("KickUser", V2020, user);
    expect([status, answer.ResponseMetadata.Error?.Code]).toEqual([500, "InternalError"]);
    expect(JSON.stringify(answer)).not.toContain("secret detail");
    expect(log.join()).toContain("secret detail");
  });

  test("is not given to requests without an action", async () => {
    expect((await fetch(`http://127.0.0.1:${listener.port}/`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${listener.port}/x?Action=KickUser`)).status).toBe(404);
  });

  test.each([
    ["action", "Version", "400 MissingParameter.NoAction", "Action is missing in the query: names are case-sensitive"],
    [
      "Action",
      "version",
      "400 MissingParameter.NoVersion",
      "Version is missing in the query: names are case-sensitive",
    ],
  ])("names %s and %s in their letter case", async (actionName, versionName, code, sentence) => {
    const query = { [actionName]: "GetRoomOnlineUsers", [versionName]: V2023, ...room };
    const headers = signOpenApiRequest({ ...key, method: "GET", query });
    const url = `http://127.0.0.1:${listener.port}/?${new URLSearchParams(query)}`;
    const response = await fetch(url, { headers });
    const { ResponseMetadata } = (await response.json()) as {
      ResponseMetadata: { Error: { Code: string; Message: string } };
    };
    expect(`${response.status} ${ResponseMetadata.Error.Code}`).toBe(code);
    expect(ResponseMetadata.Error.Message).toContain(sentence);
    expect((await fetch(url)).status).toBe(401);
    expect(calls).toEqual([]);
  });
});

describe("fields", () => {
  test("come by query, JSON or form, with their types", async () => {
    const more = { Audio: true, ForbiddenInterval: 10 };
    await client.result("BanUserStream", V2023, { ...user, ...more }, { method: "GET" });
    await client.result("BanUserStream", V2023, { ...user, ...more, Video: null, Token: "t" });
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const body = "AppId=a&RoomId=r&UserId=u&Audio=true&ForbiddenInterval=10";
    await client.result("BanUserStream", V2023, {}, { body, headers: form });
    expect(calls).toHaveLength(3);
    for (const { fields } of calls) {
      const read = [
        fields.text("UserId"),
        fields.flag("Audio"),
        fields.flag("Video"),
        fields.number("ForbiddenInterval"),
      ];
      expect(read).toEqual(["u", true, undefined, 10]);
      expect(() => fields.number("UserId")).toThrow(TypeError);
    }
  });

  test.each<[string, string, Record<string, unknown>, string]>([
    [
      "missing AppId",
      "BanUserStream",
      { RoomId: "r", UserId: "u" },
      "400 MissingParameter.NoAppId: The field AppId is",
    ],
    ["an empty RoomId", "BanUserStream", { ...user, RoomId: "" }, "400 MissingParameter.NoRoomId: The field RoomId is"],
    [
      "a number for a text",
      "BanUserStream",
      { ...user, UserId: 1 },
      "400 InvalidParameter.Unmarshal: UserId must be a text",
    ],
    [
      "a text for a flag",
      "BanUserStream",
      { ...user, Audio: "true" },
      "400 InvalidParameter.Unmarshal: Audio must be true or",
    ],
    [
      "a fraction",
      "BanUserStream",
      { ...user, ForbiddenInterval: 1.5 },
      "400 InvalidParameter.Unmarshal: ForbiddenInterval must be a whole",
    ],
    [
      "an unknown field",
      "BanUserStream",
      { ...user, Colour: "red" },
      "400 InvalidParameter: There is no field Colour here; the fields are AppId",
    ],
    [
      "the wrong letter case",
      "BanUserStream",
      { ...user, userid: "u" },
      "400 InvalidParameter: There is no field userid: names are case-sensitive, and this one is UserId",
    ],
    [
      "a name of Object's",
      "BanUserStream",
      { ...user, constructor: "x" },
      "400 InvalidParameter: There is no field constructor",
    ],
    ["no field at all", "BanUserStream", {}, "400 MissingParameter.NoAppId"],
    [
      "an object inside",
      "StartRecord",
      { ...room, TaskId: "t", StorageConfig: { Type: "0" } },
      "400 InvalidParameter.Unmarshal: StorageConfig.Type must be a whole",
    ],
    [
      "a wrong inner name",
      "StartRecord",
      { ...room, TaskId: "t", StorageConfig: { type: 0 } },
      "400 InvalidParameter: There is no field StorageConfig.type: names are case-sensitive, and this one is StorageConfig.Type",
    ],
    [
      "a text for an object",
      "StartRecord",
      { ...room, TaskId: "t", StorageConfig: "x" },
      "400 InvalidParameter.Unmarshal: StorageConfig must be an object",
    ],
  ])("with %s are refused", async (_name, action, fields, refusal) => {
    expect(await client.refusal(action, V2023, fields)).toContain(refusal);
    expect(calls).toEqual([]);
  });

  test.each([
    ["no JSON", "{", "400 InvalidParameter.Unmarshal: The body is not JSON"],
    ["a list", "[]", "400 InvalidParameter.Unmarshal: The body must be a JSON object"],
    ["empty", "", "400 InvalidParameter.BodyIsEmpty: The body is empty"],
    [
      "too large",
      `{"AppId":"${"a".repeat(300_000)}"}`,
      "400 InvalidParameter.SizeOverLimit: The body may have at most 256 KB",
    ],
  ])("in a body that is %s are refused", async (_name, body, refusal) => {
    expect(await client.refusal("BanUserStream", V2023, {}, { body })).toContain(refusal);
  });
});

describe("actions", () => {
  test.each([
    ["StartVoiceChat", V2023, '404 InvalidActionOrVersion: There is no action "StartVoiceChat"'],
    [
      "StopRecord",
      V2023,
      "404 InvalidActionOrVersion: StopRecord is known (2020-12-01, 2022-06-01, 2023-06-01, 2023-11-01), but this server does not offer it",
    ],
    [
      "BanUserStream",
      V2020,
      '404 InvalidActionOrVersion: BanUserStream is offered in version 2023-11-01, not in "2020-12-01"',
    ],
    ["banuserstream", V2023, "and this one is BanUserStream"],
    ["toString", V2023, '404 InvalidActionOrVersion: There is no action "toString"'],
    ["", V2023, "400 MissingParameter.NoAction"],
    ["BanUserStream", "", "400 MissingParameter.NoVersion"],
  ])("%s in version %s is refused", async (action, version, refusal) => {
    expect(await client.refusal(action, version, user)).toContain(refusal);
  });

  test("that change something are not for read-only keys", async () => {
    const readonly = new OpenApiClient(listener.port, reader);
    expect(await readonly.result("GetRoomOnlineUsers", V2023, room, { method: "GET" })).toBe("done");
    expect(await readonly.refusal("BanUserStream", V2023, user)).toContain(
      "403 AccessDenied: This access key is read-only",
    );
  });

  test("are not run for a request with a wrong secret, and the log has no secret", async () => {
    expect(await client.refusal("BanUserStream", V2023, user, { secretKey: "no" })).toContain(
      "401 SignatureDoesNotMatch",
    );
    expect(calls).toEqual([]);
    await client.result("BanUserStream", V2023, { ...user, Token: "token-of-a-user" });
    expect(log.join()).not.toMatch(/token-of-a-user|"secret"/);
  });
});

test("the table knows every documented pair", () => {
  const all = FieldTable.load().all();
  expect(all).toHaveLength(164);
  expect(all).toContainEqual({ action: "DeleteCallback", version: V2020 });
});
