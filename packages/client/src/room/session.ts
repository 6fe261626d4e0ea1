import type { EventData, MessageContent, Right, Source } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { HandlerFactory } from "mediasoup-client/types";
import { RtcError } from "../errors/rtc-error.js";
import type { Logger } from "../logging/logger.js";
import type { NetworkMonitor } from "../quality/network-monitor.js";
import { Gate } from "../reconnect/gate.js";
import type { NetworkWatch } from "../reconnect/network-watch.js";
import type { ReconnectPolicy } from "../reconnect/policy.js";
import { ReconnectLoop } from "../reconnect/reconnect-loop.js";
import { type ConnectionEnd, type ConnectionTimes, SignalingConnection } from "../signaling/connection.js";
import type { SendRequest, ServerEvent } from "../signaling/messages.js";
import type { WebSocketConstructor } from "../signaling/socket.js";
import type { Demands } from "../tracks/demands.js";
import { LocalTracks } from "../tracks/local-tracks.js";
import { RemoteTracks } from "../tracks/remote-tracks.js";
import { SubscriptionWishes } from "../tracks/subscription-wishes.js";
import { Transports } from "../tracks/transports.js";
import { EventRouter } from "./event-router.js";
import { type Credentials, sayFarewell } from "./farewell.js";
import type { JoinRequest } from "./join-options.js";
import { joinTrace } from "./join-trace.js";
import { Roster } from "./roster.js";
import { monitorSession } from "./session-quality.js";
import { endsSession, isPassing, needsJoin } from "./session-reasons.js";

/**
 * How long the others may take to enter a lost room anew before they are told as left, in milliseconds. They are told
 * to come back at once, so this covers a back-off and a slow join; somebody who really left is seen this much longer.
 */
const RETURN_PATIENCE = 5_000;

/** How long the server has to answer a goodbye, in milliseconds. */
const GOODBYE_PATIENCE = 1_000;

/** How long the server has to answer when media has stopped, in milliseconds. */
const PROBE_GRACE = 1_200;

export interface SessionOptions {
  url: string;
  join: JoinRequest;
  handlerFactory: HandlerFactory;
  webSocket: WebSocketConstructor;
  policy: ReconnectPolicy;
  network: NetworkWatch;
  times: ConnectionTimes;
  logger: Logger;
  /** Where pictures are shown; outlives the stay. */
  demands: Demands;
  /** Whether pictures are received while the page cannot be seen. */
  videoInBackground: boolean;
}

