import type { Participant } from "./participant.js";
import type { RoomError } from "./room-error.js";
import type { JoinRequest } from "./room-service.js";

/** What a join consists of, in this order. */
export type JoinStep = "token" | "room" | "transports" | "subscriptions";

/** Follows one join, for whoever wants to know where its time goes. */
export interface JoinTrace {
  step<T>(name: JoinStep, work: () => Promise<T>): Promise<T>;
  joined(participant: Participant): void;
  refused(error: RoomError): void;
}

export interface JoinTracer {
  /** @returns undefined when this one is not followed */
  begin(request: JoinRequest): JoinTrace | undefined;
}

/** Follows nothing, at no cost. */
export const NO_TRACE: JoinTrace = {
  step: (_name, work) => work(),
  joined: () => {},
  refused: () => {},
};
