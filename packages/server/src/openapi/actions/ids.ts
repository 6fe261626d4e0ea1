import { APP_ID_PATTERN, ID_PATTERN } from "@lianmai/protocol";
import type { BanScope } from "../../rooms/bans.js";
import type { App } from "../../store/apps.js";
import type { Fields } from "../action.js";
import { ApiError } from "../api-error.js";

/** The port to the apps that ids are held against. */
export interface AppFinder {
  get(appId: string): Promise<App | undefined>;
}

const ID_RULE = 'must be 1 to 128 characters out of letters, digits, "_", "@", "-" and "."';

/** The app of a call. @param field how the action spells it. @throws ApiError when there is no such app */
export async function appOf(fields: Fields, apps: AppFinder, field: "AppId" | "AppID" = "AppId"): Promise<App> {
  const appId = fields.text(field);
  if (!APP_ID_PATTERN.test(appId)) {
    throw new ApiError("InvalidParameter.IllegalAppId", `${field} must be 24 lower-case hexadecimal characters.`);
  }
  const app = await apps.get(appId);
  if (app === undefined) throw new ApiError("InvalidParameter.NotExistAppId", `This server has no app "${appId}".`);
  return app;
}

/**
 * App, room and user of a call; "" for what was left out.
 *
 * @param options.userList whether UserId holds a list, which is for the action to read
 * @throws ApiError that names the id that may not be
 */
export async function scopeOf(fields: Fields, apps: AppFinder, { userList = false } = {}): Promise<BanScope> {
  const roomId = fields.text("RoomId");
  if (roomId !== "" && !ID_PATTERN.test(roomId)) {
    throw new ApiError("InvalidParameter.IllegalRoomID", `RoomId ${ID_RULE}.`);
  }
  const userId = userList ? "" : fields.text("UserId");
  if (userId !== "" && !ID_PATTERN.test(userId)) throw new ApiError("InvalidParameter", `UserId ${ID_RULE}.`);
  return { appId: (await appOf(fields, apps)).appId, roomId, userId };
}
