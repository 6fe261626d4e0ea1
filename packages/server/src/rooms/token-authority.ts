import { ErrorCode } from "@lianmai/protocol";
import { effectivePrivileges, explainToken } from "@lianmai/server-sdk";
import type { Clock } from "../clock/clock.js";
import type { Grant } from "./grant.js";
import { RoomError } from "./room-error.js";

/** What has to be known of an app to judge its tokens. */
export interface AppCredentials {
  enabled: boolean;
  /** The AppKeys in force. */
  keys: readonly string[];
}

/** The port to the apps. */
export interface AppDirectory {
  /** @returns undefined when there is no such app */
  find(appId: string): Promise<AppCredentials | undefined>;
}

/** Who wants to be where. */
export interface Identity {
  appId: string;
  roomId: string;
  userId: string;
}

/** Decides what a token allows. */
export class TokenAuthority {
  constructor(
    private readonly apps: AppDirectory,
    private readonly clock: Clock,
  ) {}

  /**
   * @param use `join`, or `update` of the token of somebody who is in the room: a disabled app keeps its present users
   * @throws RoomError with the reason and a sentence for each way in which a token can fail
   */
  async check(token: string, { appId, roomId, userId }: Identity, use: "join" | "update"): Promise<Grant> {
    const code = use === "join" ? ErrorCode.InvalidToken : ErrorCode.UpdateTokenInvalid;
    const app = await this.apps.find(appId);
    if (app === undefined) {
      throw new RoomError(
        code,
        "app_unknown",
        `This server has no app "${appId}". Use the AppId of an app on this server in the client and in the token generator.`,
      );
    }
    if (!app.enabled && use === "join") {
      throw new RoomError(code, "app_disabled", `App "${appId}" is disabled and takes no new joins. Enable it first.`);
    }
    const now = Math.floor(this.clock.now() / 1000);
    const verdict = explainToken(token, { appId, appKeys: app.keys, roomId, userId, now });
    if (!verdict.ok) {
      const [{ reason, message, remedy }] = verdict.problems;
      throw new RoomError(code, reason, `${message} ${remedy}`);
    }
    return { expireAt: verdict.token.expireAt, privileges: effectivePrivileges(verdict.token.privileges) };
  }
}
