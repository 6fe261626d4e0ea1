import { type CredentialScope, SIGNATURE_ALGORITHM, signedHost } from "@lianmai/server-sdk";
import { ApiError } from "./api-error.js";

/** A request as it came. */
export interface RawRequest {
  /** Upper case. */
  method: string;
  /** Decoded, in the order in which they came. */
  query: readonly (readonly [name: string, value: string])[];
  /** By names in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
}

/** What a request says of its signature, before any of it is believed. */
export interface SignatureClaim {
  accessKeyId: string;
  scope: CredentialScope;
  /** `YYYYMMDDTHHMMSSZ`. */
  xDate: string;
  query: [name: string, value: string][];
  headers: [name: string, value: string][];
  /** Whether the signature covers the body; in the query form it does not. */
  coversBody: boolean;
  /** Hexadecimal. */
  signature: string;
}

const AUTHORIZATION = /^HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]*),\s*Signature=([^,\s]*)\s*$/;
/** Part of the query form that its signer may or may not have signed. */
const MAY_BE_UNSIGNED = new Set(["X-Signature", "X-SignedQueries"]);

/**
 * Reads the signature of a request, from its `Authorization` header or from its query.
 *
 * @throws ApiError that names what is missing or has the wrong form
 */
export function readClaim(request: RawRequest): SignatureClaim {
  if (header(request, "authorization") !== undefined) return readHeaderForm(request);
  const values = new Map(request.query);
  if (values.has("X-Signature") || values.has("X-Credential")) return readQueryForm(request, values);
  throw new ApiError(
    "MissingAuthenticationToken",
    "The request is not signed. Sign it with an access key: in the Authorization header, or in X-Signature of the query.",
  );
}

function readHeaderForm(request: RawRequest): SignatureClaim {
  const match = AUTHORIZATION.exec(header(request, "authorization") ?? "");
  if (match === null) {
    throw new ApiError(
      "InvalidAuthorization",
      `The Authorization header must read "${SIGNATURE_ALGORITHM} Credential=AccessKeyId/YYYYMMDD/region/rtc/request, SignedHeaders=a;b, Signature=hex".`,
    );
  }
  const [, credential = "", signedHeaders = "", signature = ""] = match;
  if (signature === "") throw missingSignature("Signature in the Authorization header");
  return {
    ...readCredential(credential),
    xDate: required(header(request, "x-date"), "header X-Date"),
    query: request.query.map(([name, value]) => [name, value]),
    headers: namedHeaders(request, signedHeaders),
    coversBody: true,
    signature,
  };
}

function readQueryForm(request: RawRequest, values: ReadonlyMap<string, string>): SignatureClaim {
  const algorithm = values.get("X-Algorithm");
  if (algorithm !== SIGNATURE_ALGORITHM) {
    throw new ApiError(
      "InvalidAuthorization",
      `X-Algorithm must be ${SIGNATURE_ALGORITHM}, and is ${JSON.stringify(algorithm ?? "")}.`,
    );
  }
  const signature = values.get("X-Signature") ?? "";
  if (signature === "") throw missingSignature("X-Signature in the query");
  const signed = new Set(required(values.get("X-SignedQueries"), "X-SignedQueries in the query").split(";"));
  // What is not signed could have been added by anybody who saw the address.
  const unsigned = request.query.find(([name]) => !signed.has(name) && !MAY_BE_UNSIGNED.has(name));
  if (unsigned !== undefined) {
    throw new ApiError(
      "SignatureDoesNotMatch",
      `X-SignedQueries must name all of the query; ${unsigned[0]} is missing.`,
    );
  }
  return {
    ...readCredential(values.get("X-Credential") ?? ""),
    xDate: required(values.get("X-Date"), "X-Date in the query"),
    query: request.query.filter(([name]) => signed.has(name)).map(([name, value]) => [name, value]),
    headers: namedHeaders(request, values.get("X-SignedHeaders") ?? ""),
    coversBody: false,
    signature,
  };
}

function readCredential(credential: string): { accessKeyId: string; scope: CredentialScope } {
  const [accessKeyId = "", date = "", region = "", service = "", end, ...more] = credential.split("/");
  if (accessKeyId === "" || !/^\d{8}$/.test(date) || region === "" || end !== "request" || more.length > 0) {
    throw new ApiError("InvalidCredential", "The credential must read AccessKeyId/YYYYMMDD/region/rtc/request.");
  }
  if (service !== "rtc") {
    throw new ApiError("InvalidCredential", `The credential is for the service "${service}"; this one is "rtc".`);
  }
  return { accessKeyId, scope: { date, region, service } };
}

function namedHeaders(request: RawRequest, names: string): [string, string][] {
  return names
    .split(";")
    .filter((name) => name !== "")
    .map((name) => {
      const value = header(request, name.toLowerCase());
      if (value === undefined) {
        throw new ApiError(
          "SignatureDoesNotMatch",
          `The signature covers the header ${name}, which did not arrive; does a proxy take it away?`,
        );
      }
      return [name, name.toLowerCase() === "host" ? signedHost(value) : value];
    });
}

function header({ headers }: RawRequest, name: string): string | undefined {
  // Own names only: "constructor" is no header.
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return Array.isArray(value) ? value.join(", ") : value;
}

function required(value: string | undefined, what: string): string {
  if (value !== undefined && value !== "") return value;
  throw new ApiError("MissingRequestInfo", `The request is signed but without ${what}, which the signature needs.`);
}

function missingSignature(what: string): ApiError {
  return new ApiError("MissingSignature", `The request has a credential but no ${what}.`);
}
