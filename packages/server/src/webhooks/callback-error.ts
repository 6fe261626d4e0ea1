/** The field of a callback's settings that a refusal is about, named as the OpenAPI names it. */
export type CallbackField = "AppId" | "BusinessId" | "URL" | "SecretKey" | "EventList" | "EventType" | "DeliveryId";

/** A callback or a delivery cannot be set up, found or sent; the message names the field and what would be right. */
export class CallbackError extends Error {
  override readonly name = "CallbackError";

  constructor(
    readonly reason: "invalid" | "exists" | "not_found",
    readonly field: CallbackField,
    message: string,
  ) {
    super(message);
  }
}
