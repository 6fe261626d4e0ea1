import { randomBytes } from "node:crypto";
import type { MethodParams } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { Clock } from "../clock/clock.js";
import type { MediaEngine } from "../media/media-engine.js";
import { BanList } from "./bans.js";
import { type JoinTrace, type JoinTracer, NO_TRACE } from "./join-trace.js";
import type { RoomLimits } from "./limits.js";
import { Participant } from "./participant.js";
import { Room } from "./room.js";
import { RoomError } from "./room-error.js";
import type { RoomEvents } from "./room-events.js";
import { type AppDirectory, type Identity, TokenAuthority } from "./token-authority.js";

export interface RoomServiceOptions {
  media: MediaEngine;
  apps: AppDirectory;
  clock: Clock;
  limits: RoomLimits;
  /** How long before its expiry a token's end is announced, in milliseconds. */
  tokenWarning: number;
  /** What is forbidden to whom. Default: nothing. */
  bans?: BanList;
  /** Makes what follows joins; it may listen to the events of the rooms. Default: nobody follows. */
  tracer?: (events: EventEmitter<RoomEvents>) => JoinTracer;
}

/** What a client asks for when it joins. */
export type JoinRequest = MethodParams<"join">;

/** A participant in its room. */
export interface Presence {
  room: Room;
  participant: Participant;
}

/** All rooms of this server: opens them at the first join and forgets them when they end. */
export class RoomService {
  readonly events = new EventEmitter<RoomEvents>();
  /** By app and room id. A room that is being opened is here already, so that two joins at once share it. */
  private readonly rooms = new Map<string, Promise<Room>>();
  private readonly open = new Set<Room>();
  private readonly authority: TokenAuthority;
  private readonly bans: BanList;
  private readonly tracer: JoinTracer | undefined;
  private closing = false;
  private draining = false;
  private onEmpty: (() => void) | undefined;

  constructor(private readonly options: RoomServiceOptions) {
    this.authority = new TokenAuthority(options.apps, options.clock);
    this.bans = options.bans ?? new BanList(options.clock);
    this.tracer = options.tracer?.(this.events);
  }

  get roomCount(): number {
    return this.open.size;
  }

  /** All rooms, also one whose first join is still under way. */
  get openRooms(): Iterable<Room> {
    return this.open;
  }

  get participantCount(): number {
    let count = 0;
    for (const room of this.open) count += room.size;
    return count;
  }

  /** A room that has somebody in it. */
  find(appId: string, roomId: string): Room | undefined {
    return this.roomsOf(appId).find((room) => room.roomId === roomId);
  }

  /** The rooms of an app that have somebody in them. */
  roomsOf(appId: string): Room[] {
    return [...this.open].filter((room) => room.appId === appId && room.size > 0);
  }

  /**
   * Lets a user into a room, with transports and first subscriptions made.
   *
   * @throws RoomError when token, limits or the state of the server do not allow it
   * @throws MediaError `unsupported_media`, `media_lost`
   */
  async join(request: JoinRequest): Promise<Presence> {
    const { appId, roomId, userId } = request;
    const begin = this.options.clock.now();
    const tell = (error: RoomError | undefined) => {
      const elapsed = this.options.clock.now() - begin;
      this.events.emit("joinEnded", { appId, roomId, userId, elapsed, error });
    };
    const trace = this.tracer?.begin(request) ?? NO_TRACE;
    try {
      const presence = await this.enter(request, trace);
      tell(undefined);
      trace.joined(presence.participant);
      return presence;
    } catch (cause) {
      const error = RoomError.from(cause);
      tell(error);
      trace.refused(error);
      throw cause;
    }
  }

  private async enter(request: JoinRequest, trace: JoinTrace): Promise<Presence> {
    const { appId, roomId, userId, visible, extraInfo, autoSubscribe, client, platform = {} } = request;
    const grant = await trace.step("token", () => this.authority.check(request.token, request, "join"));
    this.assertNotBanned(request);
    const room = await trace.step("room", () => this.hold(appId, roomId));
    try {
      // Asked before the transports are made and again at the admission: others may come in between.
      room.assertSeat(userId, visible);
      const peer = await trace.step("transports", () => room.media.openPeer(request.rtpCapabilities));
      const participant = new Participant({
        id: randomBytes(12).toString("base64url"),
        userId,
        visible,
        extraInfo,
        autoSubscribe,
        client,
        platform,
        joinedAt: this.options.clock.now(),
        grant,
        peer,
      });
      try {
        // A ban may have been set while the transports were made.
        this.assertNotBanned(request);
        room.admit(participant);
      } catch (error) {
        peer.close();
        throw error;
      }
      await trace.step("subscriptions", () => room.openInitialSubscriptions(participant));
      participant.assertPresent();
      return { room, participant };
    } finally {
      room.release();
    }
  }

  /** @throws RoomError with code UpdateTokenInvalid; the old token stays in force then */
  async updateToken({ room, participant }: Presence, token: string): Promise<void> {
    const { appId, roomId } = room;
    room.renew(participant, await this.authority.check(token, { appId, roomId, userId: participant.userId }, "update"));
  }

  /** Whether no new rooms are opened any more. */
  get isDraining(): boolean {
    return this.draining || this.closing;
  }

  /**
   * Opens no new rooms from now on; those that there are go on, and people may join them.
   *
   * @returns what resolves when the last room has ended
   */
  drain(): Promise<void> {
    this.draining = true;
    if (this.rooms.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.onEmpty = resolve;
    });
  }

  /** Ends all rooms; joins are refused from now on. */
  close(): void {
    this.closing = true;
    for (const room of [...this.open]) room.end("draining", RoomError.draining());
  }

  private assertNotBanned({ appId, roomId, userId }: Identity): void {
    const ban = this.bans.joinBan({ appId, roomId, userId });
    if (ban) throw RoomError.banned(ban.userId === "" ? "room" : "user", ban.endsAt);
  }

  /** The room, held open for a join. */
  private async hold(appId: string, roomId: string): Promise<Room> {
    // A slash is in no id, so the pair makes one key.
    const key = `${appId}/${roomId}`;
    for (;;) {
      if (this.closing) throw RoomError.draining();
      const room = await (this.rooms.get(key) ?? this.openRoom(key, appId, roomId));
      // It may have ended while this join waited for it; then the next round opens a new one.
      if (room.hold()) return room;
    }
  }

  private openRoom(key: string, appId: string, roomId: string): Promise<Room> {
    const { media, clock, limits, tokenWarning } = this.options;
    if (this.draining) throw RoomError.draining();
    if (this.rooms.size >= limits.rooms) throw RoomError.serverFull(limits.rooms);
    const forget = () => {
      if (this.rooms.get(key) === opening) this.rooms.delete(key);
      if (this.rooms.size === 0) this.onEmpty?.();
    };
    const opening = media.createRoom().then((mediaRoom) => {
      const room: Room = new Room({
        appId,
        roomId,
        media: mediaRoom,
        events: this.events,
        clock,
        limits,
        tokenWarning,
        bans: this.bans,
        onEnd: () => {
          this.open.delete(room);
          forget();
        },
      });
      this.open.add(room);
      if (this.closing) room.end("draining", RoomError.draining());
      return room;
    });
    opening.catch(forget);
    this.rooms.set(key, opening);
    return opening;
  }
}
