import type { MethodParams, RoomSnapshot, Source } from "@lianmai/protocol";
import { kindOf } from "@lianmai/protocol";
import type { EventEmitter } from "eventemitter3";
import type { Clock } from "../clock/clock.js";
import type { MediaRoom } from "../media/media-engine.js";
import { assertMayPublish, assertMaySubscribe, type Grant, mayPublish } from "./grant.js";
import { GrantWatch } from "./grant-watch.js";
import type { RoomLimits } from "./limits.js";
import type { Participant, Publication } from "./participant.js";
import { RoomError } from "./room-error.js";
import type { DepartureReason, RoomEndReason, RoomEvents } from "./room-events.js";
import { SpeakerList } from "./speaker-list.js";
import { findSubscription, Subscriptions } from "./subscriptions.js";

export interface RoomOptions {
  appId: string;
  roomId: string;
  media: MediaRoom;
  events: EventEmitter<RoomEvents>;
  clock: Clock;
  limits: RoomLimits;
  /** How long before its expiry a token's end is announced, in milliseconds. */
  tokenWarning: number;
  /** The room is over; called once. */
  onEnd: () => void;
}

/**
 * Who is in a room, what they publish and who receives it. A room lives from its first join until its last visible
 * participant has left.
 */
export class Room {
  readonly appId: string;
  readonly roomId: string;
  readonly media: MediaRoom;
  /** Counts the changes that participants see. */
  version = 0;
  private readonly members = new Map<string, Participant>();
  private readonly offered = new Map<string, Publication>();
  private readonly subscriptions: Subscriptions;
  /** Joins under way: the room must not end under them. */
  private holds = 0;
  private announced = false;
  private lastVisibleLeft = false;
  /** Why the room is over, once it is. */
  private ending: RoomError | undefined;

  constructor(private readonly options: RoomOptions) {
    this.appId = options.appId;
    this.roomId = options.roomId;
    this.media = options.media;
    this.subscriptions = new Subscriptions(this, options.events, options.clock);
    const speakers = new SpeakerList();
    this.media.events.on("levels", (levels) => {
      const changed = speakers.update(levels, this.offered);
      if (changed) this.options.events.emit("speaking", this, changed);
    });
    this.media.events.on("lost", (cause) => this.end("media_lost", RoomError.mediaLost(cause)));
  }

  /** Everybody, the invisible ones too. A copy: it may be walked while people come and go. */
  get participants(): readonly Participant[] {
    return [...this.members.values()];
  }

  get publications(): Iterable<Publication> {
    return this.offered.values();
  }

  get size(): number {
    return this.members.size;
  }

  /** Who is here and what they publish, as everybody may know it. */
  snapshot(): RoomSnapshot {
    const visible = this.participants.filter((participant) => participant.visible);
    return { version: this.version, participants: visible.map((participant) => participant.describe()) };
  }

  /** Keeps the room alive for a join under way, until `release`. @returns false when the room is over already */
  hold(): boolean {
    if (this.ending) return false;
    this.holds += 1;
    return true;
  }

  release(): void {
    this.holds -= 1;
    this.endWhenDeserted();
  }

  /** @throws RoomError `room_full` when another participant of this kind does not fit in */
  assertSeat(userId: string, visible: boolean): void {
    const { visibleParticipants, invisibleParticipants } = this.options.limits;
    const limit = visible ? visibleParticipants : invisibleParticipants;
    let taken = 0;
    for (const member of this.members.values()) if (member.visible === visible && member.userId !== userId) taken += 1;
    if (taken >= limit) throw RoomError.roomFull(visible ? "visible" : "invisible", limit);
  }

  /**
   * Lets a participant in. The same user who is here already is put out: the later join wins.
   *
   * @throws RoomError `room_full`, or why the room ended while the join was under way
   */
  admit(participant: Participant): void {
    if (this.ending) throw this.ending;
    this.assertSeat(participant.userId, participant.visible);
    const { events } = this.options;
    if (!this.announced) {
      this.announced = true;
      events.emit("roomCreated", this);
    }
    const earlier = this.members.get(participant.userId);
    if (earlier) this.dismiss(earlier, RoomError.duplicateLogin(participant.userId));
    this.members.set(participant.userId, participant);
    if (participant.visible) this.lastVisibleLeft = false;
    if (participant.visible || earlier?.visible) this.version += 1;
    if (earlier) events.emit("participantReplaced", this, earlier, participant);
    events.emit("participantJoined", this, participant);
    this.watch(participant);
  }

