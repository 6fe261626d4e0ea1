import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { bareAnswer } from "../http/bare-answer.js";

/** The versions of the protocol that are spoken, as RFC 6455 wants them told to who asks for another. */
const VERSIONS = "13, 8";

/** Answers a handshake that is none, with the headers that every answer has; ws would answer without them. */
export function refuseHandshake(error: Error, socket: Duplex, { method, headers }: IncomingMessage): void {
  socket.once("finish", () => socket.destroy());
  const status = method === "GET" ? 400 : 405;
  const asked = headers["sec-websocket-version"];
  const wrongVersion = asked !== "13" && asked !== "8";
  socket.end(bareAnswer(status, `${error.message}\n`, wrongVersion ? { "sec-websocket-version": VERSIONS } : {}));
}
