import type { Moderation, NotFound } from "../../rooms/moderation.js";
import type { Actions } from "../action.js";
import { ApiError } from "../api-error.js";
import { type AppFinder, scopeOf } from "./ids.js";
import { done, V2020_12_01, V2023_08_01, V2023_11_01 } from "./versions.js";

/** More invisible users than this are counted but not named. */
const MOST_INVISIBLE_NAMES = 10_000;

/** Actions on rooms and who is in them. */
export function roomActions(moderation: Moderation, apps: AppFinder): Actions {
  return {
    GetRoomOnlineUsers: {
      versions: [V2023_08_01, V2023_11_01],
      access: "read",
      async run({ fields }) {
        const { appId, roomId } = await scopeOf(fields, apps);
        const users = moderation.onlineUsers(appId, roomId);
        if (users === undefined) return { RoomExists: false };
        return {
          RoomExists: true,
          TotalUser: users.visible.length + users.invisible.length,
          TotalInvisibleUser: users.invisible.length,
          VisibleUserList: users.visible,
          InvisibleUserList: users.invisible.slice(0, MOST_INVISIBLE_NAMES),
        };
      },
    },
    KickUser: {
      versions: [V2020_12_01],
      access: "write",
      async run({ fields, version }) {
        return outcome(version, moderation.kick(await scopeOf(fields, apps)));
      },
    },
    DismissRoom: {
      versions: [V2020_12_01],
      access: "write",
      async run({ fields, version }) {
        const { appId, roomId } = await scopeOf(fields, apps);
        return outcome(version, moderation.dismiss(appId, roomId) ? undefined : "room");
      },
    },
  };
}

const TEXTS = { room: "room not found", user: "user not found", ban: "not banned" } as const;
const CODES = {
  room: "InternalError.RoomNotFound",
  user: "InternalError.UserNotFound",
  ban: "InternalError.NotFound",
} as const;

/**
 * What an action answers when there may have been nothing to do: an error in the oldest version, a success with a
 * text in later ones.
 *
 * @throws ApiError
 */
export function outcome(version: string, missing: NotFound | "ban" | undefined): Record<string, string> {
  if (missing === undefined) return done(version);
  if (version !== V2020_12_01) return done(version, TEXTS[missing]);
  // Documented as an error of the server; its status must not make a client try again.
  throw new ApiError(CODES[missing], `Nothing was done: ${TEXTS[missing]}.`, { status: 404 });
}
