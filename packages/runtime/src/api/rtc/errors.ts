import type { RtcCause } from "./ports.js";

/** Whose business an error is: the developer's, the user's, the framework's. */
export type ErrorType = "D" | "U" | "F";

/**
 * `errorCode` where an error names none: six digits, the API's number and a kind. The platform has published the last
 * four for these methods; the others fill its scheme.
 */
const ERROR_CODES: Readonly<Record<number, number>> = {
  21100: 115900,
  21102: 115901,
  21103: 115903,
  21104: 115904,
  21105: 115905,
  21106: 115906,
  21107: 115907,
  21108: 115908,
  21200: 115978,
  21301: 115979,
  21101: 115902,
  10101: 116183,
  10200: 115990,
  10201: 115991,
  10202: 115992,
  20000: 115999,
};

/** The six digits of an `errNo`; undefined of numbers that are not the platform's. */
export function errorCodeOf(errNo: number): number | undefined {
  return ERROR_CODES[errNo];
}

/** Whose business an `errNo` of an event is. */
export function errorTypeOf(errNo: number): ErrorType {
  if (errNo === ErrNo.TokenExpired) return "D";
  return errNo === ErrNo.CameraLost || errNo === ErrNo.MicrophoneLost ? "U" : "F";
}

/** `errNo` as the platform documents it. One number means the same in every method of the context. */
export const ErrNo = {
  /** The app may not make calls here: the service does not know it, or it is switched off. */
  PlatformAuthDeny: 10101,
  /** Camera or microphone cannot be used: refused by the user, missing, or taken. */
  AuthDeny: 10200,
  /** The system's privacy settings keep the browser from the device. */
  PrivacyDeny: 10201,
  /** The page around this one has not passed the right to use the device on. */
  ScopeUndeclared: 10202,
  /** An argument is missing, of the wrong type or out of range, or the call makes no sense now. */
  BadParameter: 20000,
  AlreadyJoined: 21100,
  InvalidToken: 21101,
  JoinFailed: 21102,
  /** State event: a track could not be published. The platform's own table has a gap here. */
  PublishFailed: 21103,
  /** State event: a subscription could not be made. The platform's own table has a gap here. */
  SubscribeFailed: 21104,
  /** State event: the camera was taken away during the call. */
  CameraLost: 21105,
  /** State event: the microphone was taken away during the call. */
  MicrophoneLost: 21106,
  /** State event: the connection was lost for too long. The platform's own table has a gap here. */
  ConnectionLost: 21107,
  /** State event: the token expired and the server ended the call. */
  TokenExpired: 21108,
  /** Of the engine of mini-games: it was destroyed. */
  EngineReleased: 101,
  ComponentUnavailable: 21200,
  ComponentFailed: 21301,
} as const;

/** Why a call of the context fails. `message` becomes `errMsg` after the prefix `<api>:fail `. */
export class RtcApiError extends Error {
  override readonly name = "RtcApiError";