  /** Makes the subscriptions that a new participant begins with. */
  async openInitialSubscriptions(participant: Participant): Promise<void> {
    await this.subscriptions.openInitial(participant);
  }

  /** A participant goes, or is taken to have gone. Without effect when it has gone already. */
  leave(participant: Participant, reason: DepartureReason): void {
    if (participant.gone) return;
    this.detach(participant);
    if (participant.visible) {
      this.version += 1;
      this.lastVisibleLeft ||= this.participants.every(({ visible }) => !visible);
    }
    this.options.events.emit("participantLeft", this, participant, reason);
    this.endWhenDeserted();
  }

  /** Puts a participant out and tells it why. Without effect when it has gone already. */
  remove(participant: Participant, error: RoomError, reason: DepartureReason): void {
    if (participant.gone) return;
    participant.removal = error;
    this.options.events.emit("removed", this, participant, error);
    this.leave(participant, reason);
  }

  /**
   * Offers a track to the room.
   *
   * @throws RoomError `invisible`, `publish_not_permitted`, `publish_limit`, `not_joined`
   * @throws MediaError `unsupported_media`, `media_lost`
   */
  async publish(owner: Participant, { source, rtpParameters, muted }: MethodParams<"publish">): Promise<Publication> {
    this.assertMayOffer(owner, source);
    owner.publishing.add(source);
    let publication: Publication;
    try {
      const producer = await owner.peer.produce({
        kind: kindOf(source),
        rtpParameters,
        paused: muted,
        observeLevel: source === "microphone",
      });
      publication = { id: producer.id, owner, source, producer, muted };
    } finally {
      owner.publishing.delete(source);
    }
    try {
      // It may have left, gone invisible or lost the right while the producer was being made.
      this.assertMayOffer(owner, source);
    } catch (error) {
      publication.producer.close();
      throw error;
    }
    owner.publications.set(publication.id, publication);
    this.offered.set(publication.id, publication);
    this.version += 1;
    this.options.events.emit("published", this, publication);
    this.subscriptions.offer(publication);
    return publication;
  }

  /** @throws RoomError `not_found` */
  unpublish(owner: Participant, publicationId: string): void {
    this.endPublication(this.ownPublication(owner, publicationId), "owner");
  }

  /** @throws RoomError `not_found`; MediaError `media_lost` */
  async mute(owner: Participant, publicationId: string, muted: boolean): Promise<void> {
    const publication = this.ownPublication(owner, publicationId);
    if (publication.muted === muted) return;
    await publication.producer.setPaused(muted);
    if (!this.offered.has(publicationId) || publication.muted === muted) return;
    publication.muted = muted;
    this.version += 1;
    this.options.events.emit("muted", this, publication);
  }

  /** @throws RoomError `subscribe_not_permitted`, `subscribe_limit`, `not_joined` */
  subscribe(subscriber: Participant, userId: string, source: Source): void {
    this.assertPresent(subscriber);
    assertMaySubscribe(subscriber.grant, this.options.clock.now());
    this.choose(subscriber, userId, source, true);
  }

  /** @throws RoomError `subscribe_limit`, `not_joined` */
  unsubscribe(subscriber: Participant, userId: string, source: Source): void {
    this.assertPresent(subscriber);
    this.choose(subscriber, userId, source, false);
  }

  /**
   * Pauses, resumes or chooses layers. A subscription that is not there any more is passed over: its end and this
   * request crossed on the way.
   *
   * @throws MediaError `media_lost`
   */
  async updateSubscriptions(subscriber: Participant, { updates }: MethodParams<"updateSubscriptions">): Promise<void> {
    await Promise.all(
      updates.map(async ({ subscriptionId, paused, preferredLayers }) => {
        const subscription = findSubscription(subscriber, subscriptionId);
        if (subscription === undefined) return;
        if (preferredLayers) await subscription.consumer.setPreferredLayers(preferredLayers);
        if (paused === undefined) return;
        await subscription.consumer.setPaused(paused);
        subscription.paused = paused;
      }),
    );
  }

