import type { IncomingMessage, ServerResponse } from "node:http";
import { sendJson } from "../http/handler.js";
import { BodyTooLarge, readBody as readWhole } from "../http/read-body.js";
import { PublishingError } from "./publishing-error.js";

/** Reads the whole body. @throws PublishingError where it is longer than `limit` bytes */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  try {
    return await readWhole(request, limit);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error;
    throw new PublishingError(413, "too-large", {
      zh: `请求体超过 ${limit} 字节。`,
      en: `The body of the request is larger than ${limit} bytes.`,
    });
  }
}

/** Reads a JSON object. @throws PublishingError */
export async function readObject(request: IncomingMessage, limit: number): Promise<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse((await readBody(request, limit)).toString("utf8") || "{}");
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    if (error instanceof PublishingError) throw error;
  }
  throw PublishingError.invalid("请求体应为 JSON 对象。", "The body must be a JSON object.");
}

/** Answers with a refusal, in the language of whoever asks. @throws what is no refusal */
export function sendRefusal(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (!(error instanceof PublishingError)) throw error;
  sendJson(response, error.status, { error: { code: error.code, message: error.text[languageOf(request)] } });
}

/** Chinese unless English is asked for. */
export function languageOf(request: IncomingMessage): "zh" | "en" {
  return request.headers["accept-language"]?.trim().toLowerCase().startsWith("en") ? "en" : "zh";
}
