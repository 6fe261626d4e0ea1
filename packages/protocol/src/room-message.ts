import * as v from "valibot";

/** What a message in a room carries. */
export const MessageContentSchema = v.object({
  /** Whether `message` is bytes in Base64, or text. */
  binary: v.boolean(),
  message: v.string(),
});
export type MessageContent = v.InferOutput<typeof MessageContentSchema>;
