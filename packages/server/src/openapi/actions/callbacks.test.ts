import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { APP_ID } from "../../signaling/testing/harness.js";
import { OpenApiHost } from "../testing/openapi-host.js";

const VERSION = "2020-12-01";

let host: OpenApiHost;
beforeEach(async () => {
  host = await OpenApiHost.start();
});
afterEach(() => host.stop());

const settings = {
  URL: "https://events.example.com/rtc",
  SecretKey: "secret",
  EventList: ["RoomCreate", "UserJoinRoom"],
};
const created = { AppID: APP_ID, BusinessId: "live", ...settings };

describe("callbacks", () => {
  test("are made, shown, changed and deleted, with the original's letter cases", async () => {
    const { client, harness } = host;
    expect(await client.result("CreateCallback", VERSION, created)).toBe("success");
    const time = new Date(harness.clock.now()).toISOString();
    const shown = { AppId: APP_ID, BusinessId: "live", URL: settings.URL, SecretKey: "secret", CreatedAt: time };
    const get = () => client.result("GetCallback", VERSION, { AppId: APP_ID }, { method: "GET" });
    expect(await get()).toMatchObject({
      ...shown,
      EventList: '["RoomCreate","UserJoinRoom"]',
      Callbacks: [{ ...shown, EventList: ["RoomCreate", "UserJoinRoom"], UpdatedAt: time }],
    });
    const changed = { ...settings, AppID: APP_ID, BusinessID: "live", EventList: ["RoomDestroy"] };
    expect(await client.result("UpdateCallback", VERSION, changed)).toBe("success");
    expect(await get()).toMatchObject({ Callbacks: [{ ...shown, EventList: ["RoomDestroy"] }] });
    const gone = { AppId: APP_ID, BusinessId: "live" };
    expect(await client.result("DeleteCallback", VERSION, gone)).toBe("success");
    expect(await client.refusal("DeleteCallback", VERSION, gone)).toContain("404 InternalError.NotFound");
    expect(await client.refusal("GetCallback", VERSION, { AppId: APP_ID }, { method: "GET" })).toContain(
      "404 InternalError.NotFound",
    );
  });

  test.each([
    ["a private address", { ...created, URL: "http://10.0.0.1/" }, "400 InvalidParameter: "],
    ["an event that is none", { ...created, EventList: ["roomcreate"] }, "400 InvalidParameter: EventList names"],
    [
      "an event that is no text",
      { ...created, EventList: [1] },
      "400 InvalidParameter.Unmarshal: EventList[0] must be",
    ],
    ["another app", { ...created, AppID: "0".repeat(24) }, "400 InvalidParameter.NotExistAppId"],
    ["AppId for AppID", { ...created, AppID: undefined, AppId: APP_ID }, "and this one is AppID"],
    ["no secret", { ...created, SecretKey: "" }, "400 MissingParameter: The field SecretKey"],
  ])("with %s are refused", async (_name, fields, refusal) => {
    expect(await host.client.refusal("CreateCallback", VERSION, fields)).toContain(refusal);
  });

  test("are made once", async () => {
    await host.client.result("CreateCallback", VERSION, created);
    expect(await host.client.refusal("CreateCallback", VERSION, created)).toContain("already");
  });
});
