import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { CloseCode, ErrorCode, type MethodParams, SIGNALING_PATH } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { Logger } from "pino";
import { type PerMessageDeflateOptions, type WebSocket, WebSocketServer } from "ws";
import type { Clock, Timer } from "../clock/clock.js";
import { bareAnswer } from "../http/bare-answer.js";
import { addressGroup, ProxyTrust } from "../http/client-address.js";
import { type HttpHandler, pathOf, sendJson } from "../http/handler.js";
import { describeSubscription } from "../rooms/participant.js";
import { RoomError } from "../rooms/room-error.js";
import type { RoomService } from "../rooms/room-service.js";
import { Announcer } from "./announcer.js";
import { closeReason } from "./close-reason.js";
import { Connection } from "./connection.js";
import type { SignalingLimits, SignalingTimes } from "./options.js";
import type { ParsedRequest } from "./parse-request.js";
import { refuseHandshake } from "./refuse-handshake.js";
import { handleRoomRequest } from "./room-requests.js";
import { Session } from "./session.js";
import { SessionRegistry, sessionGone } from "./session-registry.js";
import { SocketGuard, type SocketLimit } from "./socket-guard.js";

/** Silence is looked for more often than it is asked about, so that it is noticed soon after its time. */
const BEATS_PER_PING = 5;

/** How long a refused socket has to read why before it is dropped, in milliseconds. */
const REFUSAL_GRACE = 2_000;

/** What happens to sockets, beside what happens in rooms. */
export type SignalingEvents = {
  socketRefused: [limit: SocketLimit];
  socketClosed: [code: number];
  /** A client wanted to take its session up again. @param error why it could not */
  resumeEnded: [error: RoomError | undefined];
};

export interface SignalingServerOptions {
  rooms: RoomService;
  clock: Clock;
  times: SignalingTimes;
  limits: SignalingLimits;
  /** Default: no proxy is believed. */
  trust?: ProxyTrust;
  logger: Logger;
}

/**
 * A join is 11 kB and its answer 10 kB, which are a fifth of that compressed: one or two packets each way instead of eight,
 * of which on a lossy way one is always missing, and has to be waited for. Nothing is kept from one message to the next,
 * which would cost memory for each socket. What is smaller stays as it is: events go to thousands, and each socket would
 * compress its own.
 */
const COMPRESSION: PerMessageDeflateOptions = {
  threshold: 4_096,
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
};

/** The signalling: WebSockets of clients in, requests to the rooms, events of the rooms out. */
export class SignalingServer implements HttpHandler {
  readonly events = new EventEmitter<SignalingEvents>();
  private readonly server: WebSocketServer;
  private readonly guard: SocketGuard;
  private readonly trust: ProxyTrust;
  /** Every open socket; the deadline is set until it has joined. */
  private readonly connections = new Map<Connection, { deadline: Timer | undefined; session: Session | undefined }>();
  private readonly sessions: SessionRegistry;
  private readonly announcer: Announcer;
  private heartbeat: Timer;
  private beats = 0;
  private isClosed = false;

  constructor(private readonly options: SignalingServerOptions) {
    const { rooms, clock, limits, times } = options;
    this.server = new WebSocketServer({
      noServer: true,
      maxPayload: limits.messageBytes,
      perMessageDeflate: COMPRESSION,
    });
    this.server.on("wsClientError", refuseHandshake);
    this.guard = new SocketGuard(clock, limits);
    this.trust = options.trust ?? new ProxyTrust();
    this.sessions = new SessionRegistry(clock, times.endedSessionMemory);
    this.announcer = new Announcer(rooms.events, this.sessions);
    // After the announcer, which tells the participant over the socket that is closed here.
    rooms.events.on("removed", (_room, participant, error) => {
      const session = this.sessions.get(participant.id);
      if (session === undefined) return;
      const code = error.reason === "media_lost" ? CloseCode.MediaLost : CloseCode.Removed;
      session.connection?.close(code, error.reason);
      this.sessions.end(session, error);
    });
    this.heartbeat = this.scheduleBeat();
  }

  /** Open sockets, joined or not. */
  get socketCount(): number {
    return this.connections.size;
  }