  /** @throws RoomError `room_full`, `not_joined` */
  setVisibility(participant: Participant, visible: boolean): void {
    this.assertPresent(participant);
    if (participant.visible === visible) return;
    this.assertSeat(participant.userId, visible);
    // An invisible participant may not publish.
    if (!visible)
      for (const publication of [...participant.publications.values()]) this.endPublication(publication, "server");
    participant.visible = visible;
    if (visible) this.lastVisibleLeft = false;
    this.version += 1;
    this.options.events.emit("visibilityChanged", this, participant);
  }

  /** Puts a new token's rights in the place of the old ones, at once. @throws RoomError `not_joined` */
  renew(participant: Participant, grant: Grant): void {
    this.assertPresent(participant);
    participant.grant = grant;
    participant.watch?.watch(grant);
    this.options.events.emit("tokenUpdated", this, participant);
    this.enforce(participant);
  }

  /** Ends the room for everybody in it. Without effect when it is over already. */
  end(reason: RoomEndReason, error: RoomError): void {
    if (this.ending) return;
    this.ending = error;
    const departure = reason === "empty" ? "room_dismissed" : reason;
    for (const participant of this.participants) this.remove(participant, error, departure);
    this.media.close();
    this.options.onEnd();
    if (this.announced) this.options.events.emit("roomDestroyed", this, reason);
  }

  private endWhenDeserted(): void {
    if (this.holds > 0) return;
    if (this.members.size === 0 || this.lastVisibleLeft) this.end("empty", RoomError.roomDismissed());
  }

  /** Puts the earlier participation of a user out, without a leave. */
  private dismiss(participant: Participant, error: RoomError): void {
    participant.removal = error;
    this.options.events.emit("removed", this, participant, error);
    this.detach(participant);
  }

  private detach(participant: Participant): void {
    participant.gone = true;
    participant.watch?.stop();
    for (const publication of [...participant.publications.values()]) this.endPublication(publication, "departure");
    this.subscriptions.closeAll(participant);
    this.members.delete(participant.userId);
    participant.peer.close();
  }

  private watch(participant: Participant): void {
    const { clock, events, tokenWarning } = this.options;
    participant.watch = new GrantWatch(clock, tokenWarning, {
      onWarning: (privilege, expireAt) => events.emit("tokenWillExpire", this, participant, privilege, expireAt),
      onOver: (privilege) => {
        if (privilege === "token") this.remove(participant, RoomError.tokenExpired(), "token_expired");
        else this.enforce(participant);
      },
    });
    participant.watch.watch(participant.grant);
  }

  /** Ends what a participant's rights do not cover any more, and makes what they cover again. */
  private enforce(participant: Participant): void {
    const now = this.options.clock.now();
    for (const publication of [...participant.publications.values()]) {
      if (!mayPublish(participant.grant, kindOf(publication.source), now)) this.endPublication(publication, "server");
    }
    this.subscriptions.reconcileAll(participant);
  }

  private choose(subscriber: Participant, userId: string, source: Source, wanted: boolean): void {
    const limit = this.options.limits.demandsPerParticipant;
    if (subscriber.demand.size >= limit && !subscriber.demand.names(userId, source)) throw RoomError.demandLimit(limit);
    subscriber.demand.choose(userId, source, wanted);
    this.subscriptions.reconcileAll(subscriber);
  }

  private endPublication(publication: Publication, by: "owner" | "server" | "departure"): void {
    publication.owner.publications.delete(publication.id);
    this.offered.delete(publication.id);
    this.subscriptions.withdraw(publication);
    publication.producer.close();
    this.version += 1;
    this.options.events.emit("unpublished", this, publication, by);
  }

  private ownPublication(owner: Participant, publicationId: string): Publication {
    const publication = owner.publications.get(publicationId);
    if (publication) return publication;
    throw RoomError.notFound(`This participant has no publication "${publicationId}"; it may have ended already.`);
  }

  private assertPresent(participant: Participant): void {
    if (participant.gone) throw participant.removal ?? RoomError.gone();
  }

  private assertMayOffer(owner: Participant, source: Source): void {
    this.assertPresent(owner);
    if (!owner.visible) throw RoomError.invisible();
    assertMayPublish(owner.grant, kindOf(source), this.options.clock.now());
    if (owner.publicationOf(source) || owner.publishing.has(source)) throw RoomError.alreadyPublished(source);
    const { publishingParticipants } = this.options.limits;
    const others = this.participants.filter((member) => member !== owner && member.isPublisher);
    if (others.length >= publishingParticipants) throw RoomError.publisherLimit(publishingParticipants);
  }
}
