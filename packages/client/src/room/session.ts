import type { EventData, MethodResult, Source } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { HandlerFactory } from "mediasoup-client/types";
import { RtcError } from "../errors/rtc-error.js";
import type { Logger } from "../logging/logger.js";
import { Gate } from "../reconnect/gate.js";
import type { NetworkWatch } from "../reconnect/network-watch.js";
import type { ReconnectPolicy } from "../reconnect/policy.js";
import { type ConnectionEnd, type ConnectionTimes, SignalingConnection } from "../signaling/connection.js";
import type { SendRequest, ServerEvent } from "../signaling/messages.js";
import type { WebSocketConstructor } from "../signaling/socket.js";
import { LocalTracks } from "../tracks/local-tracks.js";
import { RemoteTracks } from "../tracks/remote-tracks.js";
import { SubscriptionWishes } from "../tracks/subscription-wishes.js";
import { Transports } from "../tracks/transports.js";
import type { JoinRequest } from "./join-options.js";
import { Roster } from "./roster.js";
import { endsSession, isPassing, needsJoin } from "./session-reasons.js";

export interface SessionOptions {
  url: string;
  join: JoinRequest;
  handlerFactory: HandlerFactory;
  webSocket: WebSocketConstructor;
  policy: ReconnectPolicy;
  network: NetworkWatch;
  times: ConnectionTimes;
  logger: Logger;
}

export interface SessionEvents {
  /** The server took this participant in; what the managers tell from now on is the content of the room. */
  joined: [];
  reconnecting: [error: RtcError];
  reconnected: [];
  /** Put out, by the server or because no connection could be made any more. The session is over. */
  removed: [error: RtcError];
  speaking: [event: EventData<"speaking">];
  tokenWillExpire: [event: EventData<"tokenWillExpire">];
}

/** A connection that lived shorter than this does not count as recovered, so that a flapping one backs off. */
const STABLE = 10_000;

/**
 * One stay in a room, from the join to the end, over any number of sockets and of sessions on the server. It moves
 * messages between the connection and the managers and decides when to resume, when to join again and when to give
 * up; what the messages mean is the managers' business.
 */
export class Session extends EventEmitter<SessionEvents> {
  readonly roster: Roster;
  readonly local: LocalTracks;
  readonly remote: RemoteTracks;
  readonly wishes: SubscriptionWishes;
  transports: Transports | undefined;
  readonly #options: SessionOptions;
  readonly #gate = new Gate();
  readonly #ended = new AbortController();
  #join: JoinRequest;
  #connection: SignalingConnection | undefined;
  /** What a resume needs; undefined when the server has no session of ours. */
  #credentials: { sessionId: string; resumeKey: string } | undefined;
  /** Whether the join or resume on the connection is done. */
  #greeted = false;
  /** Events that came before the state that they build upon was taken over. */
  #inbox: ServerEvent[] | undefined;
  /** Whether `setVisibility(false)` is under way. */
  #hiding = false;
  #version = 0;
  #connectedAt = 0;
  #failures = 0;

