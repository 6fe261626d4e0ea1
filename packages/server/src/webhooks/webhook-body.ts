import { randomInt } from "node:crypto";
import { signWebhook } from "@lianmai/server-sdk";
import type { Callback } from "../store/callbacks.js";
import type { NewDelivery } from "../store/deliveries.js";

/** The version of the events' format, as the original names it. */
export const WEBHOOK_VERSION = "2020-12-01";

const NONCE_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const NONCE_LENGTH = 4;

/** The body of one attempt, signed with the callback's secret. The nonce is another one at each attempt. */
export function webhookBody(delivery: NewDelivery, callback: Pick<Callback, "businessId" | "secretKey">): Buffer {
  const fields = {
    EventType: delivery.eventType,
    EventData: delivery.eventData,
    EventTime: delivery.eventTime,
    EventId: delivery.eventId,
    AppId: delivery.appId,
    Version: WEBHOOK_VERSION,
    Nonce: Array.from({ length: NONCE_LENGTH }, () => NONCE_CHARACTERS[randomInt(NONCE_CHARACTERS.length)]).join(""),
  };
  const business = callback.businessId === "" ? {} : { BusinessId: callback.businessId };
  const signed = { ...fields, ...business, Signature: signWebhook(fields, callback.secretKey) };
  return Buffer.from(JSON.stringify(signed), "utf8");
}
