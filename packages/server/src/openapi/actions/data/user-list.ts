import { ID_PATTERN } from "@lianmai/protocol";
import { ApiError } from "../../api-error.js";

/** User ids that a call names; those that none can be are passed over, as by the original. @throws ApiError */
export function userIdsOf(named: readonly string[], most: number): string[] {
  const ids = [...new Set(named.map((one) => one.trim()).filter((one) => one !== ""))];
  if (ids.length > most) {
    throw new ApiError("InvalidParameter.UserCountOverLimit", `UserId may name at most ${most} users.`);
  }
  return ids.filter((one) => ID_PATTERN.test(one));
}
