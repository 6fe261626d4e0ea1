import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { signOpenApiRequest } from "./sign-request.js";
import { computeSignature, type SignatureInput, sha256, signedHost, signingKey } from "./signature.js";

interface Vector {
  name: string;
  secretKey: string;
  method: string;
  path: string;
  params?: Record<string, string>;
  queryString?: string;
  body?: string;
  headers?: Record<string, string>;
  canonicalRequest: string;
  stringToSign: string;
  signingKeyHex?: string;
  signature: string;
  accept: boolean;
}

const { openapi } = JSON.parse(
  readFileSync(new URL("../../vectors/signature-vectors.json", import.meta.url), "utf8"),
) as { openapi: Vector[] };
const accepted = openapi.filter(({ accept }) => accept);

/** What was signed, read from the vector alone. */
function inputOf(vector: Vector): SignatureInput {
  const sent = new URLSearchParams(vector.queryString ?? "");
  const names = sent.get("X-SignedQueries")?.split(";") ?? [];
  const headers = vector.headers ?? {};
  const signed = /SignedHeaders=([^,]*)/.exec(headers.authorization ?? "")?.[1]?.split(";") ?? [];
  const credential = sent.get("X-Credential") ?? /Credential=([^,]*)/.exec(headers.authorization ?? "")?.[1] ?? "";
  const [, date = "", region = "", service = ""] = credential.split("/");
  return {
    method: vector.method,
    path: vector.path,
    query: vector.params ? Object.entries(vector.params) : names.map((name) => [name, sent.get(name) ?? ""]),
    headers: signed.map((name) => [name, headers[name] ?? ""]),
    bodySha256: sha256(vector.body ?? ""),
    xDate: headers["x-date"] ?? sent.get("X-Date") ?? "",
    scope: { date, region, service },
    secretKey: vector.secretKey,
  };
}

describe("the signature of the OpenAPI", () => {
  test("has vectors of all forms", () => expect(accepted.length).toBeGreaterThanOrEqual(6));

  test.each(accepted)("$name", (vector) => {
    const input = inputOf(vector);
    expect(computeSignature(input)).toEqual({
      canonicalRequest: vector.canonicalRequest,
      stringToSign: vector.stringToSign,
      signature: vector.signature,
    });
    if (vector.signingKeyHex === undefined) return;
    expect(signingKey(vector.secretKey, input.scope).toString("hex")).toBe(vector.signingKeyHex);
  });

  test("leaves only the ports of http and https out of the host", () => {
    const hosts = ["rtc.example.com:80", "rtc.example.com:443", "rtc.example.com:8080", "rtc.example.com"];
    expect(hosts.map(signedHost)).toEqual([
      "rtc.example.com",
      "rtc.example.com",
      "rtc.example.com:8080",
      "rtc.example.com",
    ]);
  });
});

describe("signOpenApiRequest", () => {
  test("signs body hash and date at the second it is told", () => {
    const headers = signOpenApiRequest({
      accessKeyId: "id",
      secretKey: "secret",
      method: "POST",
      query: { Action: "KickUser", Version: "2020-12-01" },
      body: "{}",
      date: new Date("2025-01-02T03:04:05.678Z"),
    });
    expect(headers).toMatchObject({ "x-date": "20250102T030405Z", "x-content-sha256": sha256("{}") });
    expect(headers.authorization).toMatch(
      /^HMAC-SHA256 Credential=id\/20250102\/cn-north-1\/rtc\/request, SignedHeaders=x-content-sha256;x-date, Signature=[0-9a-f]{64}$/,
    );
  });
});
