import type { ErrorInfo } from "@lianmai/protocol";
import { AccessToken } from "@lianmai/server-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rtpParameters } from "../../media/testing/sample-media.js";
import { BanList } from "../../rooms/bans.js";
import { APP_ID, type Harness, type Joined } from "../../signaling/testing/harness.js";
import { BanStore } from "../../store/bans.js";
import type { OpenApiClient } from "../testing/openapi-client.js";
import { OpenApiHost } from "../testing/openapi-host.js";

const OLD = "2020-12-01";
const NEW = "2023-11-01";

let host: OpenApiHost;
let harness: Harness;
let client: OpenApiClient;

beforeEach(async () => {
  host = await OpenApiHost.start();
  ({ harness, client } = host);
});
afterEach(() => host.stop());

const room = { AppId: APP_ID, RoomId: "room" };
const alice = { ...room, UserId: "alice" };
const success = { Message: "success" };

async function removal(client: Joined): Promise<[code: number, reason: string]> {
  const { error } = await client.next("removed");
  return [error.code, error.reason];
}

async function joinRefusal(userId: string, roomId = "room"): Promise<ErrorInfo> {
  return await (await harness.connect()).refusal("join", harness.joinParams(userId, { roomId }));
}

const publishing = (source: "camera" | "microphone", ssrc: number) => ({
  source,
  muted: false,
  rtpParameters: rtpParameters(source === "camera" ? "video" : "audio", ssrc),
});

describe("GetRoomOnlineUsers", () => {
  test("names the visible and the invisible", async () => {
    await harness.join("alice");
    await harness.join("ghost", { visible: false });
    for (const version of ["2023-08-01", NEW]) {
      expect(await client.result("GetRoomOnlineUsers", version, room, { method: "GET" })).toEqual({
        RoomExists: true,
        TotalUser: 2,
        TotalInvisibleUser: 1,
        VisibleUserList: ["alice"],
        InvisibleUserList: ["ghost"],
      });
    }
  });

  test("says of a room that is not there only that", async () => {
    expect(await client.result("GetRoomOnlineUsers", NEW, room, { method: "GET" })).toEqual({ RoomExists: false });
  });

  test.each([
    [{ AppId: "x", RoomId: "room" }, "400 InvalidParameter.IllegalAppId"],
    [{ AppId: "0".repeat(24), RoomId: "room" }, "400 InvalidParameter.NotExistAppId"],
    [{ AppId: APP_ID, RoomId: "a room" }, "400 InvalidParameter.IllegalRoomID"],
    [{ AppId: APP_ID, RoomId: "r".repeat(129) }, "400 InvalidParameter.IllegalRoomID"],
  ])("refuses %j", async (fields, refusal) => {
    expect(await client.refusal("GetRoomOnlineUsers", NEW, fields, { method: "GET" })).toContain(refusal);
  });
});

describe("KickUser and DismissRoom", () => {
  test("put one user out, who may join again", async () => {
    const [user, other] = [await harness.join("alice"), await harness.join("bob")];
    expect(await client.result("KickUser", OLD, alice)).toEqual({ message: "success", Message: "success" });
    expect(await removal(user)).toEqual([-1006, "kicked_out"]);
    expect(await other.next("participantLeft")).toMatchObject({ userId: "alice", reason: "kicked_out" });
    await harness.join("alice");
  });

  test("put everybody out", async () => {
    const people = [await harness.join("alice"), await harness.join("ghost", { visible: false })];
    await client.result("DismissRoom", OLD, room);
    for (const one of people) expect(await removal(one)).toEqual([-1011, "room_dismissed"]);
    expect(harness.rooms.roomCount).toBe(0);
  });

  test("say that there is no such user or room", async () => {
    expect(await client.refusal("KickUser", OLD, alice)).toContain("404 InternalError.RoomNotFound");
    expect(await client.refusal("DismissRoom", OLD, room)).toContain("404 InternalError.RoomNotFound");
    await harness.join("bob");
    expect(await client.refusal("KickUser", OLD, alice)).toContain("404 InternalError.UserNotFound");
  });
});

