import { computeSignature, formatScope, SIGNATURE_ALGORITHM, sha256 } from "./signature.js";

/** The region that requests are signed for unless another is given; this server takes any. */
export const DEFAULT_REGION = "cn-north-1";
/** The service that every request to the RTC OpenAPI is signed for. */
export const OPENAPI_SERVICE = "rtc";

export interface RequestToSign {
  accessKeyId: string;
  secretKey: string;
  method: "GET" | "POST";
  /** All of the query, `Action` and `Version` included. */
  query: Readonly<Record<string, string>>;
  /** The body as it will be sent. Default: none. */
  body?: string;
  /** Default: cn-north-1. */
  region?: string;
  /** When the request is made. Default: now. */
  date?: Date;
}

/**
 * Signs a request to the OpenAPI.
 *
 * @returns the headers to send with it
 * @example
 * const query = { Action: "GetRoomOnlineUsers", Version: "2023-11-01", AppId, RoomId };
 * const headers = signOpenApiRequest({ accessKeyId, secretKey, method: "GET", query });
 * await fetch(`http://127.0.0.1:7880/?${new URLSearchParams(query)}`, { headers });
 */
export function signOpenApiRequest(request: RequestToSign): Record<string, string> {
  const { accessKeyId, secretKey, method, query, body = "", region = DEFAULT_REGION, date = new Date() } = request;
  const xDate = `${date.toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;
  const scope = { date: xDate.slice(0, 8), region, service: OPENAPI_SERVICE };
  const headers = { "x-content-sha256": sha256(body), "x-date": xDate };
  const { signature } = computeSignature({
    method,
    path: "/",
    query: Object.entries(query),
    headers: Object.entries(headers),
    bodySha256: headers["x-content-sha256"],
    xDate,
    scope,
    secretKey,
  });
  const signed = Object.keys(headers).join(";");
  const authorization = `${SIGNATURE_ALGORITHM} Credential=${accessKeyId}/${formatScope(scope)}, SignedHeaders=${signed}, Signature=${signature}`;
  return { ...headers, authorization, ...(method === "POST" ? { "content-type": "application/json" } : {}) };
}
