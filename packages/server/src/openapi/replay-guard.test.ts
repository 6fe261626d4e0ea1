import { signOpenApiRequest } from "@lianmai/server-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ManualClock } from "../clock/manual-clock.js";
import { APP_ID } from "../signaling/testing/harness.js";
import { ReplayGuard } from "./replay-guard.js";
import { OpenApiHost } from "./testing/openapi-host.js";

describe("a request that comes again", () => {
  let host: OpenApiHost;
  beforeEach(async () => {
    host = await OpenApiHost.start();
  });
  afterEach(() => host.stop());

  /** A request as it can be recorded on its way. */
  function record(action: string, version: string, method: "GET" | "POST", fields: Record<string, string>) {
    const query = { Action: action, Version: version, ...(method === "GET" ? fields : {}) };
    const body = method === "GET" ? "" : JSON.stringify(fields);
    const date = new Date(host.harness.clock.now());
    const headers = signOpenApiRequest({ ...host.accessKey, method, query, body, date });
    const url = `http://127.0.0.1:${host.port}/?${new URLSearchParams(query)}`;
    return async () => {
      const response = await fetch(url, { method, headers, ...(method === "POST" && { body }) });
      const { ResponseMetadata } = (await response.json()) as { ResponseMetadata: { Error?: { Code: string } } };
      return ResponseMetadata.Error?.Code ?? response.status;
    };
  }

  test("is refused when it does something, but for a moment in which a client may repeat it", async () => {
    const { harness } = host;
    await harness.join("bob");
    const kick = record("KickUser", "2020-12-01", "POST", { AppId: APP_ID, RoomId: "room", UserId: "alice" });
    await harness.join("alice");
    expect(await kick()).toBe(200);
    harness.clock.advance(5_000);
    const second = await harness.join("alice");
    expect(await kick()).toBe(200);
    expect((await second.next("removed")).error.code).toBe(-1006);
    harness.clock.advance(6_000);
    const third = await harness.join("alice");
    expect(await kick()).toBe("InvalidTimestamp");
    harness.clock.advance(14 * 60_000);
    expect(await kick()).toBe("InvalidTimestamp");
    harness.clock.advance(60_000);
    expect(await kick()).toBe("InvalidTimestamp");
    expect(third.unseen).not.toContain("removed");
  });

  test("is answered when it only asks", async () => {
    const ask = record("GetRoomOnlineUsers", "2023-11-01", "GET", { AppId: APP_ID, RoomId: "room" });
    expect(await ask()).toBe(200);
    host.harness.clock.advance(60_000);
    expect(await ask()).toBe(200);
  });
});

test("what is remembered has a bound", () => {
  const clock = new ManualClock();
  const guard = new ReplayGuard(clock, 100);
  const signature = (number: number) => number.toString(16).padStart(64, "0").split("").reverse().join("");
  for (let number = 0; number < 100; number += 1) guard.check(signature(number));
  clock.advance(11_000);
  expect(() => guard.check(signature(99))).toThrow(/was made 11 s ago/);
  // The oldest made room for the new ones.
  for (let number = 100; number < 110; number += 1) guard.check(signature(number));
  expect(() => guard.check(signature(0))).not.toThrow();
  expect(() => guard.check(signature(99))).toThrow();
});