  handleRequest(request: IncomingMessage, response: ServerResponse): boolean {
    if (pathOf(request) !== SIGNALING_PATH) return false;
    response.setHeader("upgrade", "websocket");
    sendJson(response, 426, { message: "This is the signalling of the RTC service: open it as a WebSocket." });
    return true;
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    if (pathOf(request) !== SIGNALING_PATH) return false;
    if (this.isClosed) {
      socket.end(bareAnswer(503, "The server is shutting down.\n"));
      return true;
    }
    const address = addressGroup(this.trust.addressOf(request));
    this.server.handleUpgrade(request, socket, head, (webSocket) => {
      const { clock, limits } = this.options;
      const limit = this.guard.enter(address);
      if (limit !== undefined) {
        this.refuseSocket(webSocket, limit, address);
        return;
      }
      const connection = new Connection(
        webSocket,
        {
          onRequest: (from, message) => this.handle(from, message),
          countMessage: () =>
            this.guard.takeMessage(address) ? undefined : this.guard.explain("addressMessagesPerSecond"),
          onClose: (from, code) => {
            this.guard.leave(address);
            this.events.emit("socketClosed", code);
            this.closed(from, code);
          },
        },
        clock,
        limits,
      );
      this.connections.set(connection, { deadline: this.deadline(connection), session: undefined });
    });
    return true;
  }

  /** Closes all sockets and forgets all sessions. End the rooms first, so that everybody is told. */
  close(): void {
    this.isClosed = true;
    this.heartbeat.cancel();
    for (const [connection, { deadline }] of this.connections) {
      deadline?.cancel();
      connection.close(CloseCode.GoingAway, "the server is shutting down");
    }
    this.sessions.clear();
    this.server.close();
  }

  /** A page is told nothing of a refused upgrade but that it failed: so the socket is opened, and closed with the why. */
  private refuseSocket(webSocket: WebSocket, limit: SocketLimit, address: string): void {
    this.events.emit("socketRefused", limit);
    this.options.logger.warn({ address, limit }, "socket refused by a limit");
    webSocket.on("error", () => {});
    webSocket.close(CloseCode.RateLimited, closeReason(this.guard.explain(limit)));
    const drop = this.options.clock.after(REFUSAL_GRACE, () => webSocket.terminate());
    webSocket.once("close", () => drop.cancel());
  }

  private async handle(connection: Connection, request: ParsedRequest): Promise<void> {
    try {
      if (request.method === "ping") connection.respond(request.id, {});
      else if (request.method === "join") await this.join(connection, request.id, request.params);
      else if (request.method === "resume") this.resume(connection, request.id, request.params);
      else {
        const session = this.connections.get(connection)?.session;
        if (session === undefined) throw notJoined();
        if (request.method === "leave") {
          this.leave(session);
          // The socket may be used for another join, in its own time.
          this.connections.set(connection, { deadline: this.deadline(connection), session: undefined });
          connection.respond(request.id, {});
        } else {
          connection.respond(request.id, await handleRoomRequest(this.options.rooms, session.presence, request));
        }
      }
    } catch (cause) {
      const error = RoomError.from(cause);
      const details = { method: request.method, reason: error.reason };
      if (error.reason === "internal") this.options.logger.error({ ...details, err: cause }, "request failed");
      else this.options.logger.info({ ...details, ...identityOf(request) }, `request refused: ${error.message}`);
      connection.refuse(request.id, error.toInfo());
    }
  }

  private async join(connection: Connection, id: number, params: MethodParams<"join">): Promise<void> {
    this.assertNotJoined(connection);
    const presence = await this.options.rooms.join(params);
    const { room, participant } = presence;
    if (!this.connections.has(connection)) {
      // The socket was lost meanwhile, and with it the only one who could have resumed this session.
      room.leave(participant, "connection_lost");
      return;
    }
    participant.assertPresent();
    const session = new Session(presence);
    this.sessions.add(session);
    // From the snapshot to the attachment nothing may be awaited: an event in between would be lost.
    connection.respond(id, {
      sessionId: session.id,
      resumeKey: session.resumeKey,
      routerRtpCapabilities: room.media.routerRtpCapabilities,
      sendTransport: participant.peer.sendTransport,
      receiveTransport: participant.peer.receiveTransport,
      ...currentState(session),
    });
    this.attach(session, connection);
  }

