import type { IncomingMessage } from "node:http";
import * as v from "valibot";
import { BodyTooLarge, readBody } from "../http/read-body.js";
import { AdminRefusal } from "./admin-refusal.js";

/** Bytes of a body. */
const BODY_LIMIT = 4 * 1024;

/** The JSON object in the body of an administrator's request; no body counts as `{}`. @throws AdminRefusal */
export async function readObject<S extends v.GenericSchema>(
  request: IncomingMessage,
  schema: S,
): Promise<v.InferOutput<S>> {
  let value: unknown;
  try {
    value = JSON.parse((await readBody(request, BODY_LIMIT)).toString("utf8") || "{}");
  } catch (error) {
    if (error instanceof BodyTooLarge) {
      throw new AdminRefusal(413, "too-large", {
        zh: `请求体超过 ${BODY_LIMIT} 字节。`,
        en: `The body of the request has more than ${BODY_LIMIT} bytes.`,
      });
    }
    if (!(error instanceof SyntaxError)) throw error;
    throw AdminRefusal.invalid("请求体应为 JSON 对象。", "The body must be a JSON object.");
  }
  return checkObject(value, schema);
}

/** @throws AdminRefusal that names the field, and not what was received, which may be a secret */
export function checkObject<S extends v.GenericSchema>(value: unknown, schema: S): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const field = v.getDotPath(issue) ?? "body";
  throw AdminRefusal.invalid(
    `字段 ${field} 缺失、多余或取值不对。`,
    `The field ${field} is missing, unknown or has a value that it may not have.`,
  );
}
