import { describe, expect, test } from "vitest";
import { AccessToken, explainToken, Privilege, type TokenExpectation } from "./index.js";

const appId = "0123456789abcdef01234567";
const appKey = "0123456789abcdef0123456789abcdef";
const now = 1_800_000_000;
const expected: TokenExpectation = { appId, appKeys: [appKey], roomId: "room-1", userId: "alice", now };

function make(options: Partial<ConstructorParameters<typeof AccessToken>[0]> = {}): AccessToken {
  return new AccessToken({ appId, roomId: "room-1", userId: "alice", issuedAt: now, expireAt: now + 60, ...options });
}

function both(token: AccessToken): AccessToken {
  return token.grant(Privilege.PublishStream).grant(Privilege.SubscribeStream);
}

function reasons(token: string, expectation: TokenExpectation = expected): string[] {
  const verdict = explainToken(token, expectation);
  return verdict.ok ? [] : verdict.problems.map(({ reason }) => reason);
}

describe("explainToken", () => {
  test("finds nothing wrong with a right token", () => {
    expect(reasons(both(make()).serialize(appKey))).toEqual([]);
  });

  test("takes any of the app's keys", () => {
    const token = both(make()).serialize("second");
    expect(reasons(token, { ...expected, appKeys: [appKey, "second"] })).toEqual([]);
    expect(reasons(token)).toEqual(["token_wrong_key"]);
  });

  test("tells the other app before the key that cannot match either", () => {
    const token = both(make({ appId: "f".repeat(24) })).serialize(appKey);
    expect(reasons(token)).toEqual(["token_wrong_app"]);
  });

  test("names both rooms", () => {
    const verdict = explainToken(both(make({ roomId: "x" })).serialize(appKey), expected);
    expect(verdict).toMatchObject({
      ok: false,
      problems: [{ reason: "token_wrong_room", field: "roomId", message: expect.stringMatching(/"x".*"room-1"/) }],
    });
  });

  test("says that a token without a room is for messages", () => {
    expect(reasons(both(make({ roomId: "" })).serialize(appKey))).toEqual(["token_wrong_room"]);
  });

  test("lets the wildcard room in, for the same user only", () => {
    expect(reasons(both(make({ roomId: "*" })).serialize(appKey))).toEqual([]);
    expect(reasons(both(make({ roomId: "*", userId: "*" })).serialize(appKey))).toEqual(["token_wrong_user"]);
  });

  test("is good in the second of its expiry and over in the next", () => {
    const token = both(make({ expireAt: now })).serialize(appKey);
    expect(reasons(token)).toEqual([]);
    expect(reasons(token, { ...expected, now: now + 1 })).toEqual(["token_expired"]);
  });

  test("never ends with expireAt 0", () => {
    expect(reasons(both(make({ expireAt: 0 })).serialize(appKey))).toEqual([]);
  });

  test("wants at least one privilege that is in force", () => {
    expect(reasons(make().serialize(appKey))).toEqual(["token_without_privilege"]);
    expect(reasons(make().grant(Privilege.PublishData).serialize(appKey))).toEqual(["token_without_privilege"]);
    expect(reasons(make().grant(Privilege.SubscribeStream).serialize(appKey))).toEqual([]);
    const over = make().grant(Privilege.PublishStream, now - 1);
    expect(reasons(over.serialize(appKey))).toEqual(["token_without_privilege"]);
  });

  test("lists everything that is wrong, the most telling first", () => {
    const token = both(make({ roomId: "x", userId: "bob", expireAt: now - 5 })).serialize("wrong");
    expect(reasons(token)).toEqual(["token_wrong_key", "token_wrong_room", "token_wrong_user", "token_expired"]);
  });

  test.each(["", "001", "abc", `001${appId}`, `001${"中".repeat(24)}AAAA`])("calls %j malformed", (text) => {
    expect(reasons(text)).toEqual(["token_malformed"]);
  });
});
