import { createHash, createHmac } from "node:crypto";

/** The name of the one algorithm, as it stands in `Authorization` and `X-Algorithm`. */
export const SIGNATURE_ALGORITHM = "HMAC-SHA256";

/** What a signature's key is bound to: `YYYYMMDD/region/service/request`. */
export interface CredentialScope {
  /** `YYYYMMDD`, UTC. */
  date: string;
  region: string;
  service: string;
}

/** All that goes into a signature. */
export interface SignatureInput {
  /** Upper case. */
  method: string;
  /** The path of the request. */
  path: string;
  /** Names and values of the query that are signed, decoded, in any order. */
  query: readonly (readonly [name: string, value: string])[];
  /** Names, in lower case, and values of the headers that are signed, in any order. */
  headers: readonly (readonly [name: string, value: string])[];
  /** Hexadecimal SHA-256 of the body. */
  bodySha256: string;
  /** `YYYYMMDDTHHMMSSZ`, UTC. */
  xDate: string;
  scope: CredentialScope;
  secretKey: string;
}

/** A signature and the two texts that lead to it, which tell where two sides differ. */
export interface SignatureResult {
  canonicalRequest: string;
  stringToSign: string;
  /** Hexadecimal. */
  signature: string;
}

/** Computes the signature of a request to the OpenAPI. */
export function computeSignature(input: SignatureInput): SignatureResult {
  const headers = [...input.headers].sort(([a], [b]) => compare(a, b));
  const canonicalRequest = [
    input.method,
    input.path,
    canonicalQuery(input.query),
    // One empty line where no header is signed, as the official signers write it.
    `${headers.map(([name, value]) => `${name}:${value.trim()}`).join("\n")}\n`,
    headers.map(([name]) => name).join(";"),
    input.bodySha256,
  ].join("\n");
  const stringToSign = [SIGNATURE_ALGORITHM, input.xDate, formatScope(input.scope), sha256(canonicalRequest)].join(
    "\n",
  );
  const signature = hmac(signingKey(input.secretKey, input.scope), stringToSign).toString("hex");
  return { canonicalRequest, stringToSign, signature };
}

/** The key that a day's requests of one region and service are signed with. */
export function signingKey(secretKey: string, { date, region, service }: CredentialScope): Buffer {
  return hmac(hmac(hmac(hmac(secretKey, date), region), service), "request");
}

export function formatScope({ date, region, service }: CredentialScope): string {
  return `${date}/${region}/${service}/request`;
}

/** Hexadecimal SHA-256. */
export function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

/** The `Host` header as it is signed: without the ports that a scheme stands for. */
export function signedHost(host: string): string {
  return host.replace(/:(?:80|443)$/, "");
}

function canonicalQuery(query: SignatureInput["query"]): string {
  return query
    .map(([name, value]): [string, string] => [escapeQuery(name), escapeQuery(value)])
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** RFC 3986: all but letters, digits and `-_.~` is escaped. */
function escapeQuery(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** By code units, which a locale's order is not. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
