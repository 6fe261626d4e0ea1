import type { Size, Source } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import { causeOf, ErrNo, isAppReason, RtcApiError } from "./errors.js";
import { LocalMedia, type LocalSource } from "./local-media.js";
import { tellMediaStates } from "./media-states.js";
import { MemberLists } from "./member-lists.js";
import { Playback } from "./playback.js";
import type { DeviceEntry, DeviceKind, Facing, RtcCause, RtcDevices, RtcRoom } from "./ports.js";
import { type CallState, type JoinRequest, REMOVALS, type RtcSessionEvents } from "./session-events.js";
import { Subscriptions } from "./subscriptions.js";
import { TileDemands } from "./tile-demands.js";
import type { TileBoard, TilePicture, TileRequest, TileSource } from "./tiles.js";

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
  readonly #playback = new Playback();
  readonly #subscriptions = new Subscriptions();
  readonly #demands: TileDemands;
  #call: Call | undefined;
  /** The exit under way: the next join waits for it, so that the server sees them in order. */
  #leaving: Promise<void> = Promise.resolve();
  #listsDue = false;
  #destroyed = false;

  constructor(options: RtcSessionOptions) {
    this.#options = options;
    this.#media = new LocalMedia(options.devices, options.requestPermission);
    this.#media.events.on("pictureChanged", () => options.tiles.refresh());
    tellMediaStates(this.#media, (...change) => this.#tellState(...change));
    options.devices.watch(() => void this.#tellDevices());
    options.tiles.addSource(this);
    this.#demands = new TileDemands(this, options.tiles);
  }

  /** Whom the page is in the room as, from the join call on. */
  get userId(): string | undefined {
    return this.#call?.request.userId;
  }

  /** Whether there is a call, from the answer to the join on. */
  get isJoined(): boolean {
    return this.#call?.joined ?? false;
  }

  isCaptured(source: LocalSource): boolean {
    return this.#media.isCaptured(source);
  }

  /** Whether the voice of a member arrives here. */
  isHeard(userId: string): boolean {
    return this.#joinedCall()?.room.remoteTrack(userId, "microphone") !== undefined;
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
      if (isAppReason(causeOf(error))) this.#options.tiles.refuse(ErrNo.PlatformAuthDeny, "platform auth deny");
      throw RtcApiError.join(error);
    }
    if (this.#call !== call) {
      // The exit came while the answer was on its way, and the abort came too late.
      void room.leave().catch(() => undefined);
      throw RtcApiError.leftWhileJoining(roomId);
    }
    call.joined = true;
    this.#playback.enter(room);
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

  /** What concerns only camera, microphone and screen. In force before the join and after the exit. */
  async withMedia(work: (media: LocalMedia) => Promise<void>): Promise<void> {
    this.#assertAlive();
    await work(this.#media);
  }

  /** What concerns only how the others sound here. */
  async withPlayback(work: (playback: Playback) => Promise<void> | void): Promise<void> {
    this.#assertAlive();
    await work(this.#playback);
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

  /** How large a member's picture is shown. */
  setDemand(userId: string, source: "camera" | "screen", place: Size | undefined): void {
    this.#joinedCall()?.room.setDemand(userId, source, place);
  }

  async updateToken(token: string): Promise<void> {
    this.#assertAlive();
    try {
      await this.#roomOfCall("a token for the next one goes to joinRtcRoom").updateToken(token);
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

  /** Says something to everybody else in the room, or to one user. */
  async sendMessage(message: string | ArrayBuffer | ArrayBufferView, to: string | undefined): Promise<void> {
    this.#assertAlive();
    await this.#roomOfCall().sendMessage(message, to);
  }

  async stats(): Promise<object> {
    this.#assertAlive();
    return await this.#roomOfCall().stats();
  }

  async devices(): Promise<DeviceEntry[]> {
    this.#assertAlive();
    return await this.#options.devices.list();
  }

  /** Uses this device from now on; "" is the system's choice. */
  async chooseDevice(kind: DeviceKind, deviceId: string): Promise<void> {
    this.#assertAlive();
    if (deviceId !== "") {
      const found = (await this.devices()).some((device) => device.kind === kind && device.deviceId === deviceId);
      if (!found)
        throw RtcApiError.badParameter(`params.deviceId names no ${kind}; getRtcDevices lists those there are`);
    }
    if (kind === "speaker") await this.#playback.setOutput({ deviceId });
    else await this.#media.chooseDevice(kind, deviceId);
  }

  /** The mini-program left the screen, or came back. The call goes on. */
  handleVisibility(shown: boolean): void {
    if (!this.#call) return;
    const state = shown ? "foreground" : "background";
    this.#tellState(state, 0, state, {});
  }

  /** The user took a permission back in the settings. */
  permissionDenied(source: LocalSource): void {
    this.#media.revoke(source);
  }

  /** The phone's cameras are others than before. */
  handleCamerasChanged(): void {
    void this.#media.handleCamerasChanged();
  }

  picture(request: TileRequest): TilePicture | undefined {
    if (request.mode === "camera" || (request.mode === "video" && request.userId === this.userId)) {
      return { track: this.#media.camera, mirrored: this.#media.facing === "front" };
    }
    if (request.mode === "screen" && (request.userId === this.userId || request.userId === "")) {
      return { track: this.#media.screen, mirrored: false };
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
    this.#demands.close();
    this.events.removeAllListeners();
  }

  #assertAlive(): void {
    if (this.#destroyed) throw RtcApiError.destroyed();
  }

  #joinedCall(): Call | undefined {
    return this.#call?.joined ? this.#call : undefined;
  }

  /** @throws RtcApiError outside a call, with what to do in its place */
  #roomOfCall(hint?: string): RtcRoom {
    const call = this.#joinedCall();
    if (!call) throw RtcApiError.noCall(hint);
    return call.room;
  }

  async #tellDevices(): Promise<void> {
    if (this.#destroyed) return;
    const devices = await this.#options.devices.list().catch(() => []);
    this.events.emit("devicesChanged", devices);
  }

  #listen(call: Call): void {
    const { events } = call.room;
    const { roomId, userId } = call.request;
    events.on("changed", () => this.#refreshMembers());
    events.on("speaking", (speakers) => this.events.emit("volume", speakers));
    events.on("tokenWillExpire", () => this.events.emit("tokenWillExpire"));
    events.on("message", (message) => this.events.emit("message", message));
    events.on("statistics", (stats) => this.events.emit("statistics", call.request.userId, stats));
    events.on("networkQuality", (quality) => this.events.emit("networkQuality", quality));
    events.on("autoplayBlocked", () => this.events.emit("autoplayBlocked"));
    events.on("memberLeft", (member, reason) => this.events.emit("memberLeft", member, reason));
    events.on("reconnecting", ({ reason, message }) =>
      this.#tellState("reconnecting", 0, `reconnecting: ${message}`, { roomId, userId, reason }),
    );
    events.on("reconnected", () => {
      this.#refreshMembers();
      this.#tellState("reconnected", 0, "reconnected", { roomId, userId });
    });
    events.on("publicationLost", (source, cause) => {
      this.#media.publicationLost(call.room, source);
      // The capture itself tells when its device goes away.
      if (cause.reason !== "track_ended") this.#tellFailure(ErrNo.PublishFailed, cause);
    });
    events.on("subscriptionFailed", (cause) => this.#tellFailure(ErrNo.SubscribeFailed, cause));
    events.on("permissionLost", (right, { code, reason, message }) =>
      this.#tellState("permissionLost", code, message, { right, code, reason }),
    );
    events.on("removed", (cause) => this.#removed(call, cause));
  }

  #removed(call: Call, cause: RtcCause): void {
    // Before the join is answered, its rejection says the same.
    if (this.#call !== call || !call.joined) return;
    this.#end(call);
    const { reason, code, message } = cause;
    const errNo = REMOVALS.get(reason) ?? code;
    this.#tellState("removed", errNo, message, { reason, code });
    this.#options.defer(() => this.events.emit("interrupted", { errNo, errMsg: message, reason }));
  }

  /** Forgets the call and what belonged to it; the server is told in the background. */
  #end(call: Call): void {
    this.#call = undefined;
    call.abort.abort();
    call.room.events.removeAllListeners();
    this.#media.exit();
    this.#playback.exit();
    this.#subscriptions.clear();
    this.#leaving = call.joined ? call.room.leave().catch(() => undefined) : Promise.resolve();
    this.lists.reset();
    this.#options.tiles.refresh();
  }

  #refreshMembers(): void {
    const call = this.#joinedCall();
    if (!call) return;
    const members = call.room.members();
    this.lists.update(members);
    this.events.emit("members", members);
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