describe("BanRoomUser", () => {
  test("keeps a user out of one room until the ban is over", async () => {
    const user = await harness.join("alice");
    await harness.join("bob");
    expect(await client.result("BanRoomUser", NEW, { ...alice, ForbiddenInterval: 60 })).toEqual(success);
    expect(await removal(user)).toEqual([-1006, "kicked_out"]);
    expect(await joinRefusal("alice")).toMatchObject({ code: -1026, reason: "user_forbidden" });
    await harness.join("alice", { roomId: "other" });
    harness.clock.advance(59_999);
    expect((await joinRefusal("alice")).code).toBe(-1026);
    harness.clock.advance(1);
    await harness.join("alice");
  });

  test("keeps everybody out of a room, the invisible too", async () => {
    const people = [await harness.join("alice"), await harness.join("ghost", { visible: false })];
    await client.result("BanRoomUser", NEW, { ...room, ForbiddenInterval: 60 });
    for (const one of people) expect(await removal(one)).toEqual([-1006, "kicked_out"]);
    expect(await joinRefusal("bob")).toMatchObject({ code: -1025, reason: "room_forbidden" });
    await harness.join("bob", { roomId: "other" });
  });

  test("keeps a user out of all rooms", async () => {
    const user = await harness.join("alice");
    await client.result("BanRoomUser", OLD, { AppId: APP_ID, UserId: "alice", ForbiddenInterval: 60 });
    expect(await removal(user)).toEqual([-1006, "kicked_out"]);
    expect((await joinRefusal("alice", "other")).code).toBe(-1026);
    await harness.join("bob");
  });

  test("makes short bans 10 seconds, and refuses lengths that may not be", async () => {
    await client.result("BanRoomUser", NEW, { ...alice, ForbiddenInterval: 1 });
    harness.clock.advance(9_999);
    expect((await joinRefusal("alice")).code).toBe(-1026);
    harness.clock.advance(1);
    await harness.join("alice");
    for (const ForbiddenInterval of [-1, 604_801]) {
      const refusal = await client.refusal("BanRoomUser", NEW, { ...alice, ForbiddenInterval });
      expect(refusal).toContain("400 InvalidParameter: ForbiddenInterval must be 1 to 604800 seconds or 0");
    }
    expect(await client.refusal("BanRoomUser", NEW, { AppId: APP_ID })).toContain(
      "400 MissingParameter: RoomId, UserId",
    );
  });

  test("only puts out without a length", async () => {
    const user = await harness.join("alice");
    await client.result("BanRoomUser", NEW, alice);
    expect(await removal(user)).toEqual([-1006, "kicked_out"]);
    await harness.join("bob");
    expect(await client.result("BanRoomUser", NEW, alice)).toEqual({ Message: "user not found" });
    await harness.join("alice");
  });

  test("is changed and lifted by UpdateBanRoomUserRule", async () => {
    await client.result("BanRoomUser", NEW, { ...alice, ForbiddenInterval: 60 });
    await client.result("UpdateBanRoomUserRule", NEW, { ...alice, ForbiddenInterval: 600 });
    harness.clock.advance(500_000);
    expect((await joinRefusal("alice")).code).toBe(-1026);
    expect(await client.result("UpdateBanRoomUserRule", NEW, { ...alice, ForbiddenInterval: 0 })).toEqual(success);
    await harness.join("alice");
    expect(await client.result("UpdateBanRoomUserRule", NEW, { ...alice, ForbiddenInterval: 60 })).toEqual({
      Message: "not banned",
    });
    expect(await client.refusal("UpdateBanRoomUserRule", OLD, alice)).toContain("404 InternalError.NotFound");
  });

  test("outlives a restart until it is over", async () => {
    await client.result("BanRoomUser", NEW, { ...alice, ForbiddenInterval: 60 });
    const scope = { appId: APP_ID, roomId: "room", userId: "alice" };
    expect((await BanList.load(harness.clock, new BanStore(host.db))).joinBan(scope)).toBeDefined();
    harness.clock.advance(60_000);
    expect((await BanList.load(harness.clock, new BanStore(host.db))).joinBan(scope)).toBeUndefined();
    expect(await new BanStore(host.db).load()).toEqual([]);
  });
});

describe("BanUserStream", () => {
  test("ends what is published and forbids it until it is lifted, also after another join", async () => {
    const [user, other] = [await harness.join("alice"), await harness.join("bob")];
    const { publicationId } = await user.request("publish", publishing("camera", 1));
    await user.request("publish", publishing("microphone", 2));
    await client.result("BanUserStream", NEW, { ...alice, Audio: false });
    for (const one of [user, other]) expect(await one.next("unpublished")).toMatchObject({ publicationId });
    const again = await harness.join("alice");
    expect(await again.refusal("publish", publishing("camera", 3))).toMatchObject({
      code: -1002,
      message: expect.stringContaining("does not let this user publish video until it lifts the ban"),
    });
    await again.request("publish", publishing("microphone", 4));
    expect(await client.result("UnbanUserStream", NEW, alice)).toEqual(success);
    await again.request("publish", publishing("camera", 5));
    expect(await client.result("UnbanUserStream", NEW, alice)).toEqual({ Message: "not banned" });
  });

  test("is over after its time, and with the room", async () => {
    const user = await harness.join("alice");
    await client.result("BanUserStream", NEW, { ...alice, ForbiddenInterval: 10 });
    expect((await user.refusal("publish", publishing("camera", 1))).code).toBe(-1002);
    harness.clock.advance(10_000);
    await user.request("publish", publishing("camera", 2));
    await client.result("BanUserStream", OLD, { ...alice, Token: "any" });
    expect((await user.refusal("publish", publishing("microphone", 3))).code).toBe(-1002);
    await user.request("leave", {});
    expect(harness.rooms.roomCount).toBe(0);
    const later = await harness.join("alice");
    await later.request("publish", publishing("camera", 4));
  });

  test.each([
    [
      "nothing to ban",
      { ...alice, Audio: false, Video: false },
      "400 InvalidParameter: Audio and Video are both false",
    ],
    [
      "too short a time",
      { ...alice, ForbiddenInterval: 9 },
      "400 InvalidParameter: ForbiddenInterval must be 10 to 259200",
    ],
    ["an id that may not be", { ...alice, UserId: "a b" }, "400 InvalidParameter: UserId must be"],
  ])("refuses %s", async (_name, fields, refusal) => {
    await harness.join("alice");
    expect(await client.refusal("BanUserStream", NEW, fields)).toContain(refusal);
  });

  test("says that there is no such user or room", async () => {
    expect(await client.result("BanUserStream", NEW, alice)).toEqual({ Message: "room not found" });
    await harness.join("bob");
    expect(await client.refusal("BanUserStream", OLD, { ...alice, Token: "t" })).toContain(
      "InternalError.UserNotFound",
    );
  });
});