export interface SessionEvents {
  /** The server took this participant in; what the managers tell from now on is the content of the room. */
  joined: [];
  reconnecting: [error: RtcError];
  reconnected: [];
  /** Put out, by the server or because no connection could be made any more. The session is over. */
  removed: [error: RtcError];
  speaking: [event: EventData<"speaking">];
  message: [event: EventData<"message">];
  tokenWillExpire: [event: EventData<"tokenWillExpire">];
  permissionLost: [right: Right, error: RtcError];
}

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
  readonly monitor: NetworkMonitor;
  transports: Transports | undefined;
  readonly #options: SessionOptions;
  readonly #router: EventRouter;
  readonly #loop: ReconnectLoop;
  readonly #gate = new Gate();
  readonly #ended = new AbortController();
  #join: JoinRequest;
  /** When this stay, or the way back into it, began; by `performance.now()`. */
  #began = performance.now();
  #connection: SignalingConnection | undefined;
  /** What a resume needs; undefined when the server has no session of ours. */
  #credentials: Credentials | undefined;
  /** Whether the join or resume on the connection is done. */
  #greeted = false;

  constructor(options: SessionOptions) {
    super();
    this.#options = options;
    this.#join = options.join;
    this.roster = new Roster(options.join.userId);
    this.local = new LocalTracks(this.#gate, this.#request);
    this.remote = new RemoteTracks(this.#request, options.logger, options.demands);
    this.wishes = new SubscriptionWishes(this.#gate, this.#request);
    this.monitor = monitorSession({
      localUserId: options.join.userId,
      local: this.local,
      remote: this.remote,
      transports: () => this.transports,
      userIds: () => this.roster.participants.keys(),
      request: this.#request,
      isJoined: () => this.#greeted,
    });
    this.#router = new EventRouter(options.join.userId, this, options.logger);
    this.#loop = new ReconnectLoop({ ...options, signal: this.#ended.signal, isPassing });
    this.#router.on("speaking", (event) => this.emit("speaking", event));
    this.#router.on("message", (event) => this.emit("message", event));
    this.#router.on("tokenWillExpire", (event) => this.emit("tokenWillExpire", event));
    this.#router.on("permissionLost", ({ right, error }) => {
      this.emit("permissionLost", right, RtcError.fromServer(error));
    });
    this.local.on("changed", (publications) => this.roster.handleLocalPublications(publications));
    options.network.on("wake", () => this.#connection?.probe());
    // Said at once, or the others would see this participant until the server gives it up.
    options.network.on("closing", () => void this.leave());
    options.network.on("visible", (isVisible) => this.#handleVisible(isVisible));
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

  /** Says goodbye to the server, waiting a moment for its answer, and ends. Without one it goes on saying so. */
  async leave(): Promise<void> {
    const connection = this.#connection;
    const credentials = this.#credentials;
    const goodbye = connection?.request("leave", {}).then(
      () => true,
      () => false,
    );
    this.#connection = undefined;
    this.#credentials = undefined;
    this.end(RtcError.aborted("the room was left"));
    connection?.removeAllListeners();
    const isHeard = await Promise.race([goodbye, new Promise((resolve) => setTimeout(resolve, GOODBYE_PATIENCE))]);
    connection?.close();
    if (!isHeard && credentials) void sayFarewell(credentials, this.#options);
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
    this.monitor.close();
    this.roster.close();
    this.transports?.close();
    this.#connection?.close();
  }

  /** Subscribes or unsubscribes, now and in every session to come. */
  async setSubscribed(userId: string, source: Source, wanted: boolean): Promise<void> {
    if (!wanted) this.remote.handleUnwanted(userId, source);
    await this.wishes.set(userId, source, wanted);
  }

  /** Not repeated when the connection is lost under it: a message must not arrive twice. */
  async sendMessage(content: MessageContent, to: string | undefined): Promise<void> {
    await this.#gate.pass();
    await this.#request("sendMessage", { ...content, ...(to === undefined ? {} : { to }) });
  }

  async setVisibility(visible: boolean): Promise<void> {
    this.#router.hiding = !visible;
    try {
      await this.#gate.insist(() => this.#request("setVisibility", { visible }));
    } finally {
      this.#router.hiding = false;
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
    const { token: before } = this.#join;
    // On the way back the room may have to be joined anew, for which the old token may be too old.
    if (!this.#greeted) this.#join = { ...this.#join, token };
    try {
      await this.#gate.insist(() => this.#request("updateToken", { token }));
      this.#join = { ...this.#join, token };
    } catch (error) {
      this.#join = { ...this.#join, token: before };
      throw error;
    }
  }

  /** Pictures that nobody can see are not sent; sound goes on. */
  #handleVisible(isVisible: boolean): void {
    const { demands, videoInBackground } = this.#options;
    const isHidden = !isVisible && !videoInBackground && !showsPictureInPicture();
    if (isHidden === demands.isHidden) return;
    demands.isHidden = isHidden;
    this.remote.handleAllDemands();
  }

  readonly #request: SendRequest = (method, params) => {
    if (this.#connection) return this.#connection.request(method, params);
    return Promise.reject(RtcError.serverUnreachable(`there is no connection to send "${method}" on`));
  };

  /** Opens a socket and runs the first request on it; nothing of a failed attempt stays behind. */
  async #connect(greet: () => Promise<void>): Promise<void> {
    const { url, webSocket, logger, times, handlerFactory } = this.#options;
    // Both are asked for here so that they come while the socket connects: the one is part of the join, the other is
    // needed for its answer. Awaited, with their failures, by `#enter`.
    for (const direction of ["recvonly", "sendonly"] as const) {
      handlerFactory.getNativeRtpCapabilities({ direction }).catch(() => {});
    }
    const connection = await SignalingConnection.open({ url, webSocket, logger, times, signal: this.#ended.signal });
    this.#router.hold();
    this.#connection = connection;
    connection.on("event", (event) => this.#handleEvent(event, connection));
    let lost: ConnectionEnd | undefined;
    connection.on("closed", (end) => {
      lost = end;
      this.#connection = undefined;
      if (endsSession(end.code)) this.#credentials = undefined;
      this.#began = performance.now();
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
    this.#loop.handleConnected();
    this.#gate.open();
    this.local.handleConnected();
    this.wishes.handleConnected();
  }

  async #enter(): Promise<void> {
    const { handlerFactory, logger } = this.#options;
    const native = await handlerFactory.getNativeRtpCapabilities({ direction: "recvonly" }).catch((cause) => {
      throw RtcError.unsupportedBrowser(cause);
    });
    const result = await this.#request("join", {
      ...this.#join,
      ...joinTrace(this.#began),
      rtpCapabilities: { ...native },
    });
    const transports = await Transports.open({ handlerFactory, session: result, request: this.#request, logger });
    if (this.#ended.signal.aborted) {
      transports.close();
      throw RtcError.from(this.#ended.signal.reason);
    }
    this.#credentials = { sessionId: result.sessionId, resumeKey: result.resumeKey };
    this.transports = transports;
    transports.on("failed", (error) => this.#restart(error));
    // What took the media away has mostly taken the socket as well, which would notice it much later.
    transports.on("interrupted", () => this.#connection?.probe(PROBE_GRACE));
    this.emit("joined");
    this.#router.takeOver(
      result.room,
      () => {
        this.local.handleJoined(transports);
        this.wishes.handleJoined();
        this.remote.handleJoined(transports, this.#router.wanted(result.subscriptions));
      },
      RETURN_PATIENCE,
    );
  }

  async #resume(credentials: Credentials): Promise<void> {
    const result = await this.#request("resume", credentials);
    this.#router.takeOver(result.room, () => {
      const { userId, visible } = this.#join;
      const self = result.room.participants.find((participant) => participant.userId === userId);
      this.local.handleResumed(self?.publications ?? []);
      this.remote.handleResumed(this.#router.wanted(result.subscriptions));
      this.transports?.handleResumed();
      // A change of visibility whose answer was lost: `insist` repeats it, and the snapshot is right until then.
      if (visible !== (self !== undefined)) this.#options.logger.debug("visibility differs after the resume");
    });
  }

  #handleEvent(event: ServerEvent, connection: SignalingConnection): void {
    // Being put out is no matter of the room's state, and may come in the place of the answer to the join.
    if (event.name === "removed") {
      const error = RtcError.fromServer(event.data.error);
      this.#credentials = undefined;
      if (this.#greeted && !isPassing(error)) this.#remove(error);
      else connection.fail(error);
    } else {
      this.#router.handleEvent(event);
    }
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
    this.emit("reconnecting", error);
    this.#loop
      .run(error, () => this.#connect(() => this.#comeBack()))
      .catch((failure) => this.#remove(RtcError.from(failure)));
  }

  async #comeBack(): Promise<void> {
    await this.#resumeOrJoin();
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

/** Whether a picture of this page is in a window of its own, which is seen while the page is not. */
function showsPictureInPicture(): boolean {
  return typeof document === "object" && document.pictureInPictureElement != null;
}
