import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { AccessToken, explainToken, type Privilege, TokenFormatError } from "./index.js";

interface Vectors {
  valid: {
    name: string;
    appId: string;
    appKey: string;
    roomId: string;
    userId: string;
    nonce: number;
    issuedAt: number;
    expireAt: number;
    grantCalls: { privilege: Privilege; expireAt: number }[];
    privilegesOnWire: Record<string, number>;
    token: string;
    tokenLength: number;
  }[];
  decode: { name: string; token: string; appKey: string; expect: string }[];
  related: { name: string; string: string }[];
}

const vectors = JSON.parse(readFileSync(new URL("../vectors/token-vectors.json", import.meta.url), "utf8")) as Vectors;

describe("the published vectors", () => {
  test("are all here", () => {
    expect(vectors.valid.length).toBeGreaterThanOrEqual(7);
    expect(vectors.decode.length).toBeGreaterThanOrEqual(9);
  });

  test.each(vectors.valid)("writes: $name", (vector) => {
    const token = new AccessToken(vector);
    for (const { privilege, expireAt } of vector.grantCalls) token.grant(privilege, expireAt);
    expect(token.serialize(vector.appKey)).toBe(vector.token);
    expect(vector.token).toHaveLength(vector.tokenLength);
  });

  test.each(vectors.valid)("reads: $name", (vector) => {
    const token = AccessToken.parse(vector.token);
    const { appId, roomId, userId, nonce, issuedAt, expireAt } = token;
    expect({ appId, roomId, userId, nonce, issuedAt, expireAt }).toEqual({
      appId: vector.appId,
      roomId: vector.roomId,
      userId: vector.userId,
      nonce: vector.nonce,
      issuedAt: vector.issuedAt,
      expireAt: vector.expireAt,
    });
    expect(Object.fromEntries(token.privileges)).toEqual(vector.privilegesOnWire);
    expect(token.verify(vector.appKey)).toBe(true);
    expect(token.verify(`${vector.appKey}x`)).toBe(false);
  });

  const expectation = {
    appId: "661e1234abcd5678ef90543c",
    roomId: "Room1",
    userId: "user1",
    now: 1_700_000_000,
  };
  // Where the vectors leave the choice open, ours is: hash the bytes as they came, but no bytes beyond the token.
  const choices: Record<string, string> = {
    "privileges not in ascending order, signed as sent": "valid",
    "one extra byte after the signature": "malformed",
  };
  const reasons: Record<string, string | undefined> = {
    "bad-signature": "token_wrong_key",
    malformed: "token_malformed",
    valid: undefined,
  };

  test.each(vectors.decode)("judges: $name", ({ name, token, appKey, expect: verdict }) => {
    const outcome = verdict === "implementation-defined" ? choices[name] : verdict;
    expect(outcome).toBeOneOf(Object.keys(reasons));
    const explained = explainToken(token, { ...expectation, appKeys: [appKey] });
    expect(explained.ok ? undefined : explained.problems[0].reason).toBe(reasons[outcome as string]);
  });

  test.each(vectors.related)("is no join token: $name", ({ string }) => {
    expect(() => AccessToken.parse(string)).toThrow(TokenFormatError);
  });
});
