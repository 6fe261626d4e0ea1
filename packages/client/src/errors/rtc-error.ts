import { ERROR_REASONS, ErrorCode, type ErrorReason } from "@lianmai/protocol";

/** What went wrong on this side of the wire; the rest of the reasons are the server's own, see `ERROR_REASONS`. */
export const CLIENT_ERROR_REASONS = [
  /** The user, the system or the page's permissions policy forbids the device. */
  "permission_denied",
  "device_not_found",
  /** Another program holds the device. */
  "device_in_use",
  /** A published track ended by itself: the device was unplugged or its permission was taken away. */
  "track_ended",
  /** The page is neither on https nor on localhost, so the browser offers no devices. */
  "insecure_context",
  "unsupported_browser",
  "server_unreachable",
  "timeout",
  "aborted",
  /** The other side said something that is not of the protocol. */
  "protocol",
] as const;
export type ClientErrorReason = (typeof CLIENT_ERROR_REASONS)[number];

export type RtcErrorReason = ErrorReason | ClientErrorReason;

/** Codes of the client's own errors: positive, so that they never meet the negative ones of `ErrorCode`. */
export const ClientErrorCode = {
  PermissionDenied: 1001,
  DeviceNotFound: 1002,
  DeviceInUse: 1003,
  TrackEnded: 1004,
  InsecureContext: 1005,
  UnsupportedBrowser: 1006,
  ServerUnreachable: 1007,
  Timeout: 1008,
  Aborted: 1009,
  Protocol: 1010,
} as const;
export type ClientErrorCode = (typeof ClientErrorCode)[keyof typeof ClientErrorCode];

const KNOWN_REASONS: ReadonlySet<string> = new Set<string>([...ERROR_REASONS, ...CLIENT_ERROR_REASONS]);

/**
 * Every error of this package. Switch on `reason`; `message` is one sentence for a person; `cause` is the error of
 * the browser or the network behind it, where there is one.
 */
export class RtcError extends Error {
  override readonly name = "RtcError";
  /** A code of `ErrorCode` for what the server said, of `ClientErrorCode` for what this side found out. */
  readonly code: number;
  readonly reason: RtcErrorReason;

  private constructor(code: number, reason: RtcErrorReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.reason = reason;
  }

  /** A refusal or removal as the server put it. A reason that this version does not know becomes `internal`. */
  static fromServer(info: { code: number; reason: string; message: string }): RtcError {
    const reason = KNOWN_REASONS.has(info.reason) ? (info.reason as RtcErrorReason) : "internal";
    return new RtcError(info.code, reason, info.message);
  }

  static illegalRoomId(message: string): RtcError {
    return new RtcError(ErrorCode.IllegalId, "illegal_room_id", message);
  }

  static illegalUserId(message: string): RtcError {
    return new RtcError(ErrorCode.IllegalId, "illegal_user_id", message);
  }

  static tokenMalformed(message: string): RtcError {
    return new RtcError(ErrorCode.InvalidToken, "token_malformed", message);
  }

  static appUnknown(message: string): RtcError {
    return new RtcError(ErrorCode.JoinFailed, "app_unknown", message);
  }

  static badMessage(message: string): RtcError {
    return new RtcError(ErrorCode.JoinFailed, "bad_message", message);
  }

  static alreadyJoined(userId: string, roomId: string): RtcError {
    return new RtcError(
      ErrorCode.JoinFailed,
      "already_joined",
      `user ${userId} is already in the room ${roomId}; leave it before joining again`,
    );
  }

  static notJoined(what: string): RtcError {
    return new RtcError(ErrorCode.JoinFailed, "not_joined", `${what} needs a room; call join() first`);
  }

  static notPublished(source: string): RtcError {
    return new RtcError(ErrorCode.JoinFailed, "not_found", `${source} is not published; call publish() first`);
  }

  static publicationEnded(source: string): RtcError {
    return new RtcError(
      ErrorCode.NoPublishPermission,
      "publish_not_permitted",
      `the server ended the publication of ${source}: the token does not allow it any more; call updateToken() with one that does, and publish again`,
    );
  }

  static unsupportedMedia(message: string, cause?: unknown): RtcError {
    return new RtcError(ErrorCode.JoinFailed, "unsupported_media", message, cause);
  }

  static permissionDenied(device: string, cause?: unknown): RtcError {
    return new RtcError(
      ClientErrorCode.PermissionDenied,
      "permission_denied",
      `use of the ${device} was refused; allow it in the site settings of the browser and in the system's privacy settings`,
      cause,
    );
  }

  static deviceNotFound(device: string, cause?: unknown): RtcError {
    return new RtcError(
      ClientErrorCode.DeviceNotFound,
      "device_not_found",
      `no ${device} fits what was asked for; connect one or choose another`,
      cause,
    );
  }

  static deviceInUse(device: string, cause?: unknown): RtcError {
    return new RtcError(
      ClientErrorCode.DeviceInUse,
      "device_in_use",
      `the ${device} cannot be started, usually because another program holds it; close that program and try again`,
      cause,
    );
  }

  static trackEnded(source: string): RtcError {
    return new RtcError(
      ClientErrorCode.TrackEnded,
      "track_ended",
      `the ${source} track ended by itself: its device was unplugged or its permission taken away; open the device and publish again`,
    );
  }

  static insecureContext(): RtcError {
    return new RtcError(
      ClientErrorCode.InsecureContext,
      "insecure_context",
      "the browser offers cameras and microphones only to pages of https:// or of localhost; open this page that way",
    );
  }

  static unsupportedBrowser(cause?: unknown): RtcError {
    return new RtcError(
      ClientErrorCode.UnsupportedBrowser,
      "unsupported_browser",
      "this browser has no WebRTC that can be used; take a current Chrome, Edge, Safari or Firefox",
      cause,
    );
  }

  static screenUnavailable(): RtcError {
    return new RtcError(
      ClientErrorCode.UnsupportedBrowser,
      "unsupported_browser",
      "this browser cannot share a screen, as those of phones cannot; open the page in Chrome, Edge, Safari or Firefox of a computer",
    );
  }

  static serverUnreachable(message: string, cause?: unknown): RtcError {
    return new RtcError(ClientErrorCode.ServerUnreachable, "server_unreachable", message, cause);
  }

  static timeout(message: string, cause?: unknown): RtcError {
    return new RtcError(ClientErrorCode.Timeout, "timeout", message, cause);
  }

  static aborted(message: string, cause?: unknown): RtcError {
    return new RtcError(ClientErrorCode.Aborted, "aborted", message, cause);
  }

  static protocol(message: string, cause?: unknown): RtcError {
    return new RtcError(ClientErrorCode.Protocol, "protocol", message, cause);
  }

  static mediaLost(message: string, cause?: unknown): RtcError {
    return new RtcError(ErrorCode.ServerAbnormal, "media_lost", message, cause);
  }

  /** Any thrown thing as an `RtcError`: one stays itself, everything else becomes `internal` with its cause. */
  static from(error: unknown): RtcError {
    if (error instanceof RtcError) return error;
    const text = error instanceof Error ? error.message : String(error);
    return new RtcError(ErrorCode.JoinFailed, "internal", text, error);
  }
}
