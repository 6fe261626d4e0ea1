import * as v from "valibot";
import { APP_ID_PATTERN, ID_PATTERN } from "./id-patterns.js";

export const RoomIdSchema = v.pipe(v.string(), v.regex(ID_PATTERN, idMessage("roomId")));
export const UserIdSchema = v.pipe(v.string(), v.regex(ID_PATTERN, idMessage("userId")));
export const AppIdSchema = v.pipe(
  v.string(),
  v.regex(APP_ID_PATTERN, "appId must be 24 lower-case hexadecimal characters"),
);

/** An id that the server made: opaque to clients. */
export const ServerIdSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

function idMessage(field: string): string {
  return `${field} must be 1 to 128 characters out of letters, digits, "_", "@", "-" and "."`;
}
