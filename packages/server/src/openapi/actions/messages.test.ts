import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { APP_ID } from "../../signaling/testing/harness.js";
import { OpenApiHost } from "../testing/openapi-host.js";

const OLD = "2020-12-01";
const NEW = "2023-07-20";

let host: OpenApiHost;
beforeEach(async () => {
  host = await OpenApiHost.start();
});
afterEach(() => host.stop());

const message = { AppId: APP_ID, RoomId: "room", From: "server", Binary: false, Message: "你好" };
const received = { from: "server", binary: false, message: "你好" };

describe("messages", () => {
  test("reach everybody in a room, one user, or several", async () => {
    const { client, harness } = host;
    const [alice, bob] = [await harness.join("alice"), await harness.join("bob", { visible: false })];
    expect(await client.result("SendBroadcast", OLD, message)).toEqual({ Message: "Success" });
    for (const one of [alice, bob])
      expect(await one.next("message")).toEqual({ ...received, private: false, version: undefined });

    expect(await client.result("SendRoomUnicast", NEW, { ...message, To: "bob" })).toEqual({ Message: "Success" });
    expect(await bob.next("message")).toMatchObject({ ...received, private: true });
    await alice.settle();
    expect(alice.unseen).toEqual([]);

    const bytes = { ...message, Binary: true, Message: Buffer.from([0, 255]).toString("base64") };
    await client.result("BatchSendRoomUnicast", NEW, { ...bytes, To: ["alice", "bob"] });
    for (const one of [alice, bob]) {
      expect(await one.next("message")).toMatchObject({ binary: true, message: bytes.Message });
    }
  });

  test.each([OLD, NEW])("outside rooms reach the user wherever it is in the app, in version %s", async (version) => {
    const { client, harness } = host;
    const [here, there] = [await harness.join("alice"), await harness.join("alice", { roomId: "other" })];
    const bob = await harness.join("bob");
    const { RoomId: _none, ...outside } = message;
    expect(await client.result("SendUnicast", version, { ...outside, To: "alice" })).toEqual({ Message: "Success" });
    for (const one of [here, there]) expect(await one.next("message")).toMatchObject({ ...received, private: true });
    await bob.settle();
    expect(bob.unseen).not.toContain("message");
    expect(await client.refusal("SendUnicast", version, { ...outside, To: "carol" })).toBe(
      '404 InternalError.UserNotFound: User "carol" is in no room of this app now.',
    );
    expect(await client.refusal("SendUnicast", version, { ...outside, From: "bob", To: "alice" })).toBe(
      '400 InvalidParameter.IllegalFrom: From may not be the id of a user who is online, as "bob" is.',
    );
    expect(await client.refusal("SendUnicast", version, { ...message, To: "alice" })).toContain("no field RoomId");
  });

  test("say who could not be reached", async () => {
    const { client, harness } = host;
    expect(await client.refusal("SendBroadcast", NEW, message)).toContain("404 InternalError.RoomNotFound");
    const alice = await harness.join("alice");
    expect(await client.refusal("SendRoomUnicast", NEW, { ...message, To: "bob" })).toBe(
      "404 InternalError.UserNotFound: Not in the room: bob.",
    );
    expect(await client.refusal("BatchSendRoomUnicast", NEW, { ...message, To: ["alice", "bob"] })).toBe(
      "400 PartialSuccess: The others got the message; not in the room: bob.",
    );
    expect(await alice.next("message")).toMatchObject(received);
  });

  test.each<[string, string, Record<string, unknown>, string]>([
    ["SendBroadcast", "from a user in the room", { From: "alice" }, "400 InvalidParameter.IllegalFrom"],
    ["SendBroadcast", "from no id", { From: "a b" }, "400 InvalidParameter.IllegalFrom"],
    [
      "SendBroadcast",
      "above 64 KB",
      { Message: "a".repeat(65_537) },
      "400 InvalidParameter.SizeOverLimit: Message may have at most 64 KB",
    ],
    ["SendBroadcast", "not in Base64", { Binary: true, Message: "***" }, "400 InvalidParameter: A binary Message"],
    ["SendRoomUnicast", "to no id", { To: "a b" }, "400 InvalidParameter.IllegalTo"],
    ["BatchSendRoomUnicast", "to nobody", { To: [] }, "400 MissingParameter: To must name"],
    ["BatchSendRoomUnicast", "to too many", { To: Array(601).fill("u") }, "400 InvalidParameter.UserCountOverLimit"],
    [
      "BatchSendRoomUnicast",
      "above 20 KB",
      { To: ["alice"], Message: "a".repeat(20_481) },
      "400 InvalidParameter.SizeOverLimit",
    ],
  ])("by %s %s are refused", async (action, _name, change, refusal) => {
    const alice = await host.harness.join("alice");
    expect(await host.client.refusal(action, NEW, { ...message, ...change })).toContain(refusal);
    await alice.settle();
    expect(alice.unseen).toEqual([]);
  });

  test("are 500 a second for an app", async () => {
    await host.harness.join("alice");
    // The clock stands, so that nothing is given back meanwhile.
    for (let sent = 0; sent < 500; sent += 50) {
      await Promise.all(Array.from({ length: 50 }, () => host.client.result("SendBroadcast", NEW, message)));
    }
    expect(await host.client.refusal("SendBroadcast", NEW, message)).toContain("429 FlowLimitExceeded.QPSOverLimit");
    host.harness.clock.advance(1000);
    await host.client.result("SendBroadcast", NEW, message);
  });
});
