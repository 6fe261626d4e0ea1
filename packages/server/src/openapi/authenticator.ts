import { timingSafeEqual } from "node:crypto";
import { computeSignature, sha256 } from "@lianmai/server-sdk";
import type { Clock } from "../clock/clock.js";
import type { AccessKey } from "../store/access-keys.js";
import { ApiError } from "./api-error.js";
import { type RawRequest, readClaim, type SignatureClaim } from "./signature-claim.js";

/** How far the clocks of caller and server may be apart, in milliseconds. A request can be replayed for this long. */
export const CLOCK_WINDOW = 15 * 60 * 1000;

/** The port to the access keys. */
export interface AccessKeyDirectory {
  /** @returns undefined when there is no such key */
  get(accessKeyId: string): Promise<AccessKey | undefined>;
}

/** Who calls, and for which region the call was signed. */
export interface Caller {
  accessKey: AccessKey;
  region: string;
  /** Hexadecimal; names this very request. */
  signature: string;
}

/** Finds out who signed a request. */
export class Authenticator {
  constructor(
    private readonly accessKeys: AccessKeyDirectory,
    private readonly clock: Clock,
  ) {}

  /** @throws ApiError with the documented code and what is wrong with the signature */
  async authenticate(request: RawRequest): Promise<Caller> {
    const claim = readClaim(request);
    this.assertTimely(claim);
    const accessKey = await this.accessKeys.get(claim.accessKeyId);
    if (accessKey === undefined || !accessKey.enabled) {
      const what = accessKey === undefined ? "is not known to this server" : "is disabled";
      throw new ApiError("InvalidAccessKey", `The access key "${claim.accessKeyId}" ${what}.`);
    }
    verifySignature(request, claim, accessKey.secretKey);
    return { accessKey, region: claim.scope.region, signature: claim.signature };
  }

  private assertTimely({ xDate, scope }: SignatureClaim): void {
    const time = parseXDate(xDate);
    if (time === undefined) {
      throw new ApiError("InvalidTimestamp", "X-Date must be a UTC time of the form YYYYMMDDTHHMMSSZ.");
    }
    const now = this.clock.now();
    if (Math.abs(now - time) > CLOCK_WINDOW) {
      throw new ApiError(
        "InvalidTimestamp",
        `X-Date is ${xDate}, and on this server it is ${new Date(now).toISOString()}: they may be ${CLOCK_WINDOW / 60_000} minutes apart. Set the clock, or sign anew.`,
      );
    }
    if (scope.date !== xDate.slice(0, 8)) {
      throw new ApiError("SignatureDoesNotMatch", `The credential is of ${scope.date}, and X-Date is ${xDate}.`);
    }
  }
}

function verifySignature(request: RawRequest, claim: SignatureClaim, secretKey: string): void {
  const bodySha256 = sha256(request.body);
  if (!claim.coversBody && request.body.length > 0) {
    throw new ApiError(
      "SignatureDoesNotMatch",
      "A signature in the query does not cover a body. Send the fields in the query, or sign in the Authorization header.",
    );
  }
  const declared = request.headers["x-content-sha256"];
  if (declared !== undefined && String(declared).toLowerCase() !== bodySha256) {
    throw new ApiError(
      "SignatureDoesNotMatch",
      "The body is not the one that was signed: its SHA-256 is not that of X-Content-Sha256.",
    );
  }
  const { signature } = computeSignature({
    method: request.method,
    path: "/",
    query: claim.query,
    headers: claim.headers,
    bodySha256,
    xDate: claim.xDate,
    scope: claim.scope,
    secretKey,
  });
  const given = Buffer.from(claim.signature, "utf8");
  const right = Buffer.from(signature, "utf8");
  if (given.length === right.length && timingSafeEqual(given, right)) return;
  throw new ApiError(
    "SignatureDoesNotMatch",
    "The signature is not that of this request and access key. Check the secret key, and that no proxy changes Host, query or body.",
  );
}

/** @returns Unix milliseconds, or undefined when it is no such time */
function parseXDate(xDate: string): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(xDate);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}
