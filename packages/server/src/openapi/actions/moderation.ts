import type { MediaKind } from "@lianmai/protocol";
import { AccessToken, TokenFormatError } from "@lianmai/server-sdk";
import type { BanScope } from "../../rooms/bans.js";
import type { Moderation } from "../../rooms/moderation.js";
import type { Actions, Fields } from "../action.js";
import { ApiError } from "../api-error.js";
import { type AppFinder, scopeOf } from "./ids.js";
import { outcome } from "./rooms.js";
import { done, V2020_12_01, V2023_11_01 } from "./versions.js";

/** Seconds. A shorter ban than the shortest is made that long. */
const JOIN_BAN = { shortest: 10, longest: 604_800 };
const STREAM_BAN = { shortest: 10, longest: 259_200 };
const TOKEN_LIMIT = { shortest: 60, longest: 259_200 };

const VERSIONS = [V2020_12_01, V2023_11_01];

/** Actions that forbid something for a while. */
export function moderationActions(moderation: Moderation, apps: AppFinder): Actions {
  return {
    BanRoomUser: {
      versions: VERSIONS,
      access: "write",
      async run({ fields, version }) {
        const scope = await joinScope(fields, apps);
        const seconds = joinBanLength(fields);
        if (seconds === 0) return outcome(version, moderation.kick(scope));
        await moderation.banJoin(scope, seconds);
        return done(version);
      },
    },
    UpdateBanRoomUserRule: {
      versions: VERSIONS,
      access: "write",
      async run({ fields, version }) {
        const changed = await moderation.changeJoinBan(await joinScope(fields, apps), joinBanLength(fields));
        return outcome(version, changed ? undefined : "ban");
      },
    },
    BanUserStream: {
      versions: VERSIONS,
      access: "write",
      // The page of the newest version requires it, its model does not know it.
      ignored: ["Token"],
      async run({ fields, version }) {
        const seconds = fields.number("ForbiddenInterval") ?? 0;
        if (seconds !== 0) assertWithin("ForbiddenInterval", seconds, STREAM_BAN, " or 0, which is until it is lifted");
        const scope = await scopeOf(fields, apps);
        return outcome(version, await moderation.banStreams(scope, mediaOf(fields), seconds));
      },
    },
    UnbanUserStream: {
      versions: VERSIONS,
      access: "write",
      ignored: ["Token"],
      async run({ fields, version }) {
        const scope = await scopeOf(fields, apps);
        return outcome(version, await moderation.liftStreamBans(scope, mediaOf(fields)));
      },
    },
    LimitTokenPrivilege: {
      versions: [V2023_11_01],
      access: "write",
      async run({ fields, version }) {
        const seconds = fields.number("ForbiddenInterval") ?? 0;
        assertWithin("ForbiddenInterval", seconds, TOKEN_LIMIT);
        const scope = await scopeOf(fields, apps);
        assertTokenOf(fields.text("Token"), scope);
        const endsAt = await moderation.limitToken(scope, seconds);
        return { ...done(version), EndTime: Math.floor(endsAt / 1000) };
      },
    },
  };
}

async function joinScope(fields: Fields, apps: AppFinder): Promise<BanScope> {
  const scope = await scopeOf(fields, apps);
  if (scope.roomId !== "" || scope.userId !== "") return scope;
  throw new ApiError("MissingParameter", "RoomId, UserId or both must say who is concerned.");
}

function joinBanLength(fields: Fields): number {
  const seconds = fields.number("ForbiddenInterval") ?? 0;
  if (seconds === 0) return 0;
  assertWithin("ForbiddenInterval", seconds, { shortest: 1, longest: JOIN_BAN.longest }, " or 0");
  return Math.max(seconds, JOIN_BAN.shortest);
}

function mediaOf(fields: Fields): MediaKind[] {
  const media: MediaKind[] = [];
  if (fields.flag("Audio") ?? true) media.push("audio");
  if (fields.flag("Video") ?? true) media.push("video");
  if (media.length > 0) return media;
  throw new ApiError("InvalidParameter", "Audio and Video are both false, so that there is nothing to do.");
}

function assertWithin(
  name: string,
  value: number,
  { shortest, longest }: { shortest: number; longest: number },
  or = "",
): void {
  if (value >= shortest && value <= longest) return;
  throw new ApiError("InvalidParameter", `${name} must be ${shortest} to ${longest} seconds${or}, and is ${value}.`);
}

/** The limit is on the user, so the token only has to be one of the same app, room and user. */
function assertTokenOf(text: string, { appId, roomId, userId }: BanScope): void {
  let token: AccessToken;
  try {
    token = AccessToken.parse(text);
  } catch (error) {
    if (!(error instanceof TokenFormatError)) throw error;
    throw new ApiError("InvalidParameter", `Token is no token: ${error.message}`, { cause: error });
  }
  const rightRoom = token.roomId === roomId || token.roomId === "*";
  if (token.appId === appId && token.userId === userId && rightRoom) return;
  throw new ApiError("InvalidParameter", "Token is for another AppId, RoomId or UserId than the call.");
}
