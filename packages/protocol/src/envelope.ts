import * as v from "valibot";
import { ErrorInfoSchema } from "./errors.js";

/** A request, client to server. `id` is chosen by the client and unique while the request is under way. */
export const RequestSchema = v.object({
  id: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  method: v.string(),
  params: v.unknown(),
});
export type Request = v.InferOutput<typeof RequestSchema>;

/** The answer to a request: `result` or `error`, never both. */
export const ResponseSchema = v.union([
  v.object({ id: v.number(), result: v.unknown() }),
  v.object({ id: v.number(), error: ErrorInfoSchema }),
]);
export type Response = v.InferOutput<typeof ResponseSchema>;

/** Something that the server tells by itself. */
export const EventSchema = v.object({
  event: v.string(),
  data: v.unknown(),
  /** The room's version after this event, on events that change the room. */
  version: v.optional(v.pipe(v.number(), v.integer())),
});
export type Event = v.InferOutput<typeof EventSchema>;

/** Says in one line which field of a message is wrong and why: `params.roomId: must be ...`. */
export function describeIssues(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues
    .slice(0, 3)
    .map((issue) => {
      const path = v.getDotPath(issue);
      return path ? `${path}: ${issue.message}` : issue.message;
    })
    .join("; ");
}
