import type { EventData, EventName } from "@lianmai/protocol";
import type { EventEmitter } from "eventemitter3";
import { describePublication, describeSubscription, type Participant } from "../rooms/participant.js";
import type { Room } from "../rooms/room.js";
import type { RoomEvents } from "../rooms/room-events.js";
import type { SessionRegistry } from "./session-registry.js";

/** Tells clients what happens in their rooms. */
export class Announcer {
  /** Warnings for participants who could not be told at once: still joining, or away. */
  private readonly undelivered = new WeakMap<Participant, string[]>();

  constructor(
    events: EventEmitter<RoomEvents>,
    private readonly sessions: SessionRegistry,
  ) {
    events.on("participantJoined", (room, participant) => {
      if (participant.visible)
        this.announce(room, "participantJoined", { participant: participant.describe() }, participant);
    });
    events.on("participantLeft", (room, { userId, visible }, reason) => {
      // In these two cases everybody is put out of the room and told so.
      if (reason === "media_lost" || reason === "draining") return;
      if (visible) this.announce(room, "participantLeft", { userId, reason });
    });
    events.on("participantReplaced", (room, earlier, later) => {
      if (!earlier.visible || later.visible) return;
      this.announce(room, "participantLeft", { userId: earlier.userId, reason: "invisible" }, later);
    });
    events.on("visibilityChanged", (room, participant) => {
      const { userId, visible } = participant;
      if (visible) this.announce(room, "participantJoined", { participant: participant.describe() }, participant);
      else this.announce(room, "participantLeft", { userId, reason: "invisible" }, participant);
    });
    events.on("published", (room, publication) => {
      const { owner } = publication;
      this.announce(room, "published", { userId: owner.userId, publication: describePublication(publication) }, owner);
    });
    events.on("unpublished", (room, { id, owner, source }, by) => {
      const data = { userId: owner.userId, publicationId: id, source };
      this.announce(room, "unpublished", data, by === "server" || by === "ban" ? undefined : owner);
    });
    events.on("muted", (room, { id, owner, source, muted }) => {
      this.announce(room, "muted", { userId: owner.userId, publicationId: id, source, muted }, owner);
    });
    events.on("subscribed", (_room, subscription) => {
      this.tell(subscription.subscriber, "subscribed", { subscription: describeSubscription(subscription) });
    });
    events.on("unsubscribed", (_room, { id, subscriber }) => {
      this.tell(subscriber, "unsubscribed", { subscriptionId: id });
    });
    events.on("speaking", (room, speakers) => {
      this.broadcast(room, encode("speaking", { speakers: [...speakers] }));
    });
    events.on("networkQuality", (room, participants) => {
      const qualities = participants.flatMap(({ userId, network }) => (network ? [{ userId, ...network }] : []));
      this.broadcast(room, encode("networkQuality", { qualities }));
    });
    events.on("layersWanted", (_room, { id, owner }, layers) => {
      this.tell(owner, "layersWanted", { publicationId: id, layers });
    });
    events.on("message", (_room, receivers, message) => {
      const text = encode("message", { ...message });
      for (const { id } of receivers) this.sessions.get(id)?.connection?.send(text);
    });
    events.on("tokenWillExpire", (_room, participant, privilege, expireAt) => {
      this.tellLater(participant, "tokenWillExpire", { privilege, expireAt });
    });
    events.on("tokenUpdated", (_room, participant) => this.undelivered.delete(participant));
    events.on("permissionLost", (_room, participant, right, error) => {
      this.tellLater(participant, "permissionLost", { right, error: error.toInfo() });
    });
    events.on("removed", (_room, participant, error) => this.tell(participant, "removed", { error: error.toInfo() }));
  }

  /** Sends what could not be sent before. */
  deliver(room: Room, participant: Participant): void {
    for (const publication of participant.publications.values()) {
      const layers = room.layers.wantedOf(publication);
      if (layers !== undefined) this.tell(participant, "layersWanted", { publicationId: publication.id, layers });
    }
    for (const text of this.undelivered.get(participant) ?? [])
      this.sessions.get(participant.id)?.connection?.send(text);
    this.undelivered.delete(participant);
  }

  /** Tells everybody in the room of a change of it. */
  private announce<E extends EventName>(room: Room, event: E, data: EventData<E>, except?: Participant): void {
    this.broadcast(room, encode(event, data, room.version), except);
  }

  private broadcast(room: Room, text: string, except?: Participant): void {
    for (const participant of room.participants) {
      if (participant !== except) this.sessions.get(participant.id)?.connection?.send(text);
    }
  }

  /** Tells it now, or when the participant is back. */
  private tellLater<E extends EventName>(participant: Participant, event: E, data: EventData<E>): void {
    if (this.tell(participant, event, data)) return;
    const waiting = this.undelivered.get(participant) ?? [];
    this.undelivered.set(participant, [...waiting, encode(event, data)]);
  }

  /** @returns whether there was a socket to tell it over */
  private tell<E extends EventName>(participant: Participant, event: E, data: EventData<E>): boolean {
    const connection = this.sessions.get(participant.id)?.connection;
    connection?.send(encode(event, data));
    return connection !== undefined;
  }
}

function encode<E extends EventName>(event: E, data: EventData<E>, version?: number): string {
  return JSON.stringify({ event, data, version });
}
