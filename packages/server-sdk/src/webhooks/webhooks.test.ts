import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type SignedWebhookFields, signWebhook, verifyWebhook } from "../index.js";

interface Vector {
  name: string;
  secretKey: string;
  event: SignedWebhookFields;
  signature: string;
}

const { webhook: vectors } = JSON.parse(
  readFileSync(new URL("../../vectors/signature-vectors.json", import.meta.url), "utf8"),
) as { webhook: Vector[] };

const SECRET = "secret-of-the-callback";
const event: SignedWebhookFields = {
  EventType: "UserJoinRoom",
  EventData: JSON.stringify({ RoomId: "room", UserId: "alice" }),
  EventTime: "2026-01-02T03:04:05.678Z",
  EventId: "id",
  AppId: "0".repeat(24),
  Version: "2020-12-01",
  Nonce: "aB1c",
};

/** What is wrong with the event after a change, which is signed or not. */
function problemOf(change: Record<string, unknown>, { signed = true, secretKey = SECRET } = {}) {
  const fields = { ...event, ...change } as SignedWebhookFields;
  const Signature = signWebhook(signed ? fields : event, SECRET);
  const verdict = verifyWebhook(JSON.stringify({ ...fields, Signature, ...change }), secretKey);
  return verdict.ok ? undefined : verdict.problem;
}

describe("the published vectors", () => {
  test("are all here", () => {
    expect(vectors.length).toBeGreaterThanOrEqual(2);
  });

  test.each(vectors)("$name", ({ event, secretKey, signature }) => {
    expect(signWebhook(event, secretKey)).toBe(signature);
    const body = JSON.stringify({ ...event, Signature: signature });
    const verdict = { ok: true, webhook: { EventType: event.EventType }, data: JSON.parse(event.EventData) };
    expect(verifyWebhook(body, secretKey)).toMatchObject(verdict);
    expect(verifyWebhook(Buffer.from(body), secretKey)).toMatchObject(verdict);
    expect(verifyWebhook(body, `${secretKey}x`)).toMatchObject({
      ok: false,
      problem: { reason: "signature_mismatch" },
    });
  });
});

describe("signWebhook", () => {
  test("sorts by bytes, also characters beyond the first 65,536", () => {
    // In UTF-16 the first of the two is the smaller one, in UTF-8 the second.
    const fields = { ...event, EventData: "\u{1F600}", Nonce: "\uFF21" };
    expect(signWebhook(fields, SECRET)).toBe("de8c686824691aa32408d65b511baa94192a40c3e4f4420fb2faaf0273cc4867");
  });

  test("refuses an empty secret", () => {
    expect(() => signWebhook(event, "")).toThrow(/secretKey is empty/);
    expect(() => verifyWebhook(JSON.stringify({ ...event, Signature: "0".repeat(64) }), "")).toThrow(TypeError);
  });
});

describe("verifyWebhook", () => {
  test("says what is wrong", () => {
    expect(problemOf({})).toBeUndefined();
    expect(problemOf({}, { secretKey: "other" })).toMatchObject({ reason: "signature_mismatch", field: "Signature" });
    expect(problemOf({ EventData: "{}" }, { signed: false })?.reason).toBe("signature_mismatch");
    expect(problemOf({ Signature: "ABC" })?.reason).toBe("signature_malformed");
    expect(problemOf({ EventData: "[1]" })).toMatchObject({ reason: "event_data_not_json", field: "EventData" });
    const parsed = problemOf({ EventData: { RoomId: "room" } }, { signed: false });
    expect(parsed).toMatchObject({ reason: "field_not_a_string", field: "EventData" });
    expect(parsed?.remedy).toContain("leave it a string");
    expect(problemOf({ Nonce: null }, { signed: false })?.message).toBe("Nonce is no string but null.");
    expect(problemOf({ AppId: undefined }, { signed: false })).toMatchObject({
      reason: "field_missing",
      field: "AppId",
    });
    for (const body of ["", "null", "[]", '"text"', "{", "\u0000"]) {
      expect(verifyWebhook(body, SECRET)).toMatchObject({ ok: false, problem: { reason: "body_not_json" } });
    }
  });

  test("accepts no changed body, and survives every body", () => {
    const body = Buffer.from(JSON.stringify({ ...event, Signature: signWebhook(event, SECRET) }));
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (index, bits) => {
        const changed = Buffer.from(body);
        changed[index] = (changed[index] ?? 0) ^ bits;
        const verdict = verifyWebhook(changed, SECRET);
        // A change that leaves the same JSON behind, such as a space for a line break, is none.
        if (verdict.ok) expect(verdict.webhook).toMatchObject(event);
      }),
      { numRuns: 2_000 },
    );
    fc.assert(fc.property(fc.string(), (text) => !verifyWebhook(text, SECRET).ok));
    fc.assert(fc.property(fc.jsonValue(), (value) => !verifyWebhook(JSON.stringify(value), SECRET).ok));
  });
});
