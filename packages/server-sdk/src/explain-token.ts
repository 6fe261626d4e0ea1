import { AccessToken } from "./access-token.js";
import { effectivePrivileges } from "./privileges.js";
import { TokenFormatError } from "./token-format.js";

/** Stable words for what is wrong with a token; programs may switch on them. */
export type TokenReason =
  | "token_malformed"
  | "token_wrong_app"
  | "token_wrong_key"
  | "token_wrong_room"
  | "token_wrong_user"
  | "token_expired"
  | "token_without_privilege";

/** The part of the token that has to change. */
export type TokenField = "token" | "appId" | "appKey" | "roomId" | "userId" | "expireAt" | "privileges";

/** The join that a token is presented for. */
export interface TokenExpectation {
  appId: string;
  /** The keys that the app accepts now: its primary one and, where switched on, its secondary one. */
  appKeys: readonly string[];
  roomId: string;
  userId: string;
  /** Unix seconds. Default: now. */
  now?: number;
}

export interface TokenProblem {
  reason: TokenReason;
  field: TokenField;
  /** One sentence: what is wrong, with the values. */
  message: string;
  /** One sentence: what would make it right. */
  remedy: string;
}

export type TokenVerdict =
  | { ok: true; token: AccessToken }
  /** `problems` has at least one entry, the most telling first. `token` is missing when it could not be read. */
  | { ok: false; token?: AccessToken; problems: readonly [TokenProblem, ...TokenProblem[]] };

/**
 * Checks a token for one join and says everything that is wrong with it, not only the first thing.
 *
 * @example
 * const verdict = explainToken(token, { appId, appKeys: [appKey], roomId: "room-1", userId: "alice" });
 * if (!verdict.ok) for (const { message, remedy } of verdict.problems) console.log(message, remedy);
 */
export function explainToken(token: string, expected: TokenExpectation): TokenVerdict {
  let parsed: AccessToken;
  try {
    parsed = AccessToken.parse(token);
  } catch (error) {
    if (!(error instanceof TokenFormatError)) throw error;
    return { ok: false, problems: [malformed(error)] };
  }
  const now = expected.now ?? Math.floor(Date.now() / 1000);
  const [first, ...others] = [
    ...checkOrigin(parsed, expected),
    ...checkNames(parsed, expected),
    ...checkTimes(parsed, now),
  ];
  if (first === undefined) return { ok: true, token: parsed };
  return { ok: false, token: parsed, problems: [first, ...others] };
}

function malformed(error: TokenFormatError): TokenProblem {
  return {
    reason: "token_malformed",
    field: "token",
    message: `This is not a token of version 001: ${error.message}.`,
    remedy: "Pass the string on exactly as the token generator returned it; in a URL it must be percent-encoded.",
  };
}

function checkOrigin(token: AccessToken, expected: TokenExpectation): TokenProblem[] {
  if (token.appId !== expected.appId) {
    // The key of another app cannot match either: naming both would only hide the cause.
    return [
      {
        reason: "token_wrong_app",
        field: "appId",
        message: `The token was made for app "${token.appId}", the join is for app "${expected.appId}".`,
        remedy: "Use the same AppId in the token generator and in the client.",
      },
    ];
  }
  if (expected.appKeys.some((key) => token.verify(key))) return [];
  return [
    {
      reason: "token_wrong_key",
      field: "appKey",
      message: `The token's signature was not made with the AppKey of app "${expected.appId}", or the token was altered.`,
      remedy: "Sign it with the AppKey that belongs to this AppId and is enabled.",
    },
  ];
}

function checkNames(token: AccessToken, expected: TokenExpectation): TokenProblem[] {
  const problems: TokenProblem[] = [];
  if (token.roomId !== "*" && token.roomId !== expected.roomId) {
    problems.push({
      reason: "token_wrong_room",
      field: "roomId",
      message:
        token.roomId === ""
          ? `The token names no room, so it is only good for messages outside rooms, not for joining "${expected.roomId}".`
          : `The token is for room "${token.roomId}", not for room "${expected.roomId}".`,
      remedy: `Make a token with roomId "${expected.roomId}", or join the room that the token names.`,
    });
  }
  if (token.userId !== expected.userId) {
    problems.push({
      reason: "token_wrong_user",
      field: "userId",
      message: `The token is for user "${token.userId}", not for user "${expected.userId}".`,
      remedy: `Make a token with userId "${expected.userId}", or join as the user that the token names.`,
    });
  }
  return problems;
}

function checkTimes(token: AccessToken, now: number): TokenProblem[] {
  if (isOver(token.expireAt, now)) {
    return [
      {
        reason: "token_expired",
        field: "expireAt",
        message: `The token expired at ${iso(token.expireAt)}, ${now - token.expireAt} s ago.`,
        remedy: "Make a new token; if it should be valid, compare the clocks of the two machines.",
      },
    ];
  }
  const { publishAudio, publishVideo, subscribe } = effectivePrivileges(token.privileges);
  const granted = [publishAudio, publishVideo, subscribe].filter((time) => time !== undefined);
  if (granted.some((time) => !isOver(time, now))) return [];
  const remedy = "Grant PublishStream (0), SubscribeStream (4) or both, until a time in the future or 0 for no end.";
  const message =
    granted.length === 0
      ? "The token grants neither publishing nor subscribing, so there is nothing to join for."
      : `All that the token granted has expired, the last of it at ${iso(Math.max(...granted))}.`;
  return [{ reason: "token_without_privilege", field: "privileges", message, remedy }];
}

/** A time is still good in its own second; 0 is never over. */
function isOver(time: number, now: number): boolean {
  return time !== 0 && now > time;
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}
