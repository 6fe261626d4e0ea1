import type { EventEmitter } from "eventemitter3";
import type { Clock } from "../clock/clock.js";
import { MediaError } from "../media/media-error.js";
import { maySubscribe } from "./grant.js";
import type { LayerControl } from "./layer-control.js";
import type { Participant, Publication, Subscription } from "./participant.js";
import type { Room } from "./room.js";
import type { RoomEvents } from "./room-events.js";

/**
 * Keeps the subscriptions of a room at what its participants want and may have. Making one takes a moment, and all may
 * change meanwhile: so whatever happened, the same question is asked again afterwards, "should this one be?".
 */
export class Subscriptions {
  constructor(
    private readonly room: Room,
    private readonly events: EventEmitter<RoomEvents>,
    private readonly clock: Clock,
    private readonly layers: LayerControl,
  ) {}

  /** A publication is new: whoever wants it gets it. */
  offer(publication: Publication): void {
    for (const participant of this.room.participants) this.reconcile(participant, publication);
  }

  /** A publication ends, and all subscriptions to it. */
  withdraw(publication: Publication): void {
    for (const participant of this.room.participants) this.close(participant, publication);
  }

  /** Makes what a participant wants at its join, playing at once; resolves when all is made. */
  async openInitial(subscriber: Participant): Promise<void> {
    const wanted = [...this.room.publications.all.values()].filter((publication) =>
      this.shouldBe(subscriber, publication),
    );
    await Promise.all(wanted.map((publication) => this.open(subscriber, publication, { paused: false })));
  }

  /** A participant's wishes or rights changed. */
  reconcileAll(subscriber: Participant): void {
    for (const publication of this.room.publications.all.values()) this.reconcile(subscriber, publication);
  }

  /** Drops all subscriptions of a participant who goes. */
  closeAll(subscriber: Participant): void {
    for (const { publication } of [...subscriber.subscriptions.values()]) this.close(subscriber, publication);
  }

  private shouldBe(subscriber: Participant, publication: Publication): boolean {
    return (
      !subscriber.gone &&
      subscriber !== publication.owner &&
      publication.owner.publications.has(publication.id) &&
      subscriber.demand.wants(publication.owner.userId, publication.source) &&
      maySubscribe(subscriber.grant, this.clock.now())
    );
  }

  private reconcile(subscriber: Participant, publication: Publication): void {
    if (!this.shouldBe(subscriber, publication)) this.close(subscriber, publication);
    // It does not fail; who asked for it has its answer already and learns the rest by events.
    else void this.open(subscriber, publication, { paused: true });
  }

  private async open(
    subscriber: Participant,
    publication: Publication,
    { paused }: { paused: boolean },
  ): Promise<void> {
    if (subscriber.subscriptions.has(publication.id) || subscriber.subscribing.has(publication.id)) return;
    subscriber.subscribing.add(publication.id);
    try {
      const consumer = await subscriber.peer.consume(publication.producer.id, { paused });
      if (!this.shouldBe(subscriber, publication)) {
        consumer.close();
        return;
      }
      const subscription = { id: consumer.id, subscriber, publication, consumer, paused };
      subscriber.subscriptions.set(publication.id, subscription);
      this.layers.subscribed(subscription);
      this.events.emit("subscribed", this.room, subscription);
    } catch (error) {
      // A producer, peer or room that closed under the call tells its own end.
      if (error instanceof MediaError && error.reason !== "unsupported_media") return;
      const cause = error instanceof Error ? error : new Error(String(error));
      this.events.emit("subscribeFailed", this.room, subscriber, publication, cause);
    } finally {
      subscriber.subscribing.delete(publication.id);
    }
  }

  private close(subscriber: Participant, publication: Publication): void {
    const subscription = subscriber.subscriptions.get(publication.id);
    if (subscription === undefined) return;
    subscriber.subscriptions.delete(publication.id);
    this.layers.unsubscribed(subscription);
    subscription.consumer.close();
    this.events.emit("unsubscribed", this.room, subscription);
  }
}

/** Finds one of a participant's subscriptions by its id. */
export function findSubscription(subscriber: Participant, id: string): Subscription | undefined {
  return [...subscriber.subscriptions.values()].find((subscription) => subscription.id === id);
}
