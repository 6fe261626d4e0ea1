import type { Source } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import { causeOf, ErrNo, RtcApiError } from "./errors.js";
import { type EncoderConfig, LocalMedia, type LocalSource } from "./local-media.js";
import { type ListName, MemberLists } from "./member-lists.js";
import type { Facing, PlaybackDevice, RtcCause, RtcDevices, RtcRoom } from "./ports.js";
import { Subscriptions } from "./subscriptions.js";
import type { TileBoard, TilePicture, TileRequest, TileSource } from "./tiles.js";

export interface JoinRequest {
  roomId: string;
  userId: string;
  token: string;
  autoPublish: boolean;
  autoSubscribe: boolean;
}

/** Where a call is; `data.state` of the state event. `failed`: something in it went wrong, the call goes on. */
export type CallState = "joined" | "reconnecting" | "reconnected" | "left" | "removed" | "failed";

export interface StateChange {
  errNo: number;
  errMsg: string;
  data: { state: CallState; [key: string]: unknown };
}

export interface RtcSessionEvents {
  /** Several lists that changed together are told together. */
  lists: [names: ListName[]];
  state: [change: StateChange];
  /** The call is over without the page having ended it. */
  interrupted: [cause: { errNo: number; errMsg: string }];
  tokenWillExpire: [];
  volume: [speakers: { userId: string; volume: number }[]];
}

export interface RtcSessionOptions {
  appId: string;
  devices: RtcDevices;
  createRoom(): RtcRoom;
  requestPermission(scope: "scope.camera" | "scope.record"): Promise<"granted" | "denied">;
  tiles: TileBoard;
  /** Runs the task soon, but never within the caller's turn; list changes of one turn are told together. */
  defer(task: () => void): void;
}

/** One stay in one room, from the join call on. */
interface Call {
  readonly room: RtcRoom;
  readonly request: JoinRequest;
  readonly abort: AbortController;
  joined: boolean;
}

/**
 * The one call of a mini-program and an appId, and what outlives calls: camera, microphone, and what the page
 * wished before it joined. Everything may be called in any order. It knows nothing of arguments and callbacks:
 * `context.ts` does.
 */
export class RtcSession implements TileSource {
  readonly events = new EventEmitter<RtcSessionEvents>();
  readonly lists = new MemberLists();
  readonly #options: RtcSessionOptions;
  readonly #media: LocalMedia;
  readonly #subscriptions = new Subscriptions();
  #playbackDevice: PlaybackDevice = "speakerphone";
  #call: Call | undefined;
  /** The exit under way: the next join waits for it, so that the server sees them in order. */
  #leaving: Promise<void> = Promise.resolve();
  #listsDue = false;
  #destroyed = false;

