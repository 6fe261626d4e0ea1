import type { Clock } from "../../../clock/clock.js";
import { TokenBucket } from "../../../signaling/token-bucket.js";
import type { Action } from "../../action.js";
import { ApiError } from "../../api-error.js";

/** Holds an action to so many calls a second by each access key: it reads much of the disk. */
export function limited(callsPerSecond: number, clock: Clock, action: Action): Action {
  // There are as many as access keys.
  const buckets = new Map<string, TokenBucket>();
  return {
    ...action,
    async run(call) {
      const { accessKeyId } = call.caller.accessKey;
      const bucket = buckets.get(accessKeyId) ?? new TokenBucket(callsPerSecond, callsPerSecond, clock.now());
      buckets.set(accessKeyId, bucket);
      if (bucket.take(clock.now())) return await action.run(call);
      throw new ApiError(
        "FlowLimitExceeded.QPSOverLimit",
        `${call.action} may be called ${callsPerSecond} times a second. Call later.`,
      );
    },
  };
}
