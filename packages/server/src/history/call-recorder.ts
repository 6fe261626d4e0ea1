import type { EventEmitter } from "eventemitter3";
import type { Clock } from "../clock/clock.js";
import type { Participant, Publication } from "../rooms/participant.js";
import type { Room } from "../rooms/room.js";
import type { RoomEvents } from "../rooms/room-events.js";
import type { HistoryWriter } from "./writer.js";

export interface CallRecorderOptions {
  events: EventEmitter<RoomEvents>;
  writer: HistoryWriter;
  clock: Clock;
}

/** How long a publication was muted so far. */
interface Muting {
  since: number | undefined;
  total: number;
}

/** Writes down calls, who was in them, as what, and what they published. */
export class CallRecorder {
  private readonly calls = new Map<Room, string>();
  private readonly mutings = new Map<Publication, Muting>();

  constructor(private readonly options: CallRecorderOptions) {
    const { events } = options;
    events.on("roomCreated", (room) => this.beginCall(room));
    events.on("roomDestroyed", (room, reason) => this.endCall(room, reason));
    events.on("participantJoined", (room, participant) => this.beginStay(room, participant));
    events.on("participantLeft", (_room, participant, reason) => this.endStay(participant, reason));
    events.on("participantReplaced", (_room, earlier) => this.endStay(earlier, "replaced"));
    events.on("visibilityChanged", (_room, participant) => this.noteRole(participant, options.clock.now()));
    events.on("published", (_room, publication) => this.beginPublication(publication));
    events.on("muted", (_room, publication) => this.noteMuting(publication));
    events.on("unpublished", (_room, publication, by) => this.endPublication(publication, by));
  }

  private beginCall(room: Room): void {
    const { callId: id, appId: app_id, roomId: room_id } = room;
    this.calls.set(room, id);
    const row = { id, app_id, room_id, created_at: this.options.clock.now(), ended_at: null, end_reason: null };
    this.options.writer.do((db) => db.insertInto("calls").values(row).execute());
  }

  private endCall(room: Room, end_reason: string): void {
    const id = this.calls.get(room);
    this.calls.delete(room);
    if (id === undefined) return;
    const ended_at = this.options.clock.now();
    this.options.writer.do((db) =>
      db.updateTable("calls").set({ ended_at, end_reason }).where("id", "=", id).execute(),
    );
  }

  private beginStay(room: Room, participant: Participant): void {
    const call_id = this.calls.get(room);
    if (call_id === undefined) return;
    const { id, userId: user_id, client, platform } = participant;
    const joined_at = this.options.clock.now();
    const row = {
      id,
      call_id,
      app_id: room.appId,
      room_id: room.roomId,
      user_id,
      joined_at,
      left_at: null,
      leave_reason: null,
      os: platform.os ?? "",
      device: platform.device ?? "",
      access: platform.access ?? "",
      client,
    };
    this.options.writer.do((db) => db.insertInto("stays").values(row).execute());
    this.noteRole(participant, joined_at);
  }

  private endStay({ id }: Participant, leave_reason: string): void {
    const left_at = this.options.clock.now();
    this.options.writer.do((db) =>
      db.updateTable("stays").set({ left_at, leave_reason }).where("id", "=", id).execute(),
    );
  }

  private noteRole({ id: stay_id, visible }: Participant, began_at: number): void {
    const row = { stay_id, began_at, visible: visible ? 1 : 0 };
    this.options.writer.do((db) => db.insertInto("roles").values(row).execute());
  }

  private beginPublication(publication: Publication): void {
    const { id, owner, source, muted } = publication;
    const began_at = this.options.clock.now();
    this.mutings.set(publication, { since: muted ? began_at : undefined, total: 0 });
    const row = {
      id,
      stay_id: owner.id,
      source,
      began_at,
      ended_at: null,
      end_cause: null,
      muted_at_begin: muted ? 1 : 0,
      muted_for: 0,
    };
    this.options.writer.do((db) => db.insertInto("publications").values(row).execute());
  }

  private noteMuting(publication: Publication): void {
    const muting = this.mutings.get(publication);
    if (muting === undefined) return;
    const now = this.options.clock.now();
    if (muting.since !== undefined) muting.total += now - muting.since;
    muting.since = publication.muted ? now : undefined;
  }

  private endPublication(publication: Publication, end_cause: string): void {
    this.noteMuting(publication);
    const muting = this.mutings.get(publication);
    this.mutings.delete(publication);
    const ended_at = this.options.clock.now();
    const end = { ended_at, end_cause, muted_for: muting?.total ?? 0 };
    this.options.writer.do((db) => db.updateTable("publications").set(end).where("id", "=", publication.id).execute());
  }
}
