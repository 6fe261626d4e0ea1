import {
  describeIssues,
  EVENTS,
  type EventData,
  type EventName,
  EventSchema,
  METHODS,
  type Method,
  type MethodParams,
  type MethodResult,
  type Response,
  ResponseSchema,
} from "@lianmai/protocol";
import * as v from "valibot";
import { RtcError } from "../errors/rtc-error.js";

/** Sends a request and resolves with its checked answer. Managers are given one of these to talk to the server. */
export type SendRequest = <M extends Method>(method: M, params: MethodParams<M>) => Promise<MethodResult<M>>;

/** An event of the server, checked. */
export type ServerEvent = {
  [E in EventName]: { name: E; data: EventData<E>; version: number | undefined };
}[EventName];

export type ServerMessage =
  | { kind: "response"; response: Response }
  | { kind: "event"; event: ServerEvent }
  /** An event that this version does not know: a newer server may have more of them. */
  | { kind: "unknown"; name: string };

/**
 * Reads one message of the server.
 * @throws RtcError `protocol` if it is not JSON, neither answer nor event, or a known event with wrong data.
 */
export function parseServerMessage(text: unknown): ServerMessage {
  if (typeof text !== "string") throw RtcError.protocol("the server sent a binary message; the protocol is JSON text");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw RtcError.protocol("the server sent a message that is not JSON", cause);
  }
  if (typeof json === "object" && json !== null && "event" in json) return parseEvent(json);
  const response = v.safeParse(ResponseSchema, json);
  if (!response.success) {
    throw RtcError.protocol(`the server sent a malformed answer: ${describeIssues(response.issues)}`);
  }
  return { kind: "response", response: response.output };
}

function parseEvent(json: object): ServerMessage {
  const envelope = v.safeParse(EventSchema, json);
  if (!envelope.success) {
    throw RtcError.protocol(`the server sent a malformed event: ${describeIssues(envelope.issues)}`);
  }
  const { event: name, data, version } = envelope.output;
  if (!Object.hasOwn(EVENTS, name)) return { kind: "unknown", name };
  const parsed = v.safeParse(EVENTS[name as EventName], data);
  if (!parsed.success) {
    throw RtcError.protocol(`the server sent a malformed event "${name}": ${describeIssues(parsed.issues)}`);
  }
  // The schema was picked by this very name, which the compiler cannot follow through the union.
  return { kind: "event", event: { name, data: parsed.output, version } as ServerEvent };
}

/**
 * Checks the result of a request against the method's schema.
 * @throws RtcError `protocol`.
 */
export function parseResult<M extends Method>(method: M, result: unknown): MethodResult<M> {
  const parsed = v.safeParse(METHODS[method].result, result);
  if (!parsed.success) {
    throw RtcError.protocol(`the server's answer to "${method}" is malformed: ${describeIssues(parsed.issues)}`);
  }
  return parsed.output as MethodResult<M>;
}