  private resume(connection: Connection, id: number, params: MethodParams<"resume">): void {
    this.assertNotJoined(connection);
    const session = this.findSession(params);
    const earlier = session.connection;
    if (earlier) {
      this.detach(earlier);
      earlier.close(CloseCode.Resumed, "the session goes on on another socket");
    }
    connection.respond(id, currentState(session));
    this.attach(session, connection);
  }

  private findSession({ sessionId, resumeKey }: MethodParams<"resume">): Session {
    try {
      const session = this.sessions.resume(sessionId, resumeKey);
      this.events.emit("resumeEnded", undefined);
      return session;
    } catch (error) {
      this.events.emit("resumeEnded", RoomError.from(error));
      throw error;
    }
  }

  private attach(session: Session, connection: Connection): void {
    this.connections.get(connection)?.deadline?.cancel();
    this.connections.set(connection, { deadline: undefined, session });
    session.absence?.cancel();
    session.absence = undefined;
    session.connection = connection;
    this.announcer.deliver(session.presence.room, session.presence.participant);
  }

  private detach(connection: Connection): Session | undefined {
    const entry = this.connections.get(connection);
    if (entry === undefined) return undefined;
    const { session } = entry;
    this.connections.set(connection, { ...entry, session: undefined });
    if (session?.connection === connection) session.connection = undefined;
    return session;
  }

  private closed(connection: Connection, code: number): void {
    const session = this.detach(connection);
    this.connections.get(connection)?.deadline?.cancel();
    this.connections.delete(connection);
    if (session === undefined || this.sessions.get(session.id) !== session) return;
    if (code === CloseCode.Normal || code === CloseCode.GoingAway) {
      this.leave(session);
      return;
    }
    const { room, participant } = session.presence;
    // The others see at once why nothing comes from it any more.
    room.network.report(participant, { uplink: 6, downlink: 6 });
    session.absence = this.options.clock.after(this.options.times.silence, () => this.lose(session));
  }

  private leave(session: Session): void {
    this.sessions.end(session, sessionGone("the participant left"));
    session.presence.room.leave(session.presence.participant, "left");
  }

  private lose(session: Session): void {
    const seconds = this.options.times.silence / 1000;
    this.sessions.end(session, sessionGone(`the client was silent or away for ${seconds} s and has left by that`));
    session.presence.room.leave(session.presence.participant, "connection_lost");
  }

  private deadline(connection: Connection): Timer {
    const { clock, times } = this.options;
    return clock.after(times.joinDeadline, () => {
      connection.close(CloseCode.JoinDeadline, `no join within ${times.joinDeadline / 1000} s`);
    });
  }

  private scheduleBeat(): Timer {
    const { clock, times } = this.options;
    return clock.after(times.pingInterval / BEATS_PER_PING, () => this.beat());
  }

  private beat(): void {
    const { clock, times } = this.options;
    const now = clock.now();
    this.beats += 1;
    const pings = this.beats % BEATS_PER_PING === 0;
    for (const [connection, { session }] of this.connections) {
      if (now - connection.lastHeard < times.silence) {
        if (pings) connection.ping();
        continue;
      }
      if (session) this.lose(session);
      connection.close(CloseCode.Silent, `no sign of life for ${times.silence / 1000} s`);
    }
    this.heartbeat = this.scheduleBeat();
  }

  private assertNotJoined(connection: Connection): void {
    if (this.connections.get(connection)?.session === undefined) return;
    throw new RoomError(
      ErrorCode.JoinFailed,
      "already_joined",
      "This socket is in a room already. Leave first, or open another socket.",
    );
  }
}

/** All that a client has to know of the room now. */
function currentState({ presence: { room, participant } }: Session) {
  return {
    room: room.snapshot(),
    subscriptions: [...participant.subscriptions.values()].map(describeSubscription),
  };
}

function notJoined(): RoomError {
  return new RoomError(ErrorCode.JoinFailed, "not_joined", "This socket is in no room. Join or resume first.");
}

/** Who asked, for the log. */
function identityOf(request: ParsedRequest): { appId?: string; roomId?: string; userId?: string } {
  if (request.method !== "join") return {};
  const { appId, roomId, userId } = request.params;
  return { appId, roomId, userId };
}