  constructor(options: RtcSessionOptions) {
    this.#options = options;
    this.#media = new LocalMedia(options.devices, options.requestPermission);
    this.#media.events.on("pictureChanged", () => options.tiles.refresh());
    this.#media.events.on("publishFailed", (error) => this.#tellFailure(ErrNo.PublishFailed, error));
    this.#media.events.on("lost", (source, error) => {
      const errNo = source === "camera" ? ErrNo.CameraLost : ErrNo.MicrophoneLost;
      this.#tellState("failed", errNo, error.message, { source });
    });
    options.tiles.addSource(this);
  }

  /** Whom the page is in the room as, from the join call on. */
  get userId(): string | undefined {
    return this.#call?.request.userId;
  }

  /** Rejects with an `RtcApiError`, at once when there is a call already. */
  async join(request: JoinRequest): Promise<void> {
    this.#assertAlive();
    if (this.#call) throw RtcApiError.alreadyJoined(this.#call.request.userId, this.#call.request.roomId);
    const room = this.#options.createRoom();
    const call: Call = { room, request, abort: new AbortController(), joined: false };
    this.#call = call;
    this.#listen(call);
    const { roomId, userId, token, autoPublish, autoSubscribe } = request;
    try {
      await this.#leaving;
      if (this.#call !== call) throw RtcApiError.leftWhileJoining(roomId);
      const { appId } = this.#options;
      const { visible } = this.#media;
      await room.join({ appId, roomId, userId, token, visible, autoSubscribe, signal: call.abort.signal });
    } catch (error) {
      room.events.removeAllListeners();
      if (this.#call !== call) throw RtcApiError.leftWhileJoining(roomId);
      this.#call = undefined;
      throw RtcApiError.join(error);
    }
    if (this.#call !== call) {
      // The exit came while the answer was on its way, and the abort came too late.
      void room.leave().catch(() => undefined);
      throw RtcApiError.leftWhileJoining(roomId);
    }
    call.joined = true;
    void room.setPlaybackDevice(this.#playbackDevice).catch(() => undefined);
    void this.#applySubscriptions(call);
    this.#media.enter({ room, autoPublish });
    this.#refreshMembers();
    this.#tellState("joined", 0, "joinRtcRoom:ok", { roomId, userId });
  }

  /** Ends the call, or the join under way. Camera and microphone go on. Succeeds also when there is no call. */
  async exit(): Promise<void> {
    this.#assertAlive();
    const call = this.#call;
    if (!call) return this.#leaving;
    this.#end(call);
    this.#tellState("left", 0, "exitRtcRoom:ok", { roomId: call.request.roomId, userId: call.request.userId });
    await this.#leaving;
  }

  async setCapture(source: LocalSource, on: boolean): Promise<void> {
    this.#assertAlive();
    await this.#media.capture(source, on);
  }

  async switchCamera(facing: Facing): Promise<void> {
    this.#assertAlive();
    await this.#media.switchCamera(facing);
  }

  async setEncoder(encoder: EncoderConfig): Promise<void> {
    this.#assertAlive();
    await this.#media.setEncoder(encoder);
  }

  /** Publishes from now on whatever is captured, or no longer. Remembered before the join. */
  async setPublished(sources: readonly LocalSource[], on: boolean): Promise<void> {
    this.#assertAlive();
    if (on && !this.#media.visible) {
      throw RtcApiError.badParameter(
        "an invisible user may not publish; call changeUserVisibility({visible: true}) first",
      );
    }
    await this.#media.wish(sources, on);
  }

  /** Subscribes or unsubscribes. Remembered before the join, and for members who are not here yet. */
  async setSubscribed(userId: string, sources: readonly Source[], on: boolean): Promise<void> {
    this.#assertAlive();
    for (const source of sources) this.#subscriptions.set(userId, source, on);
    const call = this.#joinedCall();
    // Nobody subscribes to oneself; the guide's handlers do, as the lists hold the own id too.
    if (!call || userId === call.request.userId) return;
    const { room } = call;
    await Promise.all(
      sources.map((source) => (on ? room.subscribe(userId, source) : room.unsubscribe(userId, source))),
    );
  }

  async updateToken(token: string): Promise<void> {
    this.#assertAlive();
    const call = this.#joinedCall();
    if (!call) throw RtcApiError.badParameter("there is no call; a token for the next one goes to joinRtcRoom");
    try {
      await call.room.updateToken(token);
    } catch (error) {
      throw RtcApiError.updateToken(error);
    }
  }

  async setVisible(visible: boolean): Promise<void> {
    this.#assertAlive();
    const call = this.#joinedCall();
    // An invisible user may not publish: what is published goes first, and comes back last.
    if (!visible) await this.#media.setVisible(false);
    await call?.room.setVisibility(visible);
    if (visible) await this.#media.setVisible(true);
    this.#refreshMembers();
  }

  async setPlaybackDevice(device: PlaybackDevice): Promise<void> {
    this.#assertAlive();
    this.#playbackDevice = device;
    await this.#joinedCall()?.room.setPlaybackDevice(device);
  }

  /** The user took a permission back in the settings. */
  permissionDenied(source: LocalSource): void {
    this.#media.revoke(source);
  }

  picture(request: TileRequest): TilePicture | undefined {
    if (request.mode === "camera" || (request.mode === "video" && request.userId === this.userId)) {
      return { track: this.#media.camera, mirrored: this.#media.facing === "front" };
    }
    const source = request.mode === "screen" ? "screen" : "camera";
    const room = this.#joinedCall()?.room;
    return room && { track: room.remoteTrack(request.userId, source), mirrored: false };
  }

  /** A wish of a tile's `device-position`: nobody waits for it, so a failure keeps the camera as it is. */
  requestFacing(facing: Facing): void {
    void this.#media.switchCamera(facing).catch(() => undefined);
  }

  /** Ends everything for good: the frame goes away. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    if (this.#call) this.#end(this.#call);
    this.#media.close();
    this.#options.tiles.removeSource(this);
    this.events.removeAllListeners();
  }

  #assertAlive(): void {
    if (this.#destroyed) throw RtcApiError.destroyed();
  }

  #joinedCall(): Call | undefined {
    return this.#call?.joined ? this.#call : undefined;
  }

  #listen(call: Call): void {
    const { events } = call.room;
    const { roomId, userId } = call.request;
    events.on("changed", () => this.#refreshMembers());
    events.on("speaking", (speakers) => this.events.emit("volume", speakers));
    events.on("tokenWillExpire", () => this.events.emit("tokenWillExpire"));
    events.on("reconnecting", () => this.#tellState("reconnecting", 0, "reconnecting", { roomId, userId }));
    events.on("reconnected", () => {
      this.#refreshMembers();
      this.#tellState("reconnected", 0, "reconnected", { roomId, userId });
    });
    events.on("publicationLost", (source, cause) => {
      if (source !== "microphone" && source !== "camera") return;
      this.#media.publicationLost(call.room, source);
      // The capture itself tells when its device goes away.
      if (cause.reason !== "track_ended") this.#tellFailure(ErrNo.PublishFailed, cause);
    });
    events.on("subscriptionFailed", (cause) => this.#tellFailure(ErrNo.SubscribeFailed, cause));
    events.on("removed", (cause) => this.#removed(call, cause));
  }

  #removed(call: Call, cause: RtcCause): void {
    // Before the join is answered, its rejection says the same.
    if (this.#call !== call || !call.joined) return;
    this.#end(call);
    const errNo = cause.reason === "token_expired" ? ErrNo.TokenExpired : cause.code;
    this.#tellState("removed", errNo, cause.message, { reason: cause.reason, code: cause.code });
    this.#options.defer(() => this.events.emit("interrupted", { errNo, errMsg: cause.message }));
  }

  /** Forgets the call and what belonged to it; the server is told in the background. */
  #end(call: Call): void {
    this.#call = undefined;
    call.abort.abort();
    call.room.events.removeAllListeners();
    this.#media.exit();
    this.#subscriptions.clear();
    this.#leaving = call.joined ? call.room.leave().catch(() => undefined) : Promise.resolve();
    this.lists.reset();
    this.#options.tiles.refresh();
  }

  #refreshMembers(): void {
    const call = this.#joinedCall();
    if (!call) return;
    this.lists.update(call.room.members());
    this.#options.tiles.refresh();
    if (this.#listsDue) return;
    this.#listsDue = true;
    this.#options.defer(() => {
      this.#listsDue = false;
      const names = this.lists.takeChanged();
      if (names.length > 0) this.events.emit("lists", names);
    });
  }

  async #applySubscriptions(call: Call): Promise<void> {
    for (const error of await this.#subscriptions.applyTo(call.room, call.request.userId)) {
      if (this.#call === call) this.#tellFailure(ErrNo.SubscribeFailed, error);
    }
  }

  #tellFailure(errNo: number, error: unknown): void {
    const { code, reason, message } = causeOf(error);
    this.#tellState("failed", errNo, message, { code, reason });
  }

  /** Never within the caller's turn: samples add their listeners right after the call. */
  #tellState(state: CallState, errNo: number, errMsg: string, data: Record<string, unknown>): void {
    this.#options.defer(() => this.events.emit("state", { errNo, errMsg, data: { state, ...data } }));
  }
}
