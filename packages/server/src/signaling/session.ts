import { randomBytes, timingSafeEqual } from "node:crypto";
import type { Timer } from "../clock/clock.js";
import type { Presence } from "../rooms/room-service.js";
import type { Connection } from "./connection.js";

/** A participation and the socket that it goes over now. It outlives a socket that was lost for a while. */
export class Session {
  readonly resumeKey = randomBytes(24).toString("base64url");
  /** Undefined while the client is away. */
  connection: Connection | undefined;
  /** Set while the client is away. */
  absence: Timer | undefined;

  constructor(readonly presence: Presence) {}

  get id(): string {
    return this.presence.participant.id;
  }

  accepts(resumeKey: string): boolean {
    return isKey(this.resumeKey, resumeKey);
  }
}

/** Whether this is the key that the join gave out. Takes the same time wherever the two differ. */
export function isKey(key: string, candidate: string): boolean {
  const given = Buffer.from(candidate, "utf8");
  const right = Buffer.from(key, "utf8");
  return given.length === right.length && timingSafeEqual(given, right);
}
