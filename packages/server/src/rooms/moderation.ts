import type { MediaKind } from "@lianmai/protocol";
import type { Clock } from "../clock/clock.js";
import type { BanList, BanScope } from "./bans.js";
import type { Participant } from "./participant.js";
import type { Room } from "./room.js";
import { RoomError } from "./room-error.js";
import type { RoomService } from "./room-service.js";

/** Why nothing was done. */
export type NotFound = "room" | "user";

/** Who is in a room. */
export interface OnlineUsers {
  visible: string[];
  invisible: string[];
}

export interface ModerationOptions {
  rooms: RoomService;
  bans: BanList;
  clock: Clock;
  /** Told when the bans of a room that ended could not be removed from the storage. */
  onError: (error: unknown) => void;
}

/** What somebody outside a room may do to it: look who is there, put people out, forbid things for a while. */
export class Moderation {
  constructor(private readonly options: ModerationOptions) {
    const { rooms, bans, onError } = options;
    rooms.events.on("roomDestroyed", (room, reason) => {
      // After a crash or a restart the same people come back to the same room.
      if (reason === "empty" || reason === "dismissed") bans.endStreamBans(room).catch(onError);
    });
  }

  /** @returns undefined when there is no such room */
  onlineUsers(appId: string, roomId: string): OnlineUsers | undefined {
    const room = this.options.rooms.find(appId, roomId);
    if (room === undefined) return undefined;
    const named = (visible: boolean) =>
      room.participants.filter((one) => one.visible === visible).map(({ userId }) => userId);
    return { visible: named(true), invisible: named(false) };
  }

  /** Ends a room for everybody in it. @returns false when there is no such room */
  dismiss(appId: string, roomId: string): boolean {
    const room = this.options.rooms.find(appId, roomId);
    room?.end("dismissed", RoomError.dismissed());
    return room !== undefined;
  }

  /** Puts out who is concerned. @returns what was not there, if nobody was put out */
  kick(scope: BanScope): NotFound | undefined {
    return this.putOut(scope, RoomError.kickedOut());
  }

  private putOut({ appId, roomId, userId }: BanScope, error: RoomError): NotFound | undefined {
    const { rooms } = this.options;
    const room = rooms.find(appId, roomId);
    if (roomId !== "" && room === undefined) return "room";
    let kicked = 0;
    for (const one of room ? [room] : rooms.roomsOf(appId)) kicked += kickFrom(one, userId, error);
    return kicked === 0 ? "user" : undefined;
  }

  /**
   * Forbids to join, and puts out who is there. A running ban of the same scope is replaced.
   *
   * @param seconds length from now
   */
  async banJoin(scope: BanScope, seconds: number): Promise<void> {
    const endsAt = this.endOf(seconds);
    await this.options.bans.set({ ...scope, kind: "join", endsAt });
    // Documented: who is put out hears of the back end, and only who joins while it lasts hears of the ban.
    this.putOut(scope, RoomError.kickedOut(endsAt));
  }

  /** Changes the length of a running ban, from now; 0 lifts it. @returns false when there is none */
  async changeJoinBan(scope: BanScope, seconds: number): Promise<boolean> {
    const { bans } = this.options;
    if (seconds === 0) return await bans.lift(scope, "join");
    if (bans.find(scope, "join") === undefined) return false;
    await bans.set({ ...scope, kind: "join", endsAt: this.endOf(seconds) });
    return true;
  }

  /**
   * Forbids a user to publish, and ends what it publishes.
   *
   * @param seconds 0 = until it is lifted
   * @returns what was not there, when nothing was done
   */
  async banStreams(scope: BanScope, media: readonly MediaKind[], seconds: number): Promise<NotFound | undefined> {
    const missing = this.missing(scope);
    if (missing) return missing;
    const endsAt = seconds === 0 ? 0 : this.endOf(seconds);
    for (const kind of media) await this.options.bans.set({ ...scope, kind, endsAt });
    this.enforce(scope);
    return undefined;
  }

  /** @returns what was not there, or `ban` when there was none to lift */
  async liftStreamBans(scope: BanScope, media: readonly MediaKind[]): Promise<NotFound | "ban" | undefined> {
    const missing = this.missing(scope);
    if (missing) return missing;
    let lifted = false;
    for (const kind of media) lifted = (await this.options.bans.lift(scope, kind)) || lifted;
    return lifted ? undefined : "ban";
  }

  /** Takes a user's right to publish away for a while, whatever token it has. @returns Unix milliseconds of the end */
  async limitToken(scope: BanScope, seconds: number): Promise<number> {
    const endsAt = this.endOf(seconds);
    await this.options.bans.set({ ...scope, kind: "token", endsAt });
    this.enforce(scope);
    return endsAt;
  }

  private enforce(scope: BanScope): void {
    const { room, participant } = this.presence(scope);
    if (participant) room?.enforce(participant);
  }

  private missing(scope: BanScope): NotFound | undefined {
    const { room, participant } = this.presence(scope);
    if (room === undefined) return "room";
    return participant === undefined ? "user" : undefined;
  }

  private presence({ appId, roomId, userId }: BanScope): { room?: Room; participant?: Participant } {
    const room = this.options.rooms.find(appId, roomId);
    const participant = room?.participants.find((one) => one.userId === userId);
    return { ...(room && { room }), ...(participant && { participant }) };
  }

  private endOf(seconds: number): number {
    return this.options.clock.now() + seconds * 1000;
  }
}

/** @param userId "" = everybody. @param error why. @returns how many were put out */
function kickFrom(room: Room, userId: string, error: RoomError): number {
  const concerned = room.participants.filter((one) => userId === "" || one.userId === userId);
  // The invisible ones first: the room ends with its last visible participant, and that would be told as the reason.
  concerned.sort((a, b) => Number(a.visible) - Number(b.visible));
  for (const participant of concerned) room.remove(participant, error, "kicked_out");
  return concerned.length;
}