describe("LimitTokenPrivilege", () => {
  test("takes the right to publish away for a while, whatever token comes", async () => {
    const user = await harness.join("alice");
    const { publicationId } = await user.request("publish", publishing("camera", 1));
    const Token = harness.token("alice");
    const EndTime = Math.floor((harness.clock.now() + 60_000) / 1000);
    expect(await client.result("LimitTokenPrivilege", NEW, { ...alice, Token, ForbiddenInterval: 60 })).toEqual({
      Message: "success",
      EndTime,
    });
    expect(await user.next("unpublished")).toMatchObject({ publicationId });
    await user.request("updateToken", { token: harness.token("alice", { expireIn: 7200 }) });
    expect((await user.refusal("publish", publishing("camera", 2))).code).toBe(-1002);
    await harness.pass(60_000, user);
    await user.request("publish", publishing("camera", 3));
  });

  test("refuses tokens of others and times that may not be", async () => {
    const call = (Token: string, ForbiddenInterval = 60) =>
      client.refusal("LimitTokenPrivilege", NEW, { ...alice, Token, ForbiddenInterval });
    expect(await call("junk")).toContain("400 InvalidParameter: Token is no token");
    expect(await call(harness.token("bob"))).toContain("400 InvalidParameter: Token is for another");
    expect(await call(harness.token("alice"), 59)).toContain("400 InvalidParameter: ForbiddenInterval must be 60");
  });
});

describe("apps", () => {
  test("are made with keys that make good tokens, listed and disabled", async () => {
    const made = (await client.result("CreateApp", NEW, { AppName: "连麦_1" })) as Record<string, unknown>;
    expect(made).toMatchObject({
      AppId: expect.stringMatching(/^[0-9a-f]{24}$/),
      AppKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      SecondaryAppKey: "",
      Name: "连麦_1",
      InstanceStatus: 1,
    });
    const { AppId, AppKey } = made as { AppId: string; AppKey: string };
    const token = new AccessToken({ appId: AppId, roomId: "r", userId: "u" }).serialize(AppKey);
    expect(AccessToken.parse(token).verify(AppKey)).toBe(true);
    const list = { AppId, AppName: "连麦_1", AppKey, SecondaryAppKey: "", CreateAt: made.CreateDate };
    const one = { Total: 1, Limit: 50, Offset: 0 };
    expect(await client.result("ListApps", OLD, { AppId })).toEqual({ AppList: [{ ...list, Status: 1 }], ...one });
    expect(await client.result("ModifyAppStatus", NEW, { AppId, Status: 2 })).toBe("success");
    expect(await client.result("ListApps", NEW, { AppId })).toEqual({ AppList: [{ ...list, Status: 2 }], ...one });
  });

  test("are listed in pages, from either end", async () => {
    for (const AppName of ["a", "b"]) await client.result("CreateApp", NEW, { AppName });
    const names = async (fields: Record<string, unknown>) => {
      const { AppList, Total } = (await client.result("ListApps", NEW, fields)) as {
        AppList: { AppName: string }[];
        Total: number;
      };
      expect(Total).toBe(3);
      return AppList.map(({ AppName }) => AppName);
    };
    const all = await names({});
    expect([...all].sort()).toEqual(["a", "b", "calls"]);
    expect(await names({ Reverse: 1 })).toEqual([...all].reverse());
    expect(await names({ Limit: "1", Offset: "1" })).toEqual([all[1]]);
  });

  test.each([
    ["CreateApp", { AppName: "a b" }, "AppName must be"],
    ["CreateApp", { AppName: "a".repeat(25) }, "AppName must be"],
    ["ListApps", { Limit: "101" }, "Limit must be a whole number from 1 to 100"],
    ["ListApps", { Offset: "-1" }, "Offset must be a whole number"],
    ["ModifyAppStatus", { AppId: APP_ID, Status: 3 }, "Status must be 1 (enabled) or 2 (disabled), and is 3"],
  ])("%s refuses %j", async (action, fields, message) => {
    expect(await client.refusal(action, NEW, fields)).toContain(`400 InvalidParameter: ${message}`);
  });
});
