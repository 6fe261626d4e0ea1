import { LIMITS } from "@lianmai/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Harness } from "./testing/harness.js";

let server: Harness;
beforeEach(async () => {
  server = await Harness.start();
});
afterEach(() => server.stop());

const text = { binary: false, message: "你好" };

describe("a message of a participant", () => {
  test("to the room reaches everybody else, the invisible too, and not its sender", async () => {
    const alice = await server.join("alice");
    const [bob, carol] = [await server.join("bob"), await server.join("carol", { visible: false })];
    await alice.next("participantJoined");
    await alice.request("sendMessage", text);
    for (const one of [bob, carol]) {
      expect(await one.next("message")).toMatchObject({ ...text, from: "alice", private: false });
    }
    await alice.settle();
    expect(alice.unseen).toEqual([]);
  });

  test("to one user reaches that one alone, bytes as they are", async () => {
    const [alice, bob, carol] = [await server.join("alice"), await server.join("bob"), await server.join("carol")];
    const bytes = { binary: true, message: Buffer.from([0, 255, 128]).toString("base64") };
    await alice.request("sendMessage", { ...bytes, to: "bob" });
    expect(await bob.next("message")).toMatchObject({ ...bytes, from: "alice", private: true });
    await carol.settle();
    expect(carol.unseen).not.toContain("message");
  });

  test("of exactly 64 KB is taken, in either form", async () => {
    const [alice, bob] = [await server.join("alice"), await server.join("bob")];
    const full = Buffer.alloc(LIMITS.roomMessageBytes, 7);
    await alice.request("sendMessage", { binary: true, message: full.toString("base64") });
    await alice.request("sendMessage", { binary: false, message: "x".repeat(LIMITS.roomMessageBytes) });
    expect((await bob.next("message")).message).toHaveLength(Math.ceil(LIMITS.roomMessageBytes / 3) * 4);
    expect((await bob.next("message")).message).toHaveLength(LIMITS.roomMessageBytes);
  });

  test.each([
    ["text that is too long", { binary: false, message: "中".repeat(22_000) }, "bad_message", "has 66000 bytes"],
    [
      "bytes that are too many",
      { binary: true, message: Buffer.alloc(65_537).toString("base64") },
      "bad_message",
      "has 65537 bytes, and may have at most 64 KB",
    ],
    ["bytes that are no Base64", { binary: true, message: "*" }, "bad_message", "not in Base64"],
    ["nobody", { ...text, to: "nobody" }, "not_found", 'User "nobody" is not in the room'],
  ])("is refused with the reason: %s", async (_, params, reason, words) => {
    const [alice, bob] = [await server.join("alice"), await server.join("bob")];
    const refusal = await alice.refusal("sendMessage", params);
    expect(refusal).toMatchObject({ reason, message: expect.stringContaining(words) });
    await bob.settle();
    expect(bob.unseen).not.toContain("message");
  });

  test("is refused when too much was said just now, and taken a while later", async () => {
    const [alice, bob] = [await server.join("alice"), await server.join("bob")];
    const full = { binary: false, message: "x".repeat(LIMITS.roomMessageBytes) };
    for (let count = 0; count < 3; count++) await alice.request("sendMessage", full);
    expect(await alice.refusal("sendMessage", full)).toMatchObject({ reason: "rate_limited" });
    server.clock.advance(2_000);
    await alice.request("sendMessage", full);
    expect(await bob.next("message")).toMatchObject({ from: "alice" });
  });

  test("is refused as the settings say, with their name", async () => {
    await server.stop();
    server = await Harness.start({ roomMessageBytesPerSecond: 10_000, roomMessageBurst: 70_000 });
    const alice = await server.join("alice");
    const full = { binary: false, message: "x".repeat(LIMITS.roomMessageBytes) };
    await alice.request("sendMessage", full);
    expect(await alice.refusal("sendMessage", full)).toMatchObject({
      reason: "rate_limited",
      message: expect.stringMatching(/10000 bytes .* limits\.roomMessageBytesPerSecond/),
    });
    // What a full message with its overhead takes to come back, at this rate.
    server.clock.advance(7_000);
    await alice.request("sendMessage", full);
  });
});
