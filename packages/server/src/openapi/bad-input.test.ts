import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { APP_ID } from "../signaling/testing/harness.js";
import { createActions } from "./actions/index.js";
import { type FieldSpec, FieldTable } from "./field-table.js";
import { OpenApiHost } from "./testing/openapi-host.js";

/** One host for all: whatever comes, it has to go on. */
let host: OpenApiHost;
beforeAll(async () => {
  host = await OpenApiHost.start();
  await host.harness.join("alice");
});
afterAll(() => host.stop());

const table = FieldTable.load();
const pairs = Object.entries(createActions({} as never)).flatMap(([action, { versions }]) =>
  versions.map((version) => ({ action, version, spec: table.find(action, version) })),
);

/** Values of the right types, so that only what a test changes is wrong. */
function sample(name: string, { type }: FieldSpec): unknown {
  const texts: Record<string, string> = { AppId: APP_ID, AppID: APP_ID, StartTime: time(-60_000), EndTime: time(0) };
  switch (type) {
    case "str":
      return texts[name] ?? "a1";
    case "bool":
      return true;
    case "i32":
    case "i64":
    case "f32":
      return 1;
    case "object":
      return {};
    default:
      return ["a1"];
  }
}

function time(fromNow: number): string {
  return new Date(host.harness.clock.now() + fromNow).toISOString();
}

function samples(request: Readonly<Record<string, FieldSpec>>): Record<string, unknown> {
  const required = Object.entries(request).filter(([, spec]) => spec.required);
  return Object.fromEntries(required.map(([name, spec]) => [name, sample(name, spec)]));
}

describe.each(pairs)("$action in version $version", ({ action, version, spec }) => {
  const request = spec?.request ?? {};

  async function refusal(fields: Record<string, unknown>): Promise<string> {
    // Data may be asked for twice a second.
    host.harness.clock.advance(1_000);
    return await host.client.refusal(action, version, fields);
  }

  test("names what is missing, of the wrong type, too long or in another letter case", async () => {
    for (const [name, { type, required }] of Object.entries(request)) {
      const good = samples(request);
      const { [name]: _left, ...without } = good;
      if (required) {
        expect(await refusal(without)).toMatch(
          new RegExp(`^400 (MissingParameter|InvalidParameter\\.BodyIsEmpty).*\\b${name}\\b`),
        );
      }
      const wrong = type === "object" ? "text" : { nested: true };
      expect(await refusal({ ...good, [name]: wrong })).toMatch(
        new RegExp(`^400 InvalidParameter\\.Unmarshal: ${name} must be .*, and is`),
      );
      const swapped = name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase();
      expect(await refusal({ ...without, [swapped]: good[name] ?? sample(name, { type }) })).toContain(
        `There is no field ${swapped}: names are case-sensitive, and this one is ${name}.`,
      );
      if (type === "str") {
        const long = "a".repeat(name === "Message" ? 132_000 : 5_000);
        expect(await refusal({ ...good, [name]: long })).toMatch(
          new RegExp(`^400 InvalidParameter\\.SizeOverLimit: ${name} may have at most`),
        );
      }
      if (type === "str[]") {
        expect(await refusal({ ...good, [name]: Array(1_001).fill("a") })).toMatch(
          /^400 InvalidParameter\.SizeOverLimit/,
        );
        expect(await refusal({ ...good, [name]: [1] })).toContain(`400 InvalidParameter.Unmarshal: ${name}[0] must be`);
      }
      if (type === "i32" || type === "i64") {
        expect(await refusal({ ...good, [name]: 1.5 })).toContain(`${name} must be a whole number`);
      }
    }
    const good = samples(request);
    expect(await refusal({ ...good, Colour: "red" })).toMatch(/^400 InvalidParameter: There is no field Colour here/);
  });
});

test("is no JSON, no object, not UTF-8 or too large: refused by the documented code, and the service goes on", async () => {
  const ban = (body: string) => host.client.refusal("BanRoomUser", "2023-11-01", {}, { body });
  expect(await ban("{")).toBe("400 InvalidParameter.Unmarshal: The body is not JSON in UTF-8.");
  expect(await ban("[]")).toMatch(/^400 InvalidParameter\.Unmarshal: The body must be a JSON object/);
  expect(await ban('"text"')).toMatch(/^400 InvalidParameter\.Unmarshal/);
  expect(await ban("")).toMatch(/^400 InvalidParameter\.BodyIsEmpty/);
  expect(await ban(`{"AppId":"${"a".repeat(300_000)}"}`)).toBe(
    "400 InvalidParameter.SizeOverLimit: The body may have at most 256 KB.",
  );
  const deep = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
  expect(await ban(deep.slice(0, 200_000))).toMatch(/^400 InvalidParameter/);
  expect(await host.client.result("GetRoomOnlineUsers", "2023-11-01", { AppId: APP_ID, RoomId: "room" })).toMatchObject(
    { TotalUser: 1 },
  );
});
