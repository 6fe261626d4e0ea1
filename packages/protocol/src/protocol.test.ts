import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  AppIdSchema,
  CloseCode,
  describeIssues,
  ERROR_REASONS,
  ErrorCode,
  type ErrorInfo,
  ErrorInfoSchema,
  EVENTS,
  EventSchema,
  ExtraInfoSchema,
  ID_PATTERN,
  kindOf,
  LIMITS,
  METHODS,
  type MethodParams,
  type MethodResult,
  RequestSchema,
  ResponseSchema,
  RoomIdSchema,
  SOURCES,
  TIMES,
  UserIdSchema,
} from "./index.js";

const JOIN: MethodParams<"join"> = {
  appId: "0123456789abcdef01234567",
  roomId: "room",
  userId: "alice",
  token: "001",
  rtpCapabilities: {},
  visible: true,
  autoSubscribe: { audio: true, video: true, screen: false },
  extraInfo: "",
  client: "web/0.1.0",
};

describe("ids", () => {
  test.each(["a", "A-b_c.d@e", "0", "x".repeat(128)])("%j is one", (id) => {
    expect(v.is(RoomIdSchema, id)).toBe(true);
    expect(v.is(UserIdSchema, id)).toBe(true);
  });

  test.each(["", "x".repeat(129), "a b", "中", "a/b", "a\n", "a#b", "*"])("%j is none", (id) => {
    expect(v.is(RoomIdSchema, id)).toBe(false);
    expect(v.is(UserIdSchema, id)).toBe(false);
  });

  test("say in the refusal what they may be", () => {
    const { issues } = v.safeParse(RoomIdSchema, "a b");
    expect(issues?.[0].message).toBe(
      'roomId must be 1 to 128 characters out of letters, digits, "_", "@", "-" and "."',
    );
  });

  test("have none of the characters that the server joins them with", () => {
    fc.assert(fc.property(fc.string({ maxLength: 130 }), (id) => !ID_PATTERN.test(id) || !/[/*\s]/.test(id)));
  });

  test.each(["0123456789ABCDEF01234567", "0123456789abcdef0123456", "g".repeat(24)])("%j is no AppId", (id) => {
    expect(v.is(AppIdSchema, id)).toBe(false);
  });
});

describe("a join", () => {
  test("keeps what the protocol does not look into", () => {
    const rtpCapabilities = { codecs: [{ kind: "audio", extra: { deep: [1] } }] };
    const parsed = v.parse(METHODS.join.params, { ...JOIN, rtpCapabilities });
    expect(parsed).toEqual({ ...JOIN, rtpCapabilities });
  });

  test("drops what no server knows", () => {
    expect(v.parse(METHODS.join.params, { ...JOIN, surprise: 1 })).toEqual(JOIN);
  });

  test.each(Object.keys(JOIN) as (keyof typeof JOIN)[])("needs %s, and says so by its path", (field) => {
    const { [field]: _, ...rest } = JOIN;
    const parsed = v.safeParse(METHODS.join.params, rest);
    expect(parsed.success).toBe(false);
    expect(describeIssues(parsed.issues ?? [])).toMatch(new RegExp(`^${field}: `));
  });

  test("takes extraInfo by bytes, not characters", () => {
    expect(v.is(ExtraInfoSchema, "中".repeat(66))).toBe(true);
    expect(v.is(ExtraInfoSchema, "中".repeat(67))).toBe(false);
    expect(v.is(ExtraInfoSchema, "x".repeat(LIMITS.extraInfoBytes))).toBe(true);
  });
});

describe("updates of subscriptions", () => {
  const update = { subscriptionId: "s" };

  test.each([
    ["none", []],
    ["too many", Array.from({ length: 501 }, () => update)],
    ["a size below 0", [{ ...update, size: { width: -1, height: 1 } }]],
    ["half a pixel", [{ ...update, size: { width: 0.5, height: 1 } }]],
    ["no id", [{ paused: true }]],
  ])("are refused with %s", (_, updates) => {
    expect(v.is(METHODS.updateSubscriptions.params, { updates })).toBe(false);
  });

  test("take pausing, a size, a wish for a key frame, all or none", () => {
    const all = { ...update, paused: true, size: { width: 0, height: 0 }, keyFrame: true };
    const updates = [update, { ...update, paused: true }, { ...update, keyFrame: true }, all];
    expect(v.parse(METHODS.updateSubscriptions.params, { updates })).toEqual({ updates });
  });
});

describe("envelopes", () => {
  test.each([
    { method: "ping", params: {} },
    { id: 0, method: "ping", params: {} },
    { id: 1.5, method: "ping", params: {} },
    { id: 2 ** 53, method: "ping", params: {} },
    { id: "1", method: "ping", params: {} },
    { id: 1, method: 5, params: {} },
    { id: 1, method: "ping" },
    null,
    [],
  ])("%j is no request", (message) => {
    expect(v.is(RequestSchema, message)).toBe(false);
  });

  test("an answer has a result or an error", () => {
    const error: ErrorInfo = { code: ErrorCode.JoinFailed, reason: "room_full", message: "full" };
    expect(v.parse(ResponseSchema, { id: 1, error })).toEqual({ id: 1, error });
    expect(v.parse(ResponseSchema, { id: 1, result: {} })).toEqual({ id: 1, result: {} });
    expect(v.is(ResponseSchema, { id: 1 })).toBe(false);
  });

  test("an event may have a version", () => {
    expect(v.is(EventSchema, { event: "speaking", data: {} })).toBe(true);
    expect(v.is(EventSchema, { event: "participantLeft", data: {}, version: 3 })).toBe(true);
    expect(v.is(EventSchema, { event: "participantLeft", data: {}, version: "3" })).toBe(false);
  });

  test("a reason that a newer server gives can still be read", () => {
    expect(v.is(ErrorInfoSchema, { code: -1, reason: "of_tomorrow", message: "..." })).toBe(true);
  });
});

describe("describeIssues", () => {
  test("names each field by its path", () => {
    const { issues } = v.safeParse(METHODS.join.params, {
      ...JOIN,
      autoSubscribe: { audio: 1, video: true, screen: true },
    });
    expect(describeIssues(issues ?? [])).toMatch(/^autoSubscribe\.audio: /);
  });

  test("names three at most", () => {
    const { issues } = v.safeParse(METHODS.join.params, {});
    expect(issues?.length).toBeGreaterThan(3);
    expect(describeIssues(issues ?? []).split("; ")).toHaveLength(3);
  });
});

describe("the tables", () => {
  test("have no code, reason or name twice", () => {
    const lists: (readonly unknown[])[] = [Object.values(ErrorCode), Object.values(CloseCode), ERROR_REASONS, SOURCES];
    for (const values of lists) {
      expect(new Set(values).size).toBe(values.length);
    }
  });

  test("use close codes that applications may use", () => {
    for (const code of Object.values(CloseCode)) expect([1000, 1001, 1009].includes(code) || code >= 4000).toBe(true);
  });

  test("give every source a kind", () => {
    expect(SOURCES.map(kindOf)).toEqual(["audio", "video", "video", "audio"]);
  });

  test("let a client notice a lost connection before the server gives it up", () => {
    expect(TIMES.pingInterval).toBeLessThan(TIMES.clientSilence);
    expect(TIMES.clientSilence).toBeLessThan(TIMES.serverSilence);
  });

  test("have types that follow from the schemas", () => {
    expectTypeOf<MethodParams<"mute">>().toEqualTypeOf<{ publicationId: string; muted: boolean }>();
    expectTypeOf<MethodResult<"publish">>().toEqualTypeOf<{ publicationId: string }>();
    expectTypeOf<v.InferOutput<(typeof EVENTS)["unsubscribed"]>>().toEqualTypeOf<{ subscriptionId: string }>();
  });

  test("bear whatever is put into them", () => {
    const schemas = [
      ...Object.values(METHODS).flatMap(({ params, result }) => [params, result]),
      ...Object.values(EVENTS),
      RequestSchema,
      ResponseSchema,
      EventSchema,
    ];
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const schema of schemas) {
          const parsed = v.safeParse(schema as v.GenericSchema, value);
          if (!parsed.success) expect(describeIssues(parsed.issues)).not.toBe("");
        }
      }),
    );
  });
});