  constructor(options: SessionOptions) {
    super();
    this.#options = options;
    this.#join = options.join;
    this.roster = new Roster(options.join.userId);
    this.local = new LocalTracks(this.#gate, this.#request);
    this.remote = new RemoteTracks(this.#request, options.logger);
    this.wishes = new SubscriptionWishes(this.#gate, this.#request);
    this.local.on("changed", (publications) => this.roster.handleLocalPublications(publications));
    options.network.on("wake", () => this.#connection?.probe());
    // Said at once, or the others would see this participant until the server gives it up.
    options.network.on("closing", () => void this.leave());
    options.network.on("changed", () => this.transports?.handleNetworkChanged());
  }

  /**
   * Connects and joins: one round trip on the socket, and the browser's capabilities are read while it connects.
   * @throws RtcError; the session is over then.
   */
  async start(signal: AbortSignal | undefined): Promise<void> {
    const abort = () => this.end(RtcError.aborted("the join was given up", signal?.reason));
    signal?.addEventListener("abort", abort);
    try {
      if (signal?.aborted) abort();
      await this.#connect(() => this.#enter());
    } catch (error) {
      const failure = this.#ended.signal.aborted ? RtcError.from(this.#ended.signal.reason) : RtcError.from(error);
      this.end(failure);
      throw failure;
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Says goodbye to the server, waiting a moment for its answer, and ends. */
  async leave(): Promise<void> {
    const connection = this.#connection;
    const goodbye = connection?.request("leave", {}).catch(() => {});
    this.#connection = undefined;
    this.end(RtcError.aborted("the room was left"));
    if (!connection) return;
    connection.removeAllListeners();
    await Promise.race([goodbye, new Promise((resolve) => setTimeout(resolve, 1_000))]);
    connection.close();
  }

  /** Ends everything on this side. What waits for the server is rejected with the error. */
  end(error: RtcError): void {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort(error);
    this.removeAllListeners();
    this.#gate.close(error);
    this.#options.network.close();
    this.local.close();
    this.remote.handleTransportsClosed();
    this.remote.removeAllListeners();
    this.wishes.removeAllListeners();
    this.roster.removeAllListeners();
    this.transports?.close();
    this.#connection?.close();
  }

  /** Subscribes or unsubscribes, now and in every session to come. */
  async setSubscribed(userId: string, source: Source, wanted: boolean): Promise<void> {
    if (!wanted) this.remote.handleUnwanted(userId, source);
    await this.wishes.set(userId, source, wanted);
  }

  async setVisibility(visible: boolean): Promise<void> {
    this.#hiding = !visible;
    try {
      await this.#insist(() => this.#request("setVisibility", { visible }));
    } finally {
      this.#hiding = false;
    }
    this.#join = { ...this.#join, visible };
    const { userId, extraInfo } = this.#join;
    if (!visible) {
      this.local.handleHidden();
      this.roster.handleParticipantLeft(userId, "invisible");
    } else if (!this.roster.participants.has(userId)) {
      this.roster.handleParticipantJoined({ userId, joinedAt: Date.now(), extraInfo, publications: [] });
    }
  }

  async updateToken(token: string): Promise<void> {
    await this.#insist(() => this.#request("updateToken", { token }));
    this.#join = { ...this.#join, token };
  }

  readonly #request: SendRequest = (method, params) => {
    if (this.#connection) return this.#connection.request(method, params);
    return Promise.reject(RtcError.serverUnreachable(`there is no connection to send "${method}" on`));
  };

  /** Repeats a request that may be carried out twice until it is answered, over any number of reconnects. */
  async #insist<T>(request: () => Promise<T>): Promise<T> {
    for (;;) {
      await this.#gate.pass();
      try {
        return await request();
      } catch (error) {
        if (!(error instanceof RtcError) || error.reason !== "server_unreachable") throw error;
      }
    }
  }

  /** Opens a socket and runs the first request on it; nothing of a failed attempt stays behind. */
  async #connect(greet: () => Promise<void>): Promise<void> {
    const { url, webSocket, logger, times, handlerFactory } = this.#options;
    // Both are asked for here so that they come while the socket connects: the one is part of the join, the other is
    // needed for its answer. Awaited, with their failures, by `#enter`.
    for (const direction of ["recvonly", "sendonly"] as const) {
      handlerFactory.getNativeRtpCapabilities({ direction }).catch(() => {});
    }
    const connection = await SignalingConnection.open({ url, webSocket, logger, times, signal: this.#ended.signal });
    this.#inbox = [];
    this.#connection = connection;
    connection.on("event", (event) => this.#handleEvent(event, connection));
    let lost: ConnectionEnd | undefined;
    connection.on("closed", (end) => {
      lost = end;
      this.#connection = undefined;
      if (endsSession(end.code)) this.#credentials = undefined;
      if (this.#greeted) this.#reconnect(end.error);
    });
    try {
      await greet();
      if (lost) throw (lost as ConnectionEnd).error;
    } catch (error) {
      this.#connection = undefined;
      connection.close();
      // What the server said when it ended the connection tells more than that a request got no answer.
      throw lost?.error ?? error;
    }
    // No `await` from here on: a connection that is lost now is a new loss.
    this.#greeted = true;
    this.#connectedAt = performance.now();
    this.#gate.open();
    this.local.handleConnected();
    this.wishes.handleConnected();
  }

  async #enter(): Promise<void> {
    const { handlerFactory, logger } = this.#options;
    const native = await handlerFactory.getNativeRtpCapabilities({ direction: "recvonly" }).catch((cause) => {
      throw RtcError.unsupportedBrowser(cause);
    });
    const result = await this.#request("join", { ...this.#join, rtpCapabilities: { ...native } });
    const transports = await Transports.open({ handlerFactory, session: result, request: this.#request, logger });
    if (this.#ended.signal.aborted) {
      transports.close();
      throw RtcError.from(this.#ended.signal.reason);
    }
    this.#credentials = { sessionId: result.sessionId, resumeKey: result.resumeKey };
    this.transports = transports;
    transports.on("failed", (error) => this.#restart(error));
    this.emit("joined");
    this.#takeOver(result, () => {
      this.local.handleJoined(transports);
      this.wishes.handleJoined();
      this.remote.handleJoined(transports, this.#wanted(result.subscriptions));
    });
  }

  async #resume(credentials: { sessionId: string; resumeKey: string }): Promise<void> {
    const result = await this.#request("resume", credentials);
    this.#takeOver(result, () => {
      const { userId, visible } = this.#join;
      const self = result.room.participants.find((participant) => participant.userId === userId);
      this.local.handleResumed(self?.publications ?? []);
      this.remote.handleResumed(this.#wanted(result.subscriptions));
      this.transports?.handleResumed();
      // A change of visibility whose answer was lost: `#insist` repeats it, and the snapshot is right until then.
      if (visible !== (self !== undefined)) this.#options.logger.debug("visibility differs after the resume");
    });
  }

  /** Makes this side equal to what the answer says, then applies what came after it. */
  #takeOver(result: Pick<MethodResult<"resume">, "room">, apply: () => void): void {
    this.#version = result.room.version;
    // Tracks first: one that is gone is told before the publication that it belonged to.
    apply();
    this.roster.handleSnapshot(result.room.participants);
    const inbox = this.#inbox ?? [];
    this.#inbox = undefined;
    for (const event of inbox) this.#applyEvent(event);
  }

  #wanted<S extends { userId: string; source: Source }>(subscriptions: readonly S[]): S[] {
    return subscriptions.filter(({ userId, source }) => !this.wishes.isUnwanted(userId, source));
  }

  #handleEvent(event: ServerEvent, connection: SignalingConnection): void {
    // Being put out is no matter of the room's state, and may come in the place of the answer to the join.
    if (event.name === "removed") {
      const error = RtcError.fromServer(event.data.error);
      this.#credentials = undefined;
      if (this.#greeted && !isPassing(error)) this.#remove(error);
      else connection.fail(error);
    } else if (this.#inbox) {
      this.#inbox.push(event);
    } else {
      this.#applyEvent(event);
    }
  }

  #applyEvent(event: ServerEvent): void {
    if (event.version !== undefined) {
      if (event.version < this.#version) {
        this.#options.logger.debug(`ignored "${event.name}" of version ${event.version}, older than ${this.#version}`);
        return;
      }
      this.#version = event.version;
    }
    switch (event.name) {
      case "participantJoined":
        this.roster.handleParticipantJoined(event.data.participant);
        break;
      case "participantLeft":
        this.#handleParticipantLeft(event.data);
        break;
      case "published":
        this.roster.handlePublished(event.data.userId, event.data.publication);
        break;
      case "unpublished":
        this.#handleUnpublished(event.data);
        break;
      case "muted":
        this.roster.handleMuted(event.data.userId, event.data.publicationId, event.data.muted);
        break;
      case "subscribed":
        for (const subscription of this.#wanted([event.data.subscription])) this.remote.handleSubscribed(subscription);
        break;
      case "unsubscribed":
        this.remote.handleUnsubscribed(event.data.subscriptionId);
        break;
      case "speaking":
        this.emit("speaking", event.data);
        break;
      case "tokenWillExpire":
        this.emit("tokenWillExpire", event.data);
        break;
    }
  }

  #handleUnpublished({ userId, source, publicationId }: EventData<"unpublished">): void {
    if (userId === this.#join.userId) {
      // Those that end because this side asked to be hidden are dealt with all together when that is answered.
      if (!this.#hiding) this.local.handleUnpublished(source, publicationId);
      return;
    }
    this.remote.handleUnwanted(userId, source);
    this.roster.handleUnpublished(userId, publicationId);
  }

  #handleParticipantLeft({ userId, reason }: EventData<"participantLeft">): void {
    for (const { source } of this.roster.participants.get(userId)?.publications ?? []) {
      this.remote.handleUnwanted(userId, source);
    }
    this.roster.handleParticipantLeft(userId, reason);
  }

  /** Leaves the server's session behind; the way back is a join. */
  #restart(error: RtcError): void {
    this.#credentials = undefined;
    this.#connection?.fail(error);
  }

  #remove(error: RtcError): void {
    // The listeners must hear it, and `end` takes them off.
    this.emit("removed", error);
    this.end(error);
  }

  #reconnect(error: RtcError): void {
    this.#greeted = false;
    this.#gate.shut();
    this.#options.logger.debug("the connection is lost", error);
    // A connection that held for a while was a good one; one that flaps goes on backing off.
    if (performance.now() - this.#connectedAt > STABLE) this.#failures = 0;
    this.emit("reconnecting", error);
    this.#tryAgain(error).catch((failure) => this.#remove(RtcError.from(failure)));
  }

  async #tryAgain(cause: RtcError): Promise<void> {
    const { policy, network, logger } = this.#options;
    const since = performance.now();
    let error = cause;
    for (;;) {
      const elapsed = performance.now() - since;
      const delay = policy.nextDelay({ failures: this.#failures, elapsed, error });
      if (delay === undefined) {
        const seconds = Math.round(elapsed / 1000);
        throw RtcError.serverUnreachable(`no way back into the room in ${seconds} s: ${error.message}`, error);
      }
      await network.wait(delay, this.#ended.signal);
      if (this.#ended.signal.aborted) return;
      try {
        await this.#connect(() => this.#comeBack());
        return;
      } catch (failure) {
        if (this.#ended.signal.aborted) return;
        error = RtcError.from(failure);
        this.#failures += 1;
        logger.debug(`attempt ${this.#failures} to reconnect failed`, error);
        if (!isPassing(error)) throw error;
      }
    }
  }

  async #comeBack(): Promise<void> {
    await this.#resumeOrJoin();
    this.#failures += 1;
    this.emit("reconnected");
  }

  async #resumeOrJoin(): Promise<void> {
    if (this.#credentials) {
      try {
        return await this.#resume(this.#credentials);
      } catch (error) {
        if (!(error instanceof RtcError) || !needsJoin(error)) throw error;
        this.#options.logger.debug("there is nothing to resume", error);
        this.#credentials = undefined;
      }
    }
    // What the old session carried ends here; the same tracks come again over the new one.
    this.local.handleTransportsClosed();
    this.remote.handleTransportsClosed();
    this.transports?.close();
    this.transports = undefined;
    await this.#enter();
  }
}
