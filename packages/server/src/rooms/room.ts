import { randomBytes } from "node:crypto";
import type { MethodParams, RoomSnapshot, Source } from "@lianmai/protocol";
import type { EventEmitter } from "eventemitter3";
import type { Clock } from "../clock/clock.js";
import type { MediaRoom } from "../media/media-engine.js";
import type { BanList } from "./bans.js";
import { type Grant, whyMayNotSubscribe } from "./grant.js";
import { GrantWatch } from "./grant-watch.js";
import { LayerControl } from "./layer-control.js";
import type { RoomLimits } from "./limits.js";
import { NetworkBoard } from "./network-board.js";
import type { Participant } from "./participant.js";
import { Publications } from "./publications.js";
import { RightsBoard } from "./rights.js";
import { RoomError } from "./room-error.js";
import type { DepartureReason, RoomEndReason, RoomEvents } from "./room-events.js";
import { RoomMessages } from "./room-messages.js";
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
  bans: BanList;
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
  /** Names this life of the room in logs and in the history: a room of the same name may follow it. */
  readonly callId = randomBytes(16).toString("hex");
  readonly media: MediaRoom;
  /** Counts the changes that participants see. */
  version = 0;
  private readonly members = new Map<string, Participant>();
  readonly publications: Publications;
  readonly messages: RoomMessages;
  readonly network: NetworkBoard;
  readonly layers: LayerControl;
  private readonly subscriptions: Subscriptions;
  private readonly rights: RightsBoard;
  /** Joins under way: the room must not end under them. */
  private holds = 0;
  private announced = false;
  private lastVisibleLeft = false;
  /** Why the room is over, once it is. */
  private ending: RoomError | undefined;
  /** The same in one word. */
  endReason: RoomEndReason | undefined;

  constructor(private readonly options: RoomOptions) {
    this.appId = options.appId;
    this.roomId = options.roomId;
    this.media = options.media;
    const { events, clock, limits, bans } = options;
    this.layers = new LayerControl(this, events, clock);
    this.network = new NetworkBoard(this, events, clock);
    this.subscriptions = new Subscriptions(this, events, clock, this.layers);
    this.messages = new RoomMessages(this, events, clock, limits);
    this.publications = new Publications({
      room: this,
      subscriptions: this.subscriptions,
      layers: this.layers,
      events,
      clock,
      bans,
      publisherLimit: limits.publishingParticipants,
    });
    this.rights = new RightsBoard((participant, right) =>
      right === "subscribe"
        ? whyMayNotSubscribe(participant.grant, clock.now())
        : this.publications.whyNot(participant, right === "publishAudio" ? "audio" : "video"),
    );
    const speakers = new SpeakerList();
    this.media.events.on("levels", (levels) => {
      const changed = speakers.update(levels, this.publications.all);
      if (changed) events.emit("speaking", this, changed);
    });
    this.media.events.on("lost", (cause) => this.end("media_lost", RoomError.mediaLost(cause)));
  }

  /** Everybody, the invisible ones too. A copy: it may be walked while people come and go. */
  get participants(): readonly Participant[] {
    return [...this.members.values()];
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
    this.rights.look(participant);
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

  /** @throws RoomError `subscribe_not_permitted`, `subscribe_limit`, `not_joined` */
  subscribe(subscriber: Participant, userId: string, source: Source): void {
    subscriber.assertPresent();
    const refusal = whyMayNotSubscribe(subscriber.grant, this.options.clock.now());
    if (refusal) throw refusal;
    this.choose(subscriber, userId, source, true);
  }

  /** @throws RoomError `subscribe_limit`, `not_joined` */
  unsubscribe(subscriber: Participant, userId: string, source: Source): void {
    subscriber.assertPresent();
    this.choose(subscriber, userId, source, false);
  }

  /**
   * A viewer can play some of its subscriptions now, has another place for them, or wants them to begin anew. A
   * subscription that is not there any more is passed over: its end and this request crossed on the way.
   *
   * @throws MediaError `media_lost`
   */
  async updateSubscriptions(subscriber: Participant, { updates }: MethodParams<"updateSubscriptions">): Promise<void> {
    await Promise.all(
      updates.map(async ({ subscriptionId, paused, size, keyFrame }) => {
        const subscription = findSubscription(subscriber, subscriptionId);
        if (!subscription) return;
        await this.layers.update(subscription, { paused, size });
        if (keyFrame) await subscription.consumer.requestKeyFrame();
      }),
    );
  }

  /** @throws RoomError `room_full`, `not_joined` */
  setVisibility(participant: Participant, visible: boolean): void {
    participant.assertPresent();
    if (participant.visible === visible) return;
    this.assertSeat(participant.userId, visible);
    // An invisible participant may not publish.
    if (!visible) this.publications.endAll(participant, "server");
    participant.visible = visible;
    if (visible) this.lastVisibleLeft = false;
    this.version += 1;
    this.options.events.emit("visibilityChanged", this, participant);
  }

  /** Puts a new token's rights in the place of the old ones, at once. @throws RoomError `not_joined` */
  renew(participant: Participant, grant: Grant): void {
    participant.assertPresent();
    participant.grant = grant;
    participant.watch?.watch(grant);
    this.options.events.emit("tokenUpdated", this, participant);
    this.enforce(participant);
  }

  /** Ends the room for everybody in it. Without effect when it is over already. */
  end(reason: RoomEndReason, error: RoomError): void {
    if (this.ending) return;
    this.ending = error;
    this.endReason = reason;
    const departure = reason === "empty" || reason === "dismissed" ? "room_dismissed" : reason;
    for (const participant of this.participants) this.remove(participant, error, departure);
    this.network.close();
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
    this.publications.endAll(participant, "departure");
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

  /** Its rights may have changed: ends what they do not cover any more, and makes what they cover again. */
  enforce(participant: Participant): void {
    for (const { right, error } of this.rights.look(participant)) {
      this.options.events.emit("permissionLost", this, participant, right, error);
    }
    this.publications.enforce(participant);
    this.subscriptions.reconcileAll(participant);
  }

  private choose(subscriber: Participant, userId: string, source: Source, wanted: boolean): void {
    const limit = this.options.limits.demandsPerParticipant;
    if (subscriber.demand.size >= limit && !subscriber.demand.names(userId, source)) throw RoomError.demandLimit(limit);
    subscriber.demand.choose(userId, source, wanted);
    this.subscriptions.reconcileAll(subscriber);
  }
}
