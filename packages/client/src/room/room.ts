import type { Size, Source } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { HandlerFactory } from "mediasoup-client/types";
import { RtcError } from "../errors/rtc-error.js";
import { consoleLogger, type Logger } from "../logging/logger.js";
import { NetworkWatch, pageNetworkSources } from "../reconnect/network-watch.js";
import { BackoffPolicy, type ReconnectPolicy } from "../reconnect/policy.js";
import { type ConnectionTimes, DEFAULT_CONNECTION_TIMES } from "../signaling/connection.js";
import type { WebSocketConstructor } from "../signaling/socket.js";
import { StatsCollector } from "../stats/collector.js";
import type { RoomStats } from "../stats/stats.js";
import { Demands } from "../tracks/demands.js";
import { detectHandler, rememberCapabilities } from "../tracks/handler.js";
import type { PublishOptions } from "../tracks/publish-options.js";
import type { EncoderConfig } from "../tracks/video-layers.js";
import { EventQueue } from "./event-queue.js";
import type { RoomEvents, RoomState } from "./events.js";
import { type JoinOptions, joinRequest } from "./join-options.js";
import { decodeMessage, encodeMessage, type Message } from "./message-content.js";
import type { Participant } from "./participant.js";
import { Session } from "./session.js";

export interface RoomOptions {
  /** Address of the signalling, `wss://HOST/rtc/v1`; `ws://` only for pages that are not on https. */
  url: string;
  /** When to try again after the connection was lost. Default: back-off up to 5 s, giving up after 60 s. */
  reconnectPolicy?: ReconnectPolicy;
  /** Times of the signalling connection, milliseconds. Default `DEFAULT_CONNECTION_TIMES`. */
  times?: Partial<ConnectionTimes>;
  /**
   * Whether pictures are received while the page is in the background. Default false: sound goes on, and pictures come
   * back with the page. A picture in a window of its own (picture-in-picture) is received in any case.
   */
  videoInBackground?: boolean;
  /** Default: warnings to the console. */
  logger?: Logger;
  /** The WebSocket to use. Default: the browser's. */
  webSocket?: WebSocketConstructor;
  /** mediasoup-client's handler. Default: the one that fits this browser. */
  handlerFactory?: HandlerFactory;
}

/**
 * A room as one participant sees it. One `Room` may be joined and left any number of times, one stay at a time.
 *
 * **Order of events.** No event is emitted from inside a call of a method, so listeners that are added right after
 * `join()` was called, or even after it resolved, hear all of them:
 *
 * 1. `stateChanged("joining")` soon after the call of `join()`.
 * 2. The promise of `join()` resolves, then `stateChanged("joined")`.
 * 3. For each visible participant, this one included: `participantJoined`, then `published` (and `muted`, where it
 *    is) for each of its publications, exactly as if it had come just now.
 * 4. `trackAdded` for each subscription when it can be played, always after its `published`.
 *
 * When somebody leaves: `trackRemoved`, `unpublished`, `participantLeft`. When the connection is lost:
 * `stateChanged("reconnecting")`, `reconnecting`; when it is back, what changed meanwhile as ordinary events, then
 * `stateChanged("joined")`, `reconnected`. If the server's session was lost, the room is joined again by itself and
 * the same tracks are published again: tracks of others then come as `trackRemoved` and `trackAdded` with new
 * `MediaStreamTrack`s, and nobody seems to have left who is back within 5 s. When the stay ends: `trackRemoved` for
 * every track, then `stateChanged("left")`, and before it `removed` if this side did not ask for it; `participants`
 * is empty then, without `participantLeft` for each.
 *
 * **Tracks** that are published stay the caller's: they are neither stopped nor disabled by this class.
 *
 * @example
 * const room = new Room({ url: "wss://rtc.example.com/rtc/v1" });
 * room.on("trackAdded", (userId, source, track) => show(userId, source, track));
 * const player = new AudioPlayer(room);
 * await room.join({ appId, roomId: "r1", userId: "u1", token });
 * await room.publish("microphone", await openMicrophone());
 */
export class Room extends EventEmitter<RoomEvents> {
  readonly #options: RoomOptions;
  readonly #logger: Logger;
  readonly #queue = new EventQueue();
  readonly #stats = new StatsCollector();
  #handlerFactory: HandlerFactory | undefined;
  readonly #demands = new Demands();
  #session: Session | undefined;
  #state: RoomState = "idle";
  #ids: { roomId: string; userId: string } | undefined;

  constructor(options: RoomOptions) {
    super();
    this.#options = options;
    this.#logger = options.logger ?? consoleLogger;
  }

  get state(): RoomState {
    return this.#state;
  }

  /** The room of the stay now; undefined before the first and after the last. */
  get roomId(): string | undefined {
    return this.#ids?.roomId;
  }

  /** This participant's user id of the stay now. */
  get localUserId(): string | undefined {
    return this.#ids?.userId;
  }

  /** The visible participants by user id, this one included if it is visible. */
  get participants(): ReadonlyMap<string, Participant> {
    return this.#session?.roster.participants ?? new Map();
  }

