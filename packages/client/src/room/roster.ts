import type { LeaveReason, Participant as ParticipantInfo, Publication, Source } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { Participant } from "./participant.js";

export interface RosterEvents {
  participantJoined: [participant: Participant];
  participantLeft: [userId: string, reason: LeaveReason];
  published: [userId: string, source: Source];
  unpublished: [userId: string, source: Source];
  muted: [userId: string, source: Source, muted: boolean];
}

/**
 * Who is visible in the room and what they publish. Takes snapshots and single changes in any order and any number
 * of times, and tells only what really changed. What the local participant publishes is known better on this side
 * (a publication lives on while it is being made anew on another session), so the server's word about that is
 * passed over.
 */
export class Roster extends EventEmitter<RosterEvents> {
  readonly #localUserId: string;
  readonly #participants = new Map<string, Participant>();
  #localPublications: readonly Publication[] = [];
  /** Those who are missing but may still come back, with the end of our patience. */
  readonly #awaited = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(localUserId: string) {
    super();
    this.#localUserId = localUserId;
  }

  get participants(): ReadonlyMap<string, Participant> {
    return this.#participants;
  }

  /**
   * Makes the roster equal to the snapshot: first those who left, then those who came, then who changed.
   *
   * @param patience How long somebody who is missing may take to come back before being told as left, in
   * milliseconds. Default 0. A room that was lost as a whole is entered anew by everybody in their own time, and
   * nobody should seem to have left for that.
   */
  handleSnapshot(participants: readonly ParticipantInfo[], patience = 0): void {
    const here = new Set(participants.map((participant) => participant.userId));
    for (const userId of [...this.#participants.keys()]) {
      if (here.has(userId) || this.#awaited.has(userId)) continue;
      // Why they left was said while nobody listened; of all reasons this one claims the least.
      const giveUp = () => this.handleParticipantLeft(userId, "left");
      if (patience === 0) giveUp();
      else this.#awaited.set(userId, setTimeout(giveUp, patience));
    }
    for (const participant of participants) this.handleParticipantJoined(participant);
  }

  handleParticipantJoined(info: ParticipantInfo): void {
    const { userId, joinedAt, extraInfo } = info;
    this.#stopAwaiting(userId);
    const isLocal = userId === this.#localUserId;
    const known = this.#participants.get(userId);
    const publications = isLocal ? this.#localPublications : (known?.publications ?? []);
    const participant: Participant = { userId, isLocal, joinedAt, extraInfo, publications: known ? publications : [] };
    this.#participants.set(userId, participant);
    if (!known) this.emit("participantJoined", participant);
    this.#setPublications(userId, isLocal ? this.#localPublications : info.publications);
  }

  handleParticipantLeft(userId: string, reason: LeaveReason): void {
    this.#stopAwaiting(userId);
    if (!this.#participants.has(userId)) return;
    this.#setPublications(userId, []);
    this.#participants.delete(userId);
    this.emit("participantLeft", userId, reason);
  }

  handlePublished(userId: string, publication: Publication): void {
    if (userId !== this.#localUserId) this.#put(userId, publication);
  }

  handleUnpublished(userId: string, publicationId: string): void {
    if (userId === this.#localUserId) return;
    const publications = this.#participants.get(userId)?.publications ?? [];
    this.#setPublications(
      userId,
      publications.filter((publication) => publication.publicationId !== publicationId),
    );
  }

  handleMuted(userId: string, publicationId: string, muted: boolean): void {
    if (userId === this.#localUserId) return;
    const publication = this.#participants.get(userId)?.publications.find((one) => one.publicationId === publicationId);
    if (publication) this.#put(userId, { ...publication, muted });
  }

  /** What the local participant publishes now. Shown as soon as, and as long as, it is visible. */
  handleLocalPublications(publications: readonly Publication[]): void {
    this.#localPublications = publications;
    this.#setPublications(this.#localUserId, publications);
  }

  /** Tells nothing from now on. */
  close(): void {
    this.removeAllListeners();
    for (const userId of [...this.#awaited.keys()]) this.#stopAwaiting(userId);
  }

  #stopAwaiting(userId: string): void {
    clearTimeout(this.#awaited.get(userId));
    this.#awaited.delete(userId);
  }

  #put(userId: string, publication: Publication): void {
    const known = this.#participants.get(userId)?.publications ?? [];
    this.#setPublications(userId, [...known.filter((one) => one.source !== publication.source), publication]);
  }

  #setPublications(userId: string, publications: readonly Publication[]): void {
    const participant = this.#participants.get(userId);
    if (!participant) return;
    const before = participant.publications;
    this.#participants.set(userId, { ...participant, publications: [...publications] });
    for (const { source } of before) {
      if (!publications.some((one) => one.source === source)) this.emit("unpublished", userId, source);
    }
    for (const { source, muted } of publications) {
      // A publication that was made anew under another id is the same to whoever watches the source.
      const old = before.find((one) => one.source === source);
      if (!old) this.emit("published", userId, source);
      if (muted !== (old?.muted ?? false)) this.emit("muted", userId, source, muted);
    }
  }
}