  constructor(
    readonly errNo: number,
    message: string,
    readonly errorType: ErrorType,
    /** Six digits. Default: that of `errNo`. */
    readonly errorCode = errorCodeOf(errNo),
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  static badParameter(message: string, errorCode = 115999): RtcApiError {
    return new RtcApiError(ErrNo.BadParameter, message, "D", errorCode);
  }

  static destroyed(): RtcApiError {
    const message = "engine has been destroyed,please invoke tt.createRtcRoomContext create new engine";
    return new RtcApiError(ErrNo.BadParameter, message, "D", 115910);
  }

  static engineReleased(): RtcApiError {
    return new RtcApiError(ErrNo.EngineReleased, "the engine was destroyed; get a new one by tt.getRtcEngine", "D");
  }

  /** Something that this browser or this phone does not have. */
  static unavailable(message: string, cause?: unknown): RtcApiError {
    return new RtcApiError(ErrNo.ComponentUnavailable, `is not available: ${message}`, "F", undefined, { cause });
  }

  /** Why no screen is shared: the user chose none, or this browser has no such choice. */
  static screen(error: unknown): RtcApiError {
    if (error instanceof RtcApiError) return error;
    const cause = causeOf(error);
    return cause.reason === "permission_denied" || cause.reason === "device_in_use"
      ? RtcApiError.capture(error)
      : RtcApiError.unavailable(cause.message, error);
  }

  /** Why the noise cannot be taken out: the microphone could not be opened anew, or the filter not be loaded. */
  static noiseSuppression(error: unknown): RtcApiError {
    if (error instanceof RtcApiError) return error;
    const message = `this noise suppression cannot be loaded or run here: ${causeOf(error).message}`;
    return RtcApiError.unavailable(message, error);
  }

  /** The AppId given to the factory cannot be one. */
  static noApp(appId: string): RtcApiError {
    const message = `platform auth deny: "${appId}" is no RTC AppId (24 characters 0-9, a-f); npm run -s app prints one`;
    return new RtcApiError(ErrNo.PlatformAuthDeny, message, "D", 116183);
  }

  /** What needs a call, outside of one. */
  static noCall(hint = "call joinRtcRoom first"): RtcApiError {
    return RtcApiError.badParameter(`there is no call; ${hint}`);
  }

  static alreadyJoined(userId: string, roomId: string): RtcApiError {
    return new RtcApiError(ErrNo.AlreadyJoined, `user ${userId} is already in the room ${roomId}`, "D");
  }

  static leftWhileJoining(roomId: string): RtcApiError {
    const message = `exitRtcRoom was called before the join of room ${roomId} was answered`;
    return new RtcApiError(ErrNo.JoinFailed, message, "D");
  }

  /** The user said no to the mini-program, now or earlier. `device` is "camera" or "microphone". */
  static permissionDenied(device: string): RtcApiError {
    const message = `the user has refused the ${device} to this mini-program; it can be allowed in tt.openSetting`;
    return RtcApiError.capture(new Error(message));
  }

  /** Maps why a device could not be opened; the client's message names the device and the reason. */
  static capture(error: unknown): RtcApiError {
    if (error instanceof RtcApiError) return error;
    const { reason, message } = causeOf(error);
    const options = { cause: error };
    if (reason === "privacy_denied") {
      const text = `privacy permission is not authorized: ${message}`;
      return new RtcApiError(ErrNo.PrivacyDeny, text, "U", undefined, options);
    }
    if (reason === "scope_undeclared") {
      const text = `api scope is not declared in the privacy agreement: ${message}`;
      return new RtcApiError(ErrNo.ScopeUndeclared, text, "D", undefined, options);
    }
    return new RtcApiError(ErrNo.AuthDeny, `auth deny: ${message}`, "U", 115990, options);
  }

  static join(error: unknown): RtcApiError {
    if (error instanceof RtcApiError) return error;
    const cause = causeOf(error);
    const options = { cause: error };
    if (isTokenReason(cause)) {
      return new RtcApiError(ErrNo.InvalidToken, `invalid token: ${cause.message}`, "D", undefined, options);
    }
    if (cause.reason === "illegal_room_id" || cause.reason === "illegal_user_id") {
      return new RtcApiError(ErrNo.BadParameter, cause.message, "D", 115999, options);
    }
    if (cause.reason === "already_joined") {
      return new RtcApiError(ErrNo.AlreadyJoined, cause.message, "D", undefined, options);
    }
    if (isAppReason(cause)) {
      return new RtcApiError(ErrNo.JoinFailed, `platform auth deny: ${cause.message}`, "D", 116183, options);
    }
    return new RtcApiError(ErrNo.JoinFailed, cause.message, "F", undefined, options);
  }

  static updateToken(error: unknown): RtcApiError {
    if (error instanceof RtcApiError) return error;
    const cause = causeOf(error);
    if (!isTokenReason(cause)) return RtcApiError.refused(error);
    const message = `invalid token: ${cause.message}`;
    return new RtcApiError(ErrNo.InvalidToken, message, "D", 115902, { cause: error });
  }

  /** A refusal of the room that no documented number fits better. */
  static refused(error: unknown): RtcApiError {
    if (error instanceof RtcApiError) return error;
    return new RtcApiError(ErrNo.BadParameter, causeOf(error).message, "F", undefined, { cause: error });
  }
}

/** The reasons that mean: this token does not open this room for this user. */
function isTokenReason(cause: RtcCause): boolean {
  return cause.reason.startsWith("token_");
}

/** The reasons that mean: this app may not make calls here. */
export function isAppReason(cause: RtcCause): boolean {
  return cause.reason === "app_unknown" || cause.reason === "app_disabled";
}

/** Reads an error as the client's `RtcError`; anything else keeps its message under a reason of its own. */
export function causeOf(error: unknown): RtcCause {
  if (typeof error === "object" && error !== null) {
    const { code, reason, message } = error as Partial<RtcCause>;
    if (typeof code === "number" && typeof reason === "string" && typeof message === "string") {
      return { code, reason, message };
    }
  }
  return { code: 0, reason: "internal", message: messageOf(error) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
