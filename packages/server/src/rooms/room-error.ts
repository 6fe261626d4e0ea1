import { ErrorCode, type ErrorInfo, type ErrorReason, type Source } from "@lianmai/protocol";
import { MediaError } from "../media/media-error.js";

/** A refusal or removal: what crosses the wire, as an error. */
export class RoomError extends Error {
  override readonly name = "RoomError";

  constructor(
    readonly code: ErrorCode,
    readonly reason: ErrorReason,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }

  toInfo(): ErrorInfo {
    return { code: this.code, reason: this.reason, message: this.message };
  }

  /** Any error as one that may be told to a client: what only concerns the server is kept as the cause. */
  static from(error: unknown): RoomError {
    if (error instanceof RoomError) return error;
    if (error instanceof MediaError) {
      const code = error.reason === "media_lost" ? ErrorCode.ServerAbnormal : ErrorCode.JoinFailed;
      return new RoomError(code, error.reason, `The server's media engine refused: ${error.message}.`, error);
    }
    return new RoomError(
      ErrorCode.ServerAbnormal,
      "internal",
      "The server failed to do this; its log says why. Try again.",
      error,
    );
  }

  static duplicateLogin(userId: string): RoomError {
    return new RoomError(
      ErrorCode.DuplicateLogin,
      "duplicate_login",
      `User "${userId}" joined this room again from elsewhere, and the later join wins. Use different user ids for different people.`,
    );
  }

  static tokenExpired(): RoomError {
    return new RoomError(
      ErrorCode.TokenExpired,
      "token_expired",
      "The token expired while in the room. Call updateToken when the token is about to expire, or join again with a new one.",
    );
  }

  static roomDismissed(): RoomError {
    return new RoomError(
      ErrorCode.RoomDismissed,
      "room_dismissed",
      "The room ended, because its last visible participant left.",
    );
  }

  static dismissed(): RoomError {
    return new RoomError(
      ErrorCode.RoomDismissed,
      "room_dismissed",
      "The room was dismissed by the app's back end. A new room of this name may be joined.",
    );
  }

  /** @param banEndsAt Unix milliseconds until which it may not join again, when it was put out by a ban */
  static kickedOut(banEndsAt?: number): RoomError {
    const again =
      banEndsAt === undefined
        ? "Whether it may join again is for the app to say."
        : `It may join again after ${new Date(banEndsAt).toISOString()}.`;
    const message = `The app's back end put this user out of the room. ${again}`;
    return new RoomError(ErrorCode.KickedOut, "kicked_out", message);
  }

  /** A join that a ban forbids. @param endsAt Unix milliseconds */
  static banned(what: "room" | "user", endsAt: number): RoomError {
    const until = new Date(endsAt).toISOString();
    return what === "room"
      ? new RoomError(ErrorCode.RoomForbidden, "room_forbidden", `This room is banned until ${until}.`)
      : new RoomError(ErrorCode.UserForbidden, "user_forbidden", `This user is banned until ${until}.`);
  }

  static mediaLost(cause: unknown): RoomError {
    return new RoomError(
      ErrorCode.ServerAbnormal,
      "media_lost",
      "The media worker behind this room stopped. Join again: a new one is ready or starting.",
      cause,
    );
  }

  static draining(): RoomError {
    return new RoomError(ErrorCode.ServerAbnormal, "draining", "The server is shutting down. Join again in a moment.");
  }

  static gone(): RoomError {
    return new RoomError(
      ErrorCode.JoinFailed,
      "not_joined",
      "This participant is not in the room any more. Join first.",
    );
  }

  static roomFull(kind: "visible" | "invisible", limit: number): RoomError {
    return new RoomError(
      ErrorCode.JoinFailed,
      "room_full",
      `The room has ${limit} ${kind} participants, which is its limit. Wait until somebody leaves, or raise limits.${kind}Participants in the server's settings.`,
    );
  }

  static serverFull(limit: number): RoomError {
    return new RoomError(
      ErrorCode.JoinFailed,
      "server_full",
      `The server has ${limit} rooms, which is its limit. Join a room that is open, try again later, or raise limits.rooms in the server's settings.`,
    );
  }

  static publisherLimit(limit: number): RoomError {
    return new RoomError(
      ErrorCode.PublishLimit,
      "publish_limit",
      `${limit} participants publish in this room, which is its limit. Wait until somebody stops, or raise limits.publishingParticipants in the server's settings.`,
    );
  }

  static alreadyPublished(source: Source): RoomError {
    return new RoomError(
      ErrorCode.PublishLimit,
      "publish_limit",
      `This participant publishes its ${source} already, and there can be one of each source. Unpublish it first.`,
    );
  }

  static demandLimit(limit: number): RoomError {
    return new RoomError(
      ErrorCode.SubscribeLimit,
      "subscribe_limit",
      `This participant has asked for ${limit} sources, which is the limit. Unsubscribe from some first, or raise limits.demandsPerParticipant in the server's settings.`,
    );
  }

  static invisible(): RoomError {
    return new RoomError(
      ErrorCode.NoPublishPermission,
      "invisible",
      "An invisible participant may not publish. Make it visible first.",
    );
  }

  static notPermitted(right: "publish" | "subscribe", detail: string): RoomError {
    return right === "publish"
      ? new RoomError(ErrorCode.NoPublishPermission, "publish_not_permitted", detail)
      : new RoomError(ErrorCode.NoSubscribePermission, "subscribe_not_permitted", detail);
  }

  /** A message that may not be sent as it is. */
  static badMessage(message: string): RoomError {
    return new RoomError(ErrorCode.JoinFailed, "bad_message", message);
  }

  static tooManyMessages(bytesPerSecond: number): RoomError {
    return new RoomError(
      ErrorCode.JoinFailed,
      "rate_limited",
      `A participant may send ${bytesPerSecond} bytes of messages a second. Send later or less, or raise limits.roomMessageBytesPerSecond in the server's settings.`,
    );
  }

  static notFound(message: string): RoomError {
    return new RoomError(ErrorCode.JoinFailed, "not_found", message);
  }
}
