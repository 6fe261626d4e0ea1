import { createHash } from "node:crypto";

/** The fields of a webhook that its signature covers, as they stand in the body. */
export interface SignedWebhookFields {
  /** Such as `UserJoinRoom`. */
  EventType: string;
  /** What happened: JSON, as a string. */
  EventData: string;
  /** RFC 3339. */
  EventTime: string;
  /** The same for every delivery of one event. */
  EventId: string;
  AppId: string;
  Version: string;
  /** Four characters, others at every delivery. */
  Nonce: string;
}

export const SIGNED_FIELDS = [
  "EventType",
  "EventData",
  "EventTime",
  "EventId",
  "AppId",
  "Version",
  "Nonce",
] as const satisfies readonly (keyof SignedWebhookFields)[];

/**
 * The signature of a webhook: the seven fields and the secret, sorted by their bytes, joined without separator, and
 * hashed with SHA-256.
 *
 * @param secretKey the secret of the callback
 * @returns 64 lower-case hexadecimal characters
 * @throws TypeError when the secret is empty: anybody could make such a signature
 */
export function signWebhook(fields: SignedWebhookFields, secretKey: string): string {
  if (secretKey === "") throw new TypeError("secretKey is empty; it is the secret that the callback was set up with");
  // By bytes and not by `sort()`, which compares UTF-16 and orders some characters otherwise.
  const parts = [...SIGNED_FIELDS.map((field) => fields[field]), secretKey].map((part) => Buffer.from(part, "utf8"));
  return createHash("sha256")
    .update(Buffer.concat(parts.sort(Buffer.compare)))
    .digest("hex");
}
