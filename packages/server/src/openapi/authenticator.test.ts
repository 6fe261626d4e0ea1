import { readFileSync } from "node:fs";
import { signOpenApiRequest } from "@lianmai/server-sdk";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../clock/manual-clock.js";
import type { AccessKey } from "../store/access-keys.js";
import { ApiError } from "./api-error.js";
import { Authenticator } from "./authenticator.js";
import type { RawRequest } from "./signature-claim.js";

interface Vector {
  name: string;
  accessKeyId: string;
  secretKey: string;
  method: string;
  params?: Record<string, string>;
  queryString?: string;
  body?: string;
  headers?: Record<string, string>;
  accept: boolean;
  basedOn?: string;
  changeBodyTo?: string;
  changeHeader?: Record<string, string>;
  error?: string;
}

const file = new URL("../../../server-sdk/vectors/signature-vectors.json", import.meta.url);
const { openapi } = JSON.parse(readFileSync(file, "utf8")) as { openapi: Vector[] };

/** A vector that changes another one, as a whole. */
function complete(vector: Vector): Vector {
  const base = openapi.find(({ name }) => name === vector.basedOn);
  if (base === undefined) return vector;
  const changed = { ...base, ...vector, headers: { ...base.headers, ...vector.changeHeader } };
  return vector.changeBodyTo === undefined ? changed : { ...changed, body: vector.changeBodyTo };
}

function requestOf({ method, params, queryString, body = "", headers = {} }: Vector): RawRequest {
  // As it crosses the wire, where a space may be "+".
  const query = [...new URLSearchParams(queryString ?? new URLSearchParams(params).toString())];
  return { method, query, headers, body: Buffer.from(body, "utf8") };
}

function accessKey(accessKeyId: string, secretKey: string, enabled = true): AccessKey {
  return { accessKeyId, secretKey, role: "full", enabled, createdAt: 0 };
}

async function outcome(request: RawRequest, key: AccessKey, now: number): Promise<string> {
  const directory = { get: async (id: string) => (id === key.accessKeyId ? key : undefined) };
  try {
    await new Authenticator(directory, new ManualClock(now)).authenticate(request);
    return "accepted";
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
}

describe("the published vectors", () => {
  test("are all here", () => expect(openapi.length).toBeGreaterThanOrEqual(8));

  test.each(openapi.map(complete))("$name", async (vector) => {
    const xDate = vector.headers?.["x-date"] ?? new URLSearchParams(vector.queryString).get("X-Date") ?? "";
    const now = Date.parse(xDate.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
    const got = await outcome(requestOf(vector), accessKey(vector.accessKeyId, vector.secretKey), now);
    if (vector.accept) expect(got).toBe("accepted");
    else expect(vector.error?.split(" or ")).toContain(got);
  });
});

describe("a signed request", () => {
  const NOW = Date.UTC(2025, 0, 2, 3, 4, 5);
  const KEY = accessKey("id", "secret");

  function signed(change: { date?: Date; secretKey?: string } = {}): RawRequest {
    const query = { Action: "KickUser", Version: "2020-12-01" };
    const body = '{"AppId":"a"}';
    const options = { accessKeyId: "id", secretKey: "secret", date: new Date(NOW), ...change };
    const headers = signOpenApiRequest({ method: "POST", query, body, ...options });
    return { method: "POST", query: Object.entries(query), headers, body: Buffer.from(body) };
  }

  const presigned = openapi.find(({ queryString }) => queryString !== undefined) as Vector;
  const presignedKey = accessKey(presigned.accessKeyId, presigned.secretKey);

  test("is accepted within 15 minutes and no longer", async () => {
    expect(await outcome(signed(), KEY, NOW + 15 * 60_000)).toBe("accepted");
    expect(await outcome(signed(), KEY, NOW - 15 * 60_000)).toBe("accepted");
    expect(await outcome(signed(), KEY, NOW + 15 * 60_000 + 1)).toBe("InvalidTimestamp");
    expect(await outcome(signed(), KEY, NOW - 15 * 60_000 - 1)).toBe("InvalidTimestamp");
  });

  test.each<[string, string, (request: RawRequest) => RawRequest]>([
    ["without a signature", "MissingAuthenticationToken", (r) => ({ ...r, headers: {} })],
    [
      "with a junk header",
      "InvalidAuthorization",
      (r) => ({ ...r, headers: { ...r.headers, authorization: "Bearer x" } }),
    ],
    ["without its date", "MissingRequestInfo", (r) => ({ ...r, headers: { ...r.headers, "x-date": undefined } })],
    ["with a junk date", "InvalidTimestamp", (r) => ({ ...r, headers: { ...r.headers, "x-date": "yesterday" } })],
    ["with another query", "SignatureDoesNotMatch", (r) => ({ ...r, query: [...r.query, ["AppId", "b"]] })],
    ["with another method", "SignatureDoesNotMatch", (r) => ({ ...r, method: "GET" })],
    [
      "without a signed header",
      "SignatureDoesNotMatch",
      (r) => ({ ...r, headers: { ...r.headers, "x-content-sha256": undefined } }),
    ],
    ["with another body", "SignatureDoesNotMatch", (r) => ({ ...r, body: Buffer.from("{}") })],
    ["for another service", "InvalidCredential", (r) => ({ ...r, headers: replaced(r, "/rtc/", "/vod/") })],
    ["with half a credential", "InvalidCredential", (r) => ({ ...r, headers: replaced(r, "/rtc/request", "") })],
    [
      "with an empty signature",
      "MissingSignature",
      (r) => ({ ...r, headers: replaced(r, /Signature=.*/, "Signature=") }),
    ],
    [
      "by an unknown key",
      "InvalidAccessKey",
      (r) => ({ ...r, headers: replaced(r, "Credential=id", "Credential=no") }),
    ],
  ])("%s gets %s", async (_name, code, change) => {
    expect(await outcome(change(signed()), KEY, NOW)).toBe(code);
  });

  test("with a wrong secret or a disabled key is refused", async () => {
    expect(await outcome(signed({ secretKey: "other" }), KEY, NOW)).toBe("SignatureDoesNotMatch");
    expect(await outcome(signed(), accessKey("id", "secret", false), NOW)).toBe("InvalidAccessKey");
  });

  test("in the query covers all of the query, and no body", async () => {
    const request = requestOf(presigned);
    const more: RawRequest = { ...request, query: [...request.query, ["UserId", "u"]] };
    expect(await outcome(more, presignedKey, NOW)).toBe("SignatureDoesNotMatch");
    expect(await outcome({ ...request, body: Buffer.from("{}") }, presignedKey, NOW)).toBe("SignatureDoesNotMatch");
    const without = (name: string): RawRequest => ({ ...request, query: request.query.filter(([n]) => n !== name) });
    expect(await outcome(without("X-Signature"), presignedKey, NOW)).toBe("MissingSignature");
    expect(await outcome(without("X-Algorithm"), presignedKey, NOW)).toBe("InvalidAuthorization");
  });
});

function replaced(request: RawRequest, what: string | RegExp, by: string): RawRequest["headers"] {
  return { ...request.headers, authorization: String(request.headers.authorization).replace(what, by) };
}
