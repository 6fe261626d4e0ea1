import { createHash, timingSafeEqual } from "node:crypto";
import { SIGNED_FIELDS, type SignedWebhookFields, signWebhook } from "./sign-webhook.js";

/** The body of a webhook. */
export interface Webhook extends SignedWebhookFields {
  Signature: string;
  /** Missing on a callback without one. */
  BusinessId?: string;
}

/** Stable words for what is wrong with a webhook; programs may switch on them. */
export type WebhookReason =
  | "body_not_json"
  | "field_missing"
  | "field_not_a_string"
  | "signature_malformed"
  | "signature_mismatch"
  | "event_data_not_json";

export interface WebhookProblem {
  reason: WebhookReason;
  /** The field of the body that it is about; missing when it is about the body itself. */
  field?: keyof Webhook;
  /** One sentence: what is wrong. */
  message: string;
  /** One sentence: what would make it right. */
  remedy: string;
}

export type WebhookVerdict =
  /** `data` is what EventData says. */
  { ok: true; webhook: Webhook; data: Record<string, unknown> } | { ok: false; problem: WebhookProblem };

/**
 * Reads a webhook and checks that it was signed with the callback's secret. Never throws for what is in the body. The
 * comparison takes the same time wherever the signatures differ.
 *
 * @param body the body of the request as it came: text or bytes
 * @param secretKey the secret of the callback
 * @throws TypeError when the secret is empty
 *
 * @example
 * const verdict = verifyWebhook(body, secretKey);
 * if (verdict.ok) console.log(verdict.webhook.EventType, verdict.data.RoomId);
 * else console.log(verdict.problem.message, verdict.problem.remedy);
 */
export function verifyWebhook(body: string | Uint8Array, secretKey: string): WebhookVerdict {
  const fields = parseObject(typeof body === "string" ? body : Buffer.from(body).toString("utf8"));
  if (fields === undefined) {
    return refuse(
      "body_not_json",
      undefined,
      "The body is not a JSON object.",
      "Pass the body of the request as it came, before anything parsed or changed it.",
    );
  }
  for (const field of [...SIGNED_FIELDS, "Signature"] as const) {
    const problem = checkField(field, fields[field]);
    if (problem) return { ok: false, problem };
  }
  const webhook = fields as unknown as Webhook;
  if (!/^[0-9a-f]{64}$/.test(webhook.Signature)) {
    return refuse(
      "signature_malformed",
      "Signature",
      "Signature is not 64 lower-case hexadecimal characters.",
      "Sign with signWebhook, or pass Signature on as it came.",
    );
  }
  if (!sameText(webhook.Signature, signWebhook(webhook, secretKey))) {
    return refuse(
      "signature_mismatch",
      "Signature",
      `Signature of event ${JSON.stringify(webhook.EventId)} was not made with this secret, or the body was altered.`,
      `Use the secret of the callback of app ${JSON.stringify(webhook.AppId)}, and pass EventData on as the string that it is.`,
    );
  }
  const data = parseObject(webhook.EventData);
  if (data === undefined) {
    return refuse(
      "event_data_not_json",
      "EventData",
      "EventData is signed, but is not the JSON of an object.",
      "Whoever sends this must put what happened into EventData as JSON.",
    );
  }
  return { ok: true, webhook, data };
}

function checkField(field: keyof Webhook, value: unknown): WebhookProblem | undefined {
  if (typeof value === "string") return undefined;
  if (value === undefined) {
    return {
      reason: "field_missing",
      field,
      message: `The body has no ${field}; names are written with capital letters.`,
      remedy: "Pass the body of the request as it came, and check that it comes from the RTC service.",
    };
  }
  return {
    reason: "field_not_a_string",
    field,
    message: `${field} is no string but ${value === null ? "null" : Array.isArray(value) ? "an array" : `of type ${typeof value}`}.`,
    remedy:
      field === "EventData"
        ? "EventData is JSON inside a string: leave it a string, its exact characters are signed."
        : "Pass the body of the request as it came.",
  };
}

function refuse(
  reason: WebhookReason,
  field: keyof Webhook | undefined,
  message: string,
  remedy: string,
): WebhookVerdict {
  return { ok: false, problem: field === undefined ? { reason, message, remedy } : { reason, field, message, remedy } };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Both hashed first, so that neither length nor place of a difference shows in the time that it takes. */
function sameText(one: string, other: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text, "utf8").digest();
  return timingSafeEqual(hash(one), hash(other));
}
