import { TIMES } from "@lianmai/protocol";
import { RtcError } from "../errors/rtc-error.js";
import type { Logger } from "../logging/logger.js";
import type { ReconnectPolicy } from "../reconnect/policy.js";
import { type ConnectionTimes, SignalingConnection } from "../signaling/connection.js";
import type { WebSocketConstructor } from "../signaling/socket.js";
import { isPassing, needsJoin } from "./session-reasons.js";

export interface FarewellOptions {
  url: string;
  webSocket: WebSocketConstructor;
  policy: ReconnectPolicy;
  times: ConnectionTimes;
  logger: Logger;
}

/** What a session can be taken up again by. */
export interface Credentials {
  sessionId: string;
  resumeKey: string;
}

/**
 * Tells the server, on sockets of its own, that a session is over whose own socket is lost or gives no answer. Untold,
 * the others would see the participant stand still until the server gives it up. Never rejects: after that it has.
 */
export async function sayFarewell(session: Credentials, options: FarewellOptions): Promise<void> {
  const { policy, logger } = options;
  const began = performance.now();
  for (let failures = 1; ; failures++) {
    try {
      return await leaveOnce(session, options);
    } catch (cause) {
      const error = RtcError.from(cause);
      logger.debug(`attempt ${failures} to tell the server of the leave failed`, error);
      const elapsed = performance.now() - began;
      const delay = isOver(error) ? undefined : policy.nextDelay({ failures, elapsed, error });
      if (delay === undefined || elapsed + delay > TIMES.serverSilence) return;
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}

async function leaveOnce(session: Credentials, options: FarewellOptions): Promise<void> {
  const connection = await SignalingConnection.open({ ...options, signal: new AbortController().signal });
  try {
    // The server takes requests in their order, so the second need not wait for the answer to the first.
    await Promise.all([connection.request("resume", session), connection.request("leave", {})]);
  } finally {
    connection.close();
  }
}

/** Whether the server has no such session any more. */
function isOver(error: RtcError): boolean {
  return needsJoin(error) || !isPassing(error);
}
