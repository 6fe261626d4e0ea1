import * as v from "valibot";

/**
 * Numeric codes of refusals and removals. The negative ones are those of Volcengine RTC's native SDK, so that
 * existing code which switches on them keeps working; the field `reason` tells apart what one code lumps together.
 */
export const ErrorCode = {
  /** The token cannot be used for this join: malformed, expired, wrong key, or made for another app, room or user. */
  InvalidToken: -1000,
  /** The join failed for a reason that has no code of its own. */
  JoinFailed: -1001,
  NoPublishPermission: -1002,
  NoSubscribePermission: -1003,
  /** The same user joined this room again from elsewhere; the later join wins. */
  DuplicateLogin: -1004,
  KickedOut: -1006,
  /** A room or user id has characters or a length that ids may not have. */
  IllegalId: -1007,
  /** The token expired while in the room. */
  TokenExpired: -1009,
  /** `updateToken` with a token that cannot be used; the old one stays in force. */
  UpdateTokenInvalid: -1010,
  RoomDismissed: -1011,
  RoomForbidden: -1025,
  UserForbidden: -1026,
  SubscribeLimit: -1070,
  PublishLimit: -1080,
  /** The server cannot go on with this session. */
  ServerAbnormal: -1084,
} as const;
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

/** What exactly was wrong: stable words that programs may switch on. */
export const ERROR_REASONS = [
  "token_malformed",
  "token_wrong_key",
  "token_wrong_app",
  "token_wrong_room",
  "token_wrong_user",
  "token_expired",
  "token_without_privilege",
  "app_unknown",
  "app_disabled",
  "illegal_room_id",
  "illegal_user_id",
  "already_joined",
  "not_joined",
  "room_full",
  "server_full",
  "publish_limit",
  "subscribe_limit",
  "publish_not_permitted",
  "subscribe_not_permitted",
  "invisible",
  "not_found",
  "bad_message",
  "unsupported_media",
  "duplicate_login",
  "kicked_out",
  "room_dismissed",
  "room_forbidden",
  "user_forbidden",
  "session_gone",
  "media_lost",
  "rate_limited",
  "too_slow",
  "silent",
  "draining",
  "internal",
] as const;
export type ErrorReason = (typeof ERROR_REASONS)[number];

/** A refusal or removal as it crosses the wire. `message` is one sentence that says what, why, and what to do. */
export const ErrorInfoSchema = v.object({
  code: v.pipe(v.number(), v.integer()),
  // A newer server may know reasons that this client does not: it must still be able to show the message.
  reason: v.string(),
  message: v.string(),
});
export type ErrorInfo = { code: ErrorCode; reason: ErrorReason; message: string };

/** WebSocket close codes of the signalling connection. */
export const CloseCode = {
  /** The client left, or the page went away. */
  Normal: 1000,
  GoingAway: 1001,
  MessageTooBig: 1009,
  /** A message was not JSON, or not of the protocol. */
  BadMessage: 4000,
  /** No join within the deadline. */
  JoinDeadline: 4001,
  /** The participant was removed; the `removed` event before it says why. */
  Removed: 4002,
  /** No sign of life for too long. */
  Silent: 4003,
  /** The client does not read what it is sent. */
  TooSlow: 4004,
  /** The session goes on on another socket of the same client. */
  Resumed: 4005,
  /** The media worker behind the room is gone: join again at once. */
  MediaLost: 4006,
  RateLimited: 4007,
} as const;
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];