  /**
   * Enters a room.
   * @throws RtcError with the server's reason; `already_joined` while not left; `illegal_room_id`, `illegal_user_id`,
   * `app_unknown`, `bad_message` or `token_malformed` before any connection is made; `unsupported_browser`;
   * `server_unreachable`; `timeout`; `protocol`; `aborted` by the signal or by `leave()`.
   */
  async join(options: JoinOptions): Promise<void> {
    if (this.#ids) throw RtcError.alreadyJoined(this.#ids.userId, this.#ids.roomId);
    const join = joinRequest(options);
    this.#handlerFactory ??= rememberCapabilities(this.#options.handlerFactory ?? detectHandler());
    const session = new Session({
      url: this.#options.url,
      join,
      handlerFactory: this.#handlerFactory,
      webSocket: this.#options.webSocket ?? WebSocket,
      policy: this.#options.reconnectPolicy ?? new BackoffPolicy(),
      network: new NetworkWatch(pageNetworkSources()),
      times: { ...DEFAULT_CONNECTION_TIMES, ...this.#options.times },
      logger: this.#logger,
      demands: this.#demands,
      videoInBackground: this.#options.videoInBackground ?? false,
    });
    this.#session = session;
    this.#ids = { roomId: join.roomId, userId: join.userId };
    this.#setState("joining");
    this.#forward(session);
    try {
      await session.start(options.signal);
    } catch (error) {
      if (this.#session === session) this.#finish(RtcError.from(error));
      throw error;
    } finally {
      this.#queue.release();
    }
  }

  /**
   * Leaves the room, or gives up a join under way. Does nothing when not in a room. Never fails. Waits 1 s at most for the
   * server, which is told in the background after that.
   */
  async leave(): Promise<void> {
    const session = this.#session;
    if (!session) return;
    this.#removeTracks(session);
    this.#finish();
    await session.leave();
  }

  /**
   * Offers a track to the room, from now until `unpublish()`, over reconnects too. For a source that is published
   * already the track is replaced. Waits for a join or reconnect that is under way.
   * @throws RtcError `not_joined`, `invisible`, `publish_not_permitted`, `publish_limit`, `track_ended`, or
   * `unsupported_media` if track and source do not fit or the browser cannot send it.
   */
  async publish(source: Source, track: MediaStreamTrack, options: PublishOptions = {}): Promise<void> {
    await this.#inRoom("publishing").local.publish(source, track, options);
  }

  /** Takes a publication back. Does nothing when there is none, also outside a room. */
  async unpublish(source: Source): Promise<void> {
    await this.#session?.local.unpublish(source);
  }

  /**
   * Mutes a publication: nothing is sent, and the others see it as muted. The track itself is left alone.
   * @throws RtcError `not_joined`; `not_found` when the source is not published.
   */
  async setMuted(source: Source, muted: boolean): Promise<void> {
    await this.#inRoom("muting").local.setMuted(source, muted);
  }

  /**
   * Sends another track in the place of the one published, without the others noticing more than another picture.
   * @throws RtcError `not_joined`, `not_found` when the source is not published, `unsupported_media`, `track_ended`.
   */
  async replaceTrack(source: Source, track: MediaStreamTrack): Promise<void> {
    await this.#inRoom("replacing a track").local.replaceTrack(source, track);
  }

  /**
   * Asks for a source of another participant until `unsubscribe()` or the end of the stay, over reconnects too. The
   * participant need not be here yet. The track comes as `trackAdded`.
   * @throws RtcError `not_joined`, `subscribe_not_permitted`, `subscribe_limit`.
   */
  async subscribe(userId: string, source: Source): Promise<void> {
    await this.#inRoom("subscribing").setSubscribed(userId, source, true);
  }

  /**
   * Gives a source of another participant up, also one that `autoSubscribe` covers.
   * @throws RtcError `not_joined`.
   */
  async unsubscribe(userId: string, source: Source): Promise<void> {
    await this.#inRoom("unsubscribing").setSubscribed(userId, source, false);
  }

  /** The track of a subscription that can be played now. */
  remoteTrack(userId: string, source: Source): MediaStreamTrack | undefined {
    return this.#session?.remote.track(userId, source);
  }

  /**
   * Says something to everybody else in the room, or to one user: the event `message` there. It reaches those who are
   * connected at that moment; nothing is kept. Waits for a join or reconnect that is under way.
   * @param message text or bytes, at most 64 KB (text counted in UTF-8).
   * @throws RtcError `not_joined`; `bad_message` when it is too long or of another type; `not_found` when the user is
   * not in the room; `rate_limited` beyond 64 KB a second; `server_unreachable` when the connection was lost before
   * the answer, so that nobody knows whether it arrived.
   */
  async sendMessage(message: Message, options: { to?: string } = {}): Promise<void> {
    const session = this.#inRoom("sending a message");
    await session.sendMessage(encodeMessage(message), options.to);
  }

  /**
   * Puts a new token in the place of the one joined with.
   * @throws RtcError with a `token_...` reason, and then the old one stays in force; `not_joined`.
   */
  async updateToken(token: string): Promise<void> {
    await this.#inRoom("updating the token").updateToken(token);
  }

  /**
   * Becomes visible or invisible. An invisible participant publishes nothing: all its publications end, and they
   * are not published again when it becomes visible.
   * @throws RtcError `not_joined`, `room_full`.
   */
  async setVisibility(visible: boolean): Promise<void> {
    await this.#inRoom("changing the visibility").setVisibility(visible);
  }

  /**
   * What flows now, each way and track. Rates are means since the call before.
   * @throws RtcError `not_joined`.
   */
  async getStats(): Promise<RoomStats> {
    const { transports, local, remote } = this.#inRoom("statistics");
    return this.#stats.collect(transports, local.producers(), remote.consumers());
  }

  /**
   * Says where the picture of somebody is shown, now and over reconnects, so that no more is sent than is seen: the
   * server chooses the layer, and sends nothing when it is nowhere to be seen. A layer rises 5 s after the last change
   * at the earliest, and falls at once. May be called at any time, also for somebody who is not here yet.
   * @param place Physical pixels (CSS pixels times `devicePixelRatio`) of the largest place that shows it; 0 x 0 when
   * it cannot be seen; undefined, as in the beginning, for as large as there is.
   */
  setDemand(userId: string, source: "camera" | "screen", place: Size | undefined): void {
    this.#demands.set(userId, source, place);
    this.#session?.remote.handleDemand(userId, source);
  }

  /**
   * Changes how a video publication is encoded, without a new negotiation. What is not given stays; the number of
   * layers stays that of the publish. To be called too when the track itself has another size than before.
   * @throws RtcError `not_joined`; `not_found` when the source is not published.
   */
  async setEncoder(source: "camera" | "screen", config: EncoderConfig): Promise<void> {
    await this.#inRoom("changing the encoder").local.setEncoder(source, config);
  }

  #inRoom(what: string): Session {
    if (!this.#session) throw RtcError.notJoined(what);
    return this.#session;
  }

  #forward(session: Session): void {
    const { roster, remote, local, wishes } = session;
    roster.on("participantJoined", (participant) => this.#tell("participantJoined", participant));
    roster.on("participantLeft", (userId, reason) => this.#tell("participantLeft", userId, reason));
    roster.on("published", (userId, source) => this.#tell("published", userId, source));
    roster.on("unpublished", (userId, source) => this.#tell("unpublished", userId, source));
    roster.on("muted", (userId, source, muted) => this.#tell("muted", userId, source, muted));
    remote.on("added", (userId, source, track) => this.#tell("trackAdded", userId, source, track));
    remote.on("removed", (userId, source) => this.#tell("trackRemoved", userId, source));
    remote.on("failed", (userId, source, error) => this.#tell("subscriptionFailed", userId, source, error));
    local.on("interrupted", (source, isInterrupted) => this.#tell("publicationInterrupted", source, isInterrupted));
    local.on("lost", (source, error) => this.#tell("publicationLost", source, error));
    wishes.on("refused", (userId, source, error) => this.#tell("subscriptionFailed", userId, source, error));
    session.monitor.on("quality", (quality) => this.#tell("networkQuality", quality));
    session.monitor.on("measured", (stats) => this.#tell("statistics", stats));
    session.on("speaking", ({ speakers }) => this.#tell("speaking", speakers));
    session.on("message", (message) => this.#tell("message", decodeMessage(message)));
    session.on("permissionLost", (right, error) => this.#tell("permissionLost", right, error));
    session.on("tokenWillExpire", (expiry) => this.#tell("tokenWillExpire", expiry));
    session.on("joined", () => {
      if (this.#state !== "joining") return;
      // Held until whoever awaits the join has had the chance to add listeners.
      this.#queue.hold();
      this.#setState("joined");
    });
    session.on("reconnecting", (error) => {
      this.#setState("reconnecting", error);
      this.#tell("reconnecting");
    });
    session.on("reconnected", () => {
      this.#setState("joined");
      this.#tell("reconnected");
    });
    session.on("removed", (error) => {
      this.#removeTracks(session);
      this.#tell("removed", error);
      this.#finish(error);
    });
  }

  /** Tells that every track is gone while the listeners are still on; the session itself ends right after. */
  #removeTracks(session: Session): void {
    session.remote.handleTransportsClosed();
  }

  #finish(error?: RtcError): void {
    this.#session = undefined;
    this.#ids = undefined;
    this.#setState("left", error);
  }

  #setState(state: RoomState, error?: RtcError): void {
    if (state === this.#state && error === undefined) return;
    this.#state = state;
    if (error === undefined) this.#tell("stateChanged", state);
    else this.#tell("stateChanged", state, error);
  }

  #tell<E extends keyof RoomEvents>(event: E, ...args: RoomEvents[E]): void {
    this.#queue.put(() => {
      // The emitter's own signature cannot follow an event that is itself a type parameter.
      (this.emit as (event: E, ...args: RoomEvents[E]) => boolean).call(this, event, ...args);
    });
  }
}
