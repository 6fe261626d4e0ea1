import { CloseCode } from "@lianmai/protocol";
import type { RtcError, RtcErrorReason } from "../errors/rtc-error.js";

/**
 * Refusals after which a later attempt may fare better: the server is busy, restarting, or still holds the place of
 * this very participant. Every other refusal would only be repeated.
 */
const PASSING: ReadonlySet<RtcErrorReason> = new Set<RtcErrorReason>([
  "server_unreachable",
  "timeout",
  "protocol",
  "internal",
  "media_lost",
  "session_gone",
  "not_joined",
  "room_full",
  "rate_limited",
  "too_slow",
  "silent",
  "draining",
]);

export function isPassing(error: RtcError): boolean {
  return PASSING.has(error.reason);
}

/** Refusals of a resume that mean that there is nothing to resume, but a join may do. */
export function needsJoin(error: RtcError): boolean {
  return error.reason === "session_gone" || error.reason === "media_lost" || error.reason === "not_joined";
}

/** Whether the session on the server ended together with the connection. */
export function endsSession(code: number): boolean {
  return code === CloseCode.MediaLost || code === CloseCode.Removed;
}
